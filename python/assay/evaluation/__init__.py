"""What judging a model needs and SQL cannot do."""
