"""The whole plane of a memory of two numbers."""
