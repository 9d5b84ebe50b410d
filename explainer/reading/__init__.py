"""Files that visitors bring, as text and tables, with what had to be assumed to read them."""
