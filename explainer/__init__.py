"""What several chapters share, a folder a purpose. It names no chapter."""
