"""Hidden state: what a memory holds."""
