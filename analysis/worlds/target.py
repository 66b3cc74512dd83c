"""Targets: conditions on indicators, such as ``completed_mobilities < 50`` or ``five_year - three_year < 0``.

One grammar for every command that takes ``target=...``::

    target     = expression ("<" | "<=" | ">" | ">=") expression
    expression = name | number | expression ("+" | "-" | "*" | "/") expression | ("+" | "-") expression | "(" expression ")"
    name       = indicator | design | design "." indicator

A name is an indicator of the scenario's own design, a design (then its outcome is meant: ``completed_mobilities`` unless
another is set), or an indicator of a design. A command that judges every design by the same target allows no design in it.
At least one name is needed. Nothing else is read, and nothing of a target is ever executed.
"""

import ast
import math
import operator
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.errors import UserError, brief, did_you_mean, shortened
from sim.indicators import BY_NAME

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

LONGEST = 300
"""Characters of a target at most."""
OWN = ""
"""Name of the scenario's own design."""
_COMPARE: dict[type, tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Lt: ("<", operator.lt), ast.LtE: ("<=", operator.le), ast.Gt: (">", operator.gt), ast.GtE: (">=", operator.ge),
}  # fmt: skip
_COMBINE: dict[type, tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Add: ("+", operator.add), ast.Sub: ("-", operator.sub), ast.Mult: ("*", operator.mul), ast.Div: ("/", operator.truediv),
}  # fmt: skip
OUTCOME = "completed_mobilities"
"""What a design's name alone stands for, unless another indicator is set."""
FORM = "write a comparison such as target='completed_mobilities < 50' or target='five_year.matches - three_year.matches < 0'"


class Quantity(NamedTuple):
    """An indicator of a design."""

    design: str
    indicator: str

    def __str__(self) -> str:
        return f"{self.design}.{self.indicator}" if self.design else self.indicator


@dataclass(frozen=True)
class Number:
    """A number in a target."""

    value: float


@dataclass(frozen=True)
class Combination:
    """Two expressions and the sign between them: ``+``, ``-``, ``*`` or ``/``."""

    sign: str
    left: "Expression"
    right: "Expression"


Expression = Quantity | Number | Combination


@dataclass(frozen=True)
class Target:
    """A target: two expressions and the comparison between them."""

    text: str
    comparison: str
    left: Expression
    right: Expression

    @property
    def quantities(self) -> list[Quantity]:
        """Every quantity it names, once, in order."""
        return list(dict.fromkeys([*_quantities(self.left), *_quantities(self.right)]))

    @property
    def designs(self) -> list[str]:
        """Every design it names, once, in order; :data:`OWN` for the scenario's own."""
        return list(dict.fromkeys(quantity.design for quantity in self.quantities))

    @property
    def indicators(self) -> list[str]:
        """Every indicator it names, once, in order."""
        return list(dict.fromkeys(quantity.indicator for quantity in self.quantities))

    @property
    def sides(self) -> tuple[Expression, Expression, str]:
        """Left, right and comparison; ``a - b < 0`` is taken as ``a < b``, a number on the left is put to the right."""
        left, right, comparison = self.left, self.right, self.comparison
        if isinstance(left, Number):
            left, right = right, left
            comparison = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}[comparison]
        if isinstance(left, Combination) and left.sign == "-" and right == Number(0.0):
            return left.left, left.right, comparison
        return left, right, comparison

    def margin(self, values: Mapping[Quantity, Array]) -> Array:
        """Left less right, for values of equal shape; NaN where undefined (an indicator without a value, a division by 0)."""
        with np.errstate(all="ignore"):
            margin = np.asarray(_value(self.left, values) - _value(self.right, values), np.float64)
        shape = np.broadcast_shapes(*(value.shape for value in values.values()))
        return np.where(np.isfinite(margin), margin, np.nan) + np.zeros(shape)

    def met(self, margin: Array) -> Mask:
        """Which margins meet the target; an undefined margin never does."""
        compare = dict(_COMPARE.values())[self.comparison]
        met: Mask = compare(margin, 0.0)
        return met

    def __str__(self) -> str:
        return self.text


