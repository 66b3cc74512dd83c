"""Which design is least regretted over many plausible worlds."""
