"""A page for planners: ``python -m analysis.dashboard``. Choose, compare, see how sure.

``plan``: what is asked, and as an address; ``upload``: a planner's own YAML; ``answers``: the runs behind it; ``jobs``:
threads that can be stopped; ``fields``, ``page``, ``static/``: what is shown; ``server``: what happens in a session;
``background``: work that takes longer, behind a tab; ``svg``, ``pictures``, ``words``: pictures and sentences; ``drivers``,
``obstacles``, ``best``, ``trust``, ``life``, ``takeaway``: a tab each.
"""
