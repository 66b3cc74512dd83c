"""Which design gives more, how sure that is, and from which month."""
