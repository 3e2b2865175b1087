"""assay: what a machine-learning project is worth, from inside its warehouse."""
