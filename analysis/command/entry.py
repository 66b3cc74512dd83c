"""``pilot-schemes``: all commands under one name, wherever the packages are installed.

``pilot-schemes compare ...`` is ``python -m analysis.compare ...``, ``pilot-schemes parameters`` is ``python -m sim.parameters``,
``pilot-schemes corridors MA BE`` is ``python -m sim.corridors MA BE``, ``pilot-schemes questions`` is ``python -m analysis``, and anything without such a word is ``python -m sim ...``. Help and
errors name every command in this form.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import analysis.__main__ as questions_command
from analysis.command.questions import main_of, names
from sim import __main__ as run_command_line
from sim.command import let_output_close, run_command
from sim.corridors import __main__ as corridors_command
from sim.errors import unknown
from sim.parameters import __main__ as parameters_command
from sim.setup.catalogue import scenario_files

COMMANDS = {
    "corridors": corridors_command.main,
    "parameters": parameters_command.main,
    "questions": questions_command.main,
}
"""What can be asked besides a question."""

_MODULE = re.compile(
    r"python -m (?:sim\.(?P<sim>parameters|corridors)|analysis\.(?P<question>\w+)|(?P<list>analysis)|sim)\b"
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the command line."""
    let_output_close()  # before it is wrapped: the commands would no longer know it for the process's own
    with _as_typed_here():
        _dispatch(list(sys.argv[1:] if arguments is None else arguments))


def as_typed_here(text: str) -> str:
    """The text with ``python -m analysis.compare`` as ``pilot-schemes compare``, and every other command likewise."""

    def typed(found: re.Match[str]) -> str:
        word = found["sim"] or found["question"] or ("questions" if found["list"] else "")
        return f"pilot-schemes {word}".rstrip()

    return _MODULE.sub(typed, text)


def _dispatch(arguments: list[str]) -> None:
    word = arguments[0] if arguments else ""
    if not word or word.startswith("-") or "=" in word or word in scenario_files():
        run_command_line.main(arguments)
    elif word in COMMANDS:
        COMMANDS[word](arguments[1:])
    elif word in names():
        main_of(word)(arguments[1:])
    else:
        run_command(_refuse, arguments)


def _refuse(arguments: list[str]) -> None:
    raise unknown(arguments[0], "a question", [*names(), *COMMANDS], listed=True)


class _Stream:
    """A text stream that names commands as they are typed here; otherwise the stream that it stands for."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text."""
        self._stream.write(as_typed_here(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def _as_typed_here() -> Iterator[None]:
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Stream(sys.stdout), _Stream(sys.stderr)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


if __name__ == "__main__":
    main()
