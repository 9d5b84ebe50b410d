"""A batch in two halves, each in a process of its own."""
