"""The four kinds of agents: how each is created and how it decides, as small compiled functions."""
