"""Many trainings at once, on the training engine: what makes tables of measurements."""
