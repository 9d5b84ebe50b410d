"""What helps to learn: questions, the code that ran, the link to a view."""
