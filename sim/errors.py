"""What a user is told when something is wrong: one clear line that names what is allowed and what was probably meant."""

import difflib
import re
from collections.abc import Iterable
from typing import Any

import yaml

__all__ = [
    "UserError", "alike", "brief", "did_you_mean", "nearest", "shortened", "unknown", "unknown_flag", "yaml_problem",
]  # fmt: skip

MOST_REPEATED = 200
"""Characters of what a user wrote that a message repeats at most."""
MOST_NAMED = 3
"""Names that a message suggests at most."""


class UserError(Exception):
    """Something that the user can put right. Its text says what is wrong, where, and what is allowed."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of it (IPython asks for this): the one line."""
        return [f"Error: {self}"]


def brief(value: Any) -> str:
    """A value as a message repeats it: texts in quotes, on one line, at most 200 characters."""
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 4 * MOST_REPEATED:
        return f"a number of more than {MOST_REPEATED} digits"
    try:
        text = repr(value)
    except ValueError:  # a list that holds a number of more digits than Python writes
        text = f"a {type(value).__name__} that cannot be shown"
    return shortened(text)


def shortened(text: str) -> str:
    """A text on one line, at most 200 characters of it; what cannot be printed is written as Python writes it."""
    if len(text) > MOST_REPEATED:
        text = f"{text[:MOST_REPEATED]} ..."
    return text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def alike(name: str, options: Iterable[str]) -> list[str]:
    """The options that somebody who wrote ``name`` may have meant, at most three, the likeliest first.

    In this order: the same but for capitals; those whose last part is this word or begins with it (``duration`` for
    ``design.duration_years``); those spelt alike, in full or in the last part.
    """
    names, written = list(options), _plain(name)
    last = written.rpartition(".")[2]
    if same := [option for option in names if _plain(option) == written]:
        return same[:MOST_NAMED]
    if found := difflib.get_close_matches(written, map(_plain, names), n=1, cutoff=0.85):
        return [option for option in names if _plain(option) == found[0]][:1]
    for fits in (_is_last_part, _begins_last_part):
        if last and (found := [option for option in names if fits(last, _plain(option).rpartition(".")[2])]):
            return found[:MOST_NAMED]
    if found := difflib.get_close_matches(written, map(_plain, names), n=1):
        return [option for option in names if _plain(option) == found[0]][:1]
    last_parts = {_plain(option).rpartition(".")[2]: option for option in reversed(names)}
    return [last_parts[found] for found in difflib.get_close_matches(last, last_parts, n=1, cutoff=0.75)]


def _plain(name: str) -> str:
    """A name without what people mix up: capitals, hyphens and spaces for underscores."""
    return re.sub(r"[-\s]", "_", name[:MOST_REPEATED].strip().casefold())


def _is_last_part(word: str, last: str) -> bool:
    return word == last


def _begins_last_part(word: str, last: str) -> bool:
    return last.startswith(f"{word}_")


def nearest(name: str, options: Iterable[str]) -> str | None:
    """The option most like a (misspelt) name, as :func:`alike` finds it. None if nothing is alike."""
    return next(iter(alike(name, options)), None)


def did_you_mean(name: str, options: Iterable[str]) -> str:
    """``: did you mean ...?``, or nothing where no option is alike."""
    *others, last = alike(name, options) or [""]
    return f": did you mean {', '.join(others)}{' or ' if others else ''}{last}?" if last else ""


def unknown(name: str, kind: str, known: Iterable[str], where: str = "", listed: bool = False) -> UserError:
    """The refusal of a name that does not exist: ``'palm' is not a scenario: did you mean palim?``

    ``kind``: what it should be, with its article; ``where``: where it stands; ``listed``: whether to list what there is.
    """
    names = list(known)
    available = f" Available: {', '.join(sorted(names))}" if listed else ""
    hint = did_you_mean(name, names) or ("." if listed else "")
    return UserError(f"{where}'{shortened(name)}' is not {kind}{hint}{available}")


def unknown_flag(flag: str, flags: Iterable[str]) -> UserError:
    """The refusal of a flag that does not exist."""
    return UserError(f"{shortened(flag)} is not a flag{did_you_mean(flag.partition('=')[0], flags)} (see --help)")


def yaml_problem(error: yaml.YAMLError) -> str:
    """What a YAML parser complains about, with the line."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return f"{problem} (line {mark.line + 1})" if mark else problem
