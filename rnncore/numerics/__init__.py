"""Arithmetic that knows nothing of networks: activations, starts of matrices, trees of arrays, scratch memory."""
