"""Forecasts of numbers of persons: where their samples come from, how they are pooled with the outside view, and their scores."""
