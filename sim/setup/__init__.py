"""Composing a configuration: scenarios, groups, overrides, checks."""
