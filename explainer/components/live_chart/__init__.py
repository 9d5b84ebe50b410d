"""A chart that follows a slider or a training run."""
