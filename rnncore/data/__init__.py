"""What networks read: names and words as numbers, batches, series."""
