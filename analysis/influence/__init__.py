"""Which uncertain parameters an outcome hangs on."""
