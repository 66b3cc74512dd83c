"""Questions asked of many runs. Each is a command of its own with its own ``--help``: ``python -m analysis.<name>``.

``compare`` (which design), ``forecast`` (how many will move), ``advice`` (what each lever does), ``sensitivity`` (what drives it), ``robustness`` (in any world), ``sequence`` (long, in phases or at once), ``bottlenecks`` (what holds it back), ``discovery`` (in which conditions it
fails), ``lessons`` (what the model shows of the pilots' lessons), ``calibration`` (which values agree with what was published),
``validation`` (how good its forecasts of real schemes are). Shared: :mod:`analysis.command.application` (command lines, folders), :mod:`analysis.worlds.designs`,
:mod:`analysis.worlds.experiments` (many configurations to arrays), :mod:`sim.runs.prior` (what uncertain parameters are drawn
from), :mod:`analysis.worlds.statistics` (every interval), :mod:`analysis.command.page` (the report).
"""

import sim  # noqa: F401 - first of all: it tells where the environment is not active, or memory is short
