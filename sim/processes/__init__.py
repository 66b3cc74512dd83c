"""What happens in a month: a mechanism a file, with its parameters, columns, draws, measures and its ``step(state, p, month)``."""
