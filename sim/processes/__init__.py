"""What happens in a month: twelve processes, a module each, each with one entry function ``step(state, month)``."""
