"""Simulated against published: the fit that calibration and validation share."""
