"""Which uncertain parameters an outcome depends on most."""
