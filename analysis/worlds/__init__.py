"""Designs in the same simulated worlds, and the statistics of what they differ in."""
