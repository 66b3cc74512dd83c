"""Scenarios, one YAML file each, chosen with ``scenario=<file name>``."""
