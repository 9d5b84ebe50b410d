"""What is run from the command line. Only these know the repository's folder data/."""
