"""Many memories on one flat map."""
