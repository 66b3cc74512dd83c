"""The four kinds of agents: who they are, how a run creates them, and what several processes ask of them.

A decision that belongs to one process is in that process's file.
"""
