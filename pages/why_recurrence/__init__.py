"""Why recurrence? What a memory is good for."""
