"""Which parameter values agree with what was published."""
