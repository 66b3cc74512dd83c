"""How many persons will move, by when, and how sure that is."""
