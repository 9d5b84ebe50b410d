"""Training runs of the server: jobs, and what runs them."""
