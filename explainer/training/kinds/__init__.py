"""What can be trained: a kind of recipe each, a pure function from recipe and state to reports."""
