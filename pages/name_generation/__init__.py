"""Name generation: one network, a list of names, and what it learns from them."""
