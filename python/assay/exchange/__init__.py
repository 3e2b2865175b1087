"""Models that come from elsewhere, read into the stored form, and refused where their meaning would be guessed."""
