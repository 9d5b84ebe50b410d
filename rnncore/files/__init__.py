"""Models and training states as files, read without trusting them."""
