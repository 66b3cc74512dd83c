"""Simulated against published, scheme by scheme."""
