"""``python -m sim.corridors MA BE``: what is known of a corridor, with sources, and what is assumed."""

import json
import sys
from collections.abc import Sequence

from sim.command import run_command, split_flags
from sim.countries import named
from sim.errors import UserError

USAGE = """\
usage: python -m sim.corridors [ORIGIN [DESTINATION]] [--json] [--sources]

Shows what evidence/corridors.csv knows of a corridor: each value with unit, year,
quality and source; what is known of one of the two countries only; and what a run
takes: the average, made larger or smaller as the pair's figures say, or the average
alone. Where data are thin, it also shows the value drawn to the mean of all corridors
with data (shrunk).

  python -m sim.corridors          the pairs, those of which most is known first
  python -m sim.corridors MA       one country, and its pairs
  python -m sim.corridors MA BE    one pair: the origin, then the destination

Countries are ISO codes of two letters (GB, not UK).

  --json      print JSON: of a pair a list of topics with all rows, of all years;
              otherwise a list of rows
  --sources   print the notes and the address below each value
  -h, --help  this text"""

FLAGS = ("--json", "--sources", "--help", "-h")


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the command line."""
    run_command(_main, arguments)


def _main(arguments: list[str]) -> None:
    flags, codes = split_flags(arguments, FLAGS)
    if "--help" in flags or "-h" in flags:
        print(USAGE)
        return
    if len(codes) > 2:
        raise UserError(f"{len(codes)} countries are too many: write an origin and a destination, e.g. MA BE")
    if codes:
        try:
            named(codes)
        except ValueError as error:
            raise UserError(str(error)) from None
    # heavy: the registry, and for a pair Hydra, which neither the help nor an error needs
    from sim.corridors import known, words

    if len(codes) == 2:
        from sim.setup.configuration import runs  # heavy: as above

        [run] = runs([])
        if "--json" in flags:
            print(json.dumps(words.as_json(codes[0], codes[1], run.config), indent=1))
        else:
            print("\n".join(words.pair_lines(codes[0], codes[1], run.config, "--sources" in flags)))
    elif "--json" in flags:
        rows = [row for row in known.figures() if not codes or codes[0] in (row.origin, row.destination)]
        print(json.dumps([words.as_object(row) for row in rows], indent=1))
    elif codes:
        print("\n".join(words.country_lines(codes[0], "--sources" in flags)))
    else:
        print("\n".join(words.list_lines(known.pairs())))


if __name__ == "__main__":
    main(sys.argv[1:])
