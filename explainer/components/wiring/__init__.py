"""The inside of a gated cell, with every number."""
