"""What a visitor has answered, in the browser's own storage."""
