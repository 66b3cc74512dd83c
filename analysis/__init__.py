"""Questions asked of many runs: which design, how robust, what holds it back. Each is a command of its own.

``python -m analysis.compare``, ``python -m analysis.robustness``, ``python -m analysis.bottlenecks``,
``python -m analysis.sensitivity``; each has its own ``--help``. Shared: :mod:`analysis.application` (command lines, folders), :mod:`analysis.designs`,
:mod:`analysis.experiments` (many configurations to arrays), :mod:`analysis.statistics` (every interval),
:mod:`analysis.page` (the report).
"""
