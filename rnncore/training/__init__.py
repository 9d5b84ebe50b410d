"""Training as a generator, and all that it is made of."""
