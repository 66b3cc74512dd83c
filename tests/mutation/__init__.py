"""Mutation run: small faults are put into the model, one at a time; a test about the mechanism must fail for each."""
