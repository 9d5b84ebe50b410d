"""Networks and what they read: those that ship, the visitor's shelf, links to models, texts as networks read them."""