def parsed_target(text: str, outcome: str = OUTCOME, designs: Collection[str] = ()) -> Target:
    """A target from its text. ``outcome``: what a design's name alone stands for; ``designs``: those that may be named.

    Raises :class:`UserError` for anything but the forms of the module's docstring, naming the nearest valid name.
    """
    shown = " ".join(text.split())
    if len(shown) > LONGEST:
        raise UserError(f"target is longer than {LONGEST} characters: {FORM}")
    try:
        tree = ast.parse(shown, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise UserError(f"target '{shortened(shown)}' cannot be read: {FORM}") from None
    if isinstance(tree, ast.Tuple):
        raise UserError(f"target '{shortened(shown)}': write numbers without commas, e.g. 50000")
    if not isinstance(tree, ast.Compare):
        raise UserError(f"target '{shortened(shown)}' compares nothing: {FORM}")
    if len(tree.ops) != 1 or type(tree.ops[0]) not in _COMPARE:
        raise UserError(f"target '{shortened(shown)}': compare once, with <, <=, > or >=")
    reader = _Reader(shown, outcome, designs)
    comparison = _COMPARE[type(tree.ops[0])][0]
    target = Target(shown, comparison, reader.read(tree.left), reader.read(tree.comparators[0]))
    if not target.quantities:
        raise UserError(f"target '{shortened(shown)}' names neither an indicator nor a design: {FORM}")
    return target


@dataclass(frozen=True)
class _Reader:
    """Turns a syntax tree into an expression and refuses everything that the grammar lacks."""

    text: str
    outcome: str
    designs: Collection[str]

    def read(self, node: ast.AST) -> Expression:
        if isinstance(node, ast.BinOp) and type(node.op) in _COMBINE:
            return Combination(_COMBINE[type(node.op)][0], self.read(node.left), self.read(node.right))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.UAdd | ast.USub):
            inner = self.read(node.operand)
            if isinstance(node.op, ast.UAdd):
                return inner
            return Number(-inner.value) if isinstance(inner, Number) else Combination("*", Number(-1.0), inner)
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            return Number(self._finite(node.value))
        if isinstance(node, ast.Name):
            return self._named(node.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return Quantity(self._design(node.value.id), self._indicator(node.attr))
        if isinstance(node, ast.Tuple):
            raise UserError(f"target '{shortened(self.text)}': write numbers without commas, e.g. 50000")
        raise UserError(
            f"target '{shortened(self.text)}': {brief(ast.unparse(node))} is not allowed: only names, numbers, + - * / and one comparison"
        )

    def _finite(self, value: float) -> float:
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise UserError(f"target '{shortened(self.text)}': a number in it is too large")
        return number

    def _named(self, name: str) -> Quantity:
        if name in BY_NAME:
            return Quantity(OWN, name)
        if name in self.designs:
            return Quantity(name, self.outcome)
        if not self.designs:
            return Quantity(OWN, self._indicator(name))
        raise UserError(
            f"target '{shortened(self.text)}': {shortened(name)} is neither an indicator nor a design"
            f"{did_you_mean(name, [*BY_NAME, *self.designs])}"
        )

    def _design(self, name: str) -> str:
        if not self.designs:
            raise UserError(f"target '{shortened(self.text)}': it is the same for every design: name indicators only")
        if name not in self.designs:
            raise UserError(
                f"target '{shortened(self.text)}': {shortened(name)} is no design{did_you_mean(name, self.designs)}"
            )
        return name

    def _indicator(self, name: str) -> str:
        if name not in BY_NAME:
            raise UserError(
                f"target '{shortened(self.text)}': {shortened(name)} is no indicator{did_you_mean(name, BY_NAME)}"
            )
        return name


def _quantities(expression: Expression) -> Iterator[Quantity]:
    if isinstance(expression, Quantity):
        yield expression
    elif isinstance(expression, Combination):
        yield from _quantities(expression.left)
        yield from _quantities(expression.right)


def _value(expression: Expression, values: Mapping[Quantity, Array]) -> Any:
    if isinstance(expression, Quantity):
        return values[expression]
    if isinstance(expression, Number):
        return np.float64(expression.value)
    combine = dict(_COMBINE.values())[expression.sign]
    return combine(_value(expression.left, values), _value(expression.right, values))
