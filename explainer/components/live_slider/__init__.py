"""A slider that speaks while it is dragged."""
