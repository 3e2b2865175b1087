"""Files that other libraries saved, read into the stored forms: a reader for each library, one common result."""
