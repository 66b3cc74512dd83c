"""How a parameter is declared: default, bounds, unit, meaning, source, plausible range and price, in one place.

A mechanism's file declares its parameters as fields of a dataclass named after their group:

>>> @dataclass
... class Training:
...     seats: float = uncertain(120.0, 0.0, 1e6, "seats", "Training seats at a time")

:mod:`sim.parameters` collects the groups of all files.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, make_dataclass
from typing import Any, NamedTuple

from sim.categories import Closing, Mobility, Sector, Size, Skill

ASSUMPTION = "assumption"
UNCERTAINTY = "uncertainty"
LEVER = "lever"
SETTING = "setting"
ATTRIBUTE = "attribute"

SCALES = ("linear", "log", "odds")
"""Scales on which all values of a plausible range are alike likely."""


@dataclass(frozen=True)
class Range:
    """What is plausible for a parameter: all values from ``low`` to ``high`` alike on the ``scale`` named.

    ``sources``: ids of published figures, or ``assumption``; ``reason``: how the range follows from them.
    """

    low: float
    high: float
    scale: str
    sources: tuple[str, ...]
    reason: str

    @property
    def assumed(self) -> bool:
        """Whether no published figure speaks to the parameter."""
        return self.sources == (ASSUMPTION,)

    @property
    def fixed(self) -> bool:
        """Whether the range is a point: a definition."""
        return self.low == self.high


class Price(NamedTuple):
    """What a lever costs, each part by the names of the parameters that state it (with their ranges and sources).

    ``one_off``: euro once; ``monthly``: euro a month; ``unit``: euro per person, hire, call ...; ``months``: months before
    it takes effect; ``staff``: time out of a named capacity; ``follows``: the mechanism from which the cost follows.
    """

    one_off: tuple[str, ...] = ()
    monthly: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    follows: str = ""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of all parameters that the price is made of."""
        return (*self.one_off, *self.monthly, *self.unit, *self.months, *self.staff)

    @property
    def text(self) -> str:
        """The price in words, parts in a fixed order."""
        parts = (
            ("once", self.one_off), ("each month", self.monthly), ("per person, hire or call", self.unit),
            ("time before it acts", self.months), ("staff time", self.staff),
        )  # fmt: skip
        said = [f"{when}: {', '.join(names)}" for when, names in parts if names]
        if self.follows:
            said.append(f"the cost follows from {self.follows}")
        return "; ".join(said)


def priced(
    *, one_off: str = "", monthly: str = "", unit: str = "", months: str = "", staff: str = "", follows: str = ""
) -> Price:
    """A price; each part names one parameter or several, separated by spaces. Raises ``ValueError`` where it names none."""
    price = Price(
        tuple(one_off.split()),
        tuple(monthly.split()),
        tuple(unit.split()),
        tuple(months.split()),
        tuple(staff.split()),
        follows,
    )
    if not price.parameters and not follows:
        raise ValueError("a price names a cost, a time or the mechanism from which the cost follows")
    return price


def within(low: float, high: float, scale: str, sources: str, reason: str) -> Range:
    """A plausible range; ``sources``: ids separated by ``;``, or ``assumption``."""
    if scale not in SCALES:
        raise ValueError(f"{scale!r} is not one of {', '.join(SCALES)}")
    return Range(low, high, scale, tuple(sources.split(";")), reason)


def metadata(
    kind: str, low: Any, high: Any, unit: str, meaning: str, source: str,
    plausible: Range | None = None, price: Price | None = None, fixed: bool = False, countries: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """What a field of a dataclass carries about the parameter that it declares."""
    return {
        "kind": kind, "low": low, "high": high, "unit": unit, "meaning": meaning, "source": source,
        "plausible": plausible, "price": price, "fixed": fixed, "countries": countries,
    }  # fmt: skip


def setting(default: Any, low: Any, high: Any, unit: str, meaning: str, *, fixed: bool = False) -> Any:
    """A field that only says how to run. ``low``/``high``: closed range, or None for categories, texts and switches."""
    return field(default=default, metadata=metadata(SETTING, low, high, unit, meaning, ASSUMPTION, fixed=fixed))


def uncertain(
    default: Any, low: Any, high: Any, unit: str, meaning: str, source: str = ASSUMPTION, *,
    plausible: Range | None = None, fixed: bool = False,
) -> Any:  # fmt: skip
    """A field for what the world does. ``fixed``: it only acts before the first month, so no timeline may change it."""
    return field(
        default=default, metadata=metadata(UNCERTAINTY, low, high, unit, meaning, source, plausible, None, fixed)
    )


def lever(
    default: Any, low: Any, high: Any, unit: str, meaning: str, source: str = ASSUMPTION, *,
    price: Price, plausible: Range | None = None, fixed: bool = False, countries: bool = False,
) -> Any:  # fmt: skip
    """A field for what a planner chooses, with what it costs: a lever without a price cannot be declared.

    ``countries``: a number of countries, which may also be named by a list of ISO codes.
    """
    about = metadata(LEVER, low, high, unit, meaning, source, plausible, price, fixed, countries)
    return field(default=default, metadata=about)


def attribute(
    default: Any, low: Any, high: Any, unit: str, meaning: str, source: str = ASSUMPTION, *,
    plausible: Range | None = None, fixed: bool = False,
) -> Any:  # fmt: skip
    """A field for what a scheme is: whom it serves, and where. Another value makes another scheme, not a better design."""
    return field(
        default=default, metadata=metadata(ATTRIBUTE, low, high, unit, meaning, source, plausible, None, fixed)
    )


def _by(categories: list[Any]) -> Callable[..., Any]:
    """A function that declares one number per member of a category: uncertain, or a lever where it has a price."""

    def parameter(
        defaults: tuple[float, ...], low: float, high: float, unit: str, meaning: str,
        source: str | tuple[str, ...] = ASSUMPTION, *, plausible: Range | tuple[Range, ...] | None = None,
        fixed: bool = False, price: Price | None = None,
    ) -> Any:  # fmt: skip
        """``defaults``: a number per member; ``source`` and ``plausible``: one for all, or one per member."""
        kind = LEVER if price else UNCERTAINTY
        number = len(defaults)
        sources = source if isinstance(source, tuple) else (source,) * number
        ranges = plausible if isinstance(plausible, tuple) else (plausible,) * number
        members = [
            (
                member.name,
                float,
                field(
                    default=default,
                    metadata=metadata(kind, low, high, unit, f"{meaning}: {member.name}", origin, known, price, fixed),
                ),
            )
            for member, default, origin, known in zip(categories, defaults, sources, ranges, strict=True)
        ]
        return field(default_factory=make_dataclass(f"By{type(categories[0]).__name__}", members))

    return parameter


by_sector = _by(list(Sector))
by_size = _by(list(Size))
by_kind = _by(list(Mobility))
by_level = _by(list(Skill))
by_signed = _by([Closing.association, Closing.institution, Closing.group])
