"""What leaves the warehouse: published files for BI tools and a summary for people."""
