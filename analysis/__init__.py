"""Questions asked of many runs. Each is a command of its own with its own ``--help``: ``python -m analysis.<name>``.

``compare`` (which design), ``sensitivity`` (what drives it), ``robustness`` (in any world), ``bottlenecks`` (what holds it back), ``discovery`` (in which conditions it
fails), ``lessons`` (what the model shows of the pilots' lessons), ``calibration`` and ``validation`` (does it agree with what was
published). Shared: :mod:`analysis.application` (command lines, folders), :mod:`analysis.designs`,
:mod:`analysis.experiments` (many configurations to arrays), :mod:`analysis.posterior` (what uncertain parameters are drawn
from), :mod:`analysis.statistics` (every interval), :mod:`analysis.page` (the report).
"""
