"""Home: a network writes names, and doors to the chapters."""
