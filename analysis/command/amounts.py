"""Numbers with intervals as all questions write them: no finer than the interval is wide."""

import math

from sim.reporting.wording import money


def interval_words(low: float, high: float, unit: str) -> str:
    """``8.3 to 11.2``; a dash where there is none."""
    width = high - low
    return f"{fine(low, unit, width)} to {fine(high, unit, width)}" if math.isfinite(width) else "–"


def fine(value: float, unit: str, width: float) -> str:
    """A number with its sign and with decimals down to the leading digit of its interval's half-width, three at most.

    Money to three significant digits.
    """
    if not math.isfinite(value):
        return "undefined"
    if unit == "EUR":
        return ("−" if money(value).startswith("-") else "") + money(abs(value))
    factor = 100.0 if unit == "share" else 1.0
    decimals = 0 if value == int(value) else 2
    if width > 0:
        decimals = min(3, max(0, -math.floor(math.log10(width * factor / 2.0))))
    text = f"{abs(value) * factor:,.{decimals}f}"
    sign = "−" if value < 0 and text.strip("0.,") else ""
    return f"{sign}{text}{' %' if unit == 'share' else ''}"
