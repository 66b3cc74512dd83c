"""``python -m analysis``: the questions, a line each. ``python -m analysis compare ...`` asks one of them."""

from collections.abc import Sequence

from analysis.command.questions import listing, main_of, names
from sim.command import run_command
from sim.errors import unknown


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the command line."""
    run_command(_main, arguments)


def _main(arguments: list[str]) -> None:
    if not arguments or arguments[0] in ("-h", "--help"):
        print(listing())
    elif arguments[0] in names():
        main_of(arguments[0])(arguments[1:])
    else:
        raise unknown(arguments[0], "a question", names(), listed=True)


if __name__ == "__main__":
    main()
