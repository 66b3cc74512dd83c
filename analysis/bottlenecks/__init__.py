"""Which constraint binds, and what relaxing each gives."""
