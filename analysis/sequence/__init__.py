"""One long scheme, two shorter ones with a decision between them, or several at once."""
