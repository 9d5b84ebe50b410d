"""What networks are asked, and the rivals they have to beat."""
