"""Controls that answer while they are being moved."""
