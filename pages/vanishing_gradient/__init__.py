"""The vanishing gradient: the real backward pass, and why it dies out."""
