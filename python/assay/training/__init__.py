"""Training: rows of ``assay_features__examples`` in, models as data out."""
