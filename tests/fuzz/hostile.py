"""What nobody should type, and what must happen then: it is accepted and checked, or refused in one line."""

import contextlib
import io
from collections.abc import Callable, Sequence

from hypothesis import strategies as st

from sim.errors import UserError
from sim.parameters import registry
from sim.setup.catalogue import GROUPS

LONGEST = 700
"""Characters of a refusal at most: most have under 400, one that lists all scenarios some 500."""

VALUES = (
    "", " ", "9" * 309, "9" * 400, "-" + "9" * 400, "9" * 5000, "1" + "0" * 308 + ".5", "nan", "NaN", "inf", "-inf", ".inf", "1e999", "-1e999",
    "1e-999", "0x10", "0b1", "1_000", "1,000", "1'000", "1.000,5", "+5", "--5", "5.", ".5", "1e3", "true", "True", "yes", "null", "~", "None", "[]",
    "{}", "[1]", "[1,2", "{a: 1}", "{a: {b: {c: 1}}}", "{a", "a}", "]", "'", '"', "'a", "'a'", '"a"', "''", "`ls`", "$(ls)", "$HOME", "$", "${", "${}",
    "${oc.env:HOME}", "${oc.env:NOT_THERE}", "${seed}", "${no.such}", "${oc.decode:1}", "a${seed}b", "\\${seed}", "é", "٣", "³", "½", "−5", "５", "Ⅷ",
    "\u202e5", "\u200b", "\ufeff5", "\x00", "\x07", "\x1b[31m5", "5\n", "5\n6", "\n", "5\r6", "\t", "5\u2028", "😀", "a" * 1000, "~nouser/x", "~", "~/x", "/", "//",
    ".", "..", "../..", "./nowhere.yaml", "/dev/null", "/dev/stdin/x", "/etc/passwd", "C:\\x", "a/b", "x.yaml", "\ud800", "#", "5#6", "5 # x", "5;6", "5|6", "a=b", "=",
    "==", ":", "a:b", "a: b", "*", "&a", "!x", "!!int 5", "%", "@", "@x", "?", "- 5", "choice(1,2)", "range(1,3)", "interval(1,2)", "glob(*)", "sort(1,2)",
    "shuffle(1,2)", "float(1)", "int(x)", "cast(1)", "extend_list(1)", "1,2", "a,b", "sweep(1)", "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]", "[" * 500 + "]" * 500, "(" * 300,
    "{" * 100 + "a: 1" + "}" * 100, "2024-01-01", "12:30:45", "0o17", "017", "1e400", "4e-324", "1.7976931348623157e308", "-0.0", "[MA,TN]", "[MA,MA]", "[XX]", "[1,2]", "[,]",
)  # fmt: skip
NAMES = (
    *registry(), *GROUPS, "scenario", "timeline", "timeline.24", "timeline.24.permits.months", "timeline.24.permits", "timeline.x.permits.months",
    "timeline.999999999999", "executor", "hydra", "hydra.run.dir", "defaults", "_self_", "_target_", "design", "costs.allowance", "", " ", ".", "..", "a.b",
    "design..places", ".design.places", "design.places.", "design.places.x", "+seed", "++seed", "~seed", "~", "seed@x", "seed@", "@", "scenario@x", "seed ", " seed", "SEED",
    "sééd", "se\x00ed", "se\ned", "__class__", "design.__class__", "design.__dict__", "0", "seed[0]", "seed:x", "$seed", "${seed}", "'seed'", "--seed", "-m", "--cfg",
)  # fmt: skip

value = st.one_of(st.sampled_from(VALUES), st.text(max_size=40), st.sampled_from(VALUES).map(lambda text: f"[{text}]"))
named = st.builds("{}={}".format, st.sampled_from(NAMES), value)
override = st.one_of(named, named, named, st.sampled_from(VALUES), st.text(max_size=60))


def improper(line: str) -> str:
    """What is wrong with a refusal that should be one readable line; empty where nothing is."""
    if not line.strip() or len(line) > LONGEST:
        return f"{len(line)} characters"
    if "\n" in line or "Traceback" in line:
        return "more than a line"
    return ""


def answer(command: Callable[[Sequence[str]], object], arguments: Sequence[str]) -> str:
    """The line in which a command refuses; empty where it accepts. Fails where it does anything else."""
    out, err = io.StringIO(), io.StringIO()
    status: object = 0
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            command([*arguments])
    except SystemExit as left:
        status = left.code
    except Exception as error:
        raise AssertionError(f"{type(error).__name__}: {error} for {arguments!r}") from error
    told = err.getvalue()
    if status:
        assert status == 2, f"status {status} for {arguments!r}"
        assert told.startswith("Error: "), f"{told!r} for {arguments!r}"
        assert told.endswith("\n"), f"{told!r} for {arguments!r}"
        assert told[:-1].isprintable(), f"{told!r} may not reach a terminal, for {arguments!r}"
        assert not improper(told[:-1]), f"{improper(told[:-1])}: {told!r} for {arguments!r}"
        return told[:-1]
    assert told == "", f"{told!r} for {arguments!r}"
    return ""


def refusal(call: Callable[[], object], about: object) -> str:
    """The line in which a function refuses; empty where it accepts. Fails where it raises anything else.

    White space counts as one space, as a page shows it.
    """
    told = ""
    try:
        call()
    except UserError as error:
        told = " ".join(str(error).split())
    except Exception as error:
        raise AssertionError(f"{type(error).__name__}: {error} for {about!r}") from error
    assert not told or not improper(told), f"{improper(told)}: {told!r} for {about!r}"
    return told
