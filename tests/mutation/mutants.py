"""All mutants of a source file: one small fault each, as a replacement of a stretch of the text.

Faults are put into the bodies of functions. What a file declares (parameters, columns, draws, measures) is no law that a test
could work out by hand; that it is collected is tested in ``tests/test_declarations.py``.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

FLIPPED = {
    ast.Lt: ("<=", ">="), ast.LtE: ("<", ">"), ast.Gt: (">=", "<="), ast.GtE: (">", "<"), ast.Eq: ("!=",),
    ast.NotEq: ("==",), ast.Is: ("is not",), ast.IsNot: ("is",), ast.In: ("not in",), ast.NotIn: ("in",),
}  # fmt: skip
SIGNS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
OTHER = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*", ast.Pow: "*", ast.FloorDiv: "/", ast.Mod: "*"}
TERMS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)
ORDERED = {ast.Sub: "-", ast.Div: "/", ast.Pow: "**"}
EXCHANGED = {"min": "max", "max": "min", "floor": "ceil", "ceil": "floor"}


@dataclass(frozen=True)
class Mutant:
    """A stretch of a file's text (from, to: positions in bytes) and what replaces it."""

    path: str
    line: int
    start: int
    end: int
    after: str

    def applied(self, text: str) -> str:
        """The file's text with the fault in it."""
        raw = text.encode()
        return (raw[: self.start] + self.after.encode() + raw[self.end :]).decode()


def is_text(node: ast.AST) -> bool:
    """Whether a statement is a docstring: no mutant of it means anything."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def replacements(node: ast.AST, source: str, siblings: dict[str, list[str]]) -> Iterator[tuple[ast.AST, str]]:
    """Every fault that can be made of one node: the node that is replaced, and by what."""

    def text(part: ast.AST) -> str:
        found = ast.get_source_segment(source, part) or ""
        return f"({found})"

    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            for sign in FLIPPED[type(op)]:
                yield node, f"({text(left)} {sign} {text(right)})"
        case ast.Compare(left=left, ops=[one, two], comparators=[middle, right]):
            for first in FLIPPED[type(one)][:1]:
                yield node, f"({text(left)} {first} {text(middle)} {SIGNS[type(two)]} {text(right)})"
            for second in FLIPPED[type(two)][:1]:
                yield node, f"({text(left)} {SIGNS[type(one)]} {text(middle)} {second} {text(right)})"
        case ast.BinOp(left=left, op=op, right=right):
            if type(op) in OTHER:
                yield node, f"({text(left)} {OTHER[type(op)]} {text(right)})"
            if isinstance(op, TERMS):
                yield node, text(left)
            if isinstance(op, (ast.Add, ast.Mult)):
                yield node, text(right)
            if type(op) in ORDERED:
                yield node, f"({text(right)} {ORDERED[type(op)]} {text(left)})"
        case ast.BoolOp(op=op, values=values):
            other = " or " if isinstance(op, ast.And) else " and "
            yield node, "(" + other.join(text(value) for value in values) + ")"
            same = " and " if isinstance(op, ast.And) else " or "
            for left_out in range(len(values)):
                yield node, "(" + same.join(text(v) for k, v in enumerate(values) if k != left_out) + ")"
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield node, text(operand)
        case ast.IfExp(body=body, orelse=orelse):
            yield node, text(body)
            yield node, text(orelse)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments):
            if name in EXCHANGED:
                yield node.func, ast.unparse(node.func)[: -len(name)] + EXCHANGED[name]
            if name in ("min", "max", "int", "abs", "sqrt", "ceil", "log", "exp"):
                for argument in arguments:
                    yield node, text(argument)
        case ast.Constant(value=bool(value)):
            yield node, str(not value)
        case ast.Constant(value=int() | float() as value):
            yield node, f"{value + 1}"
        case ast.AugAssign(target=target, op=op, value=value):
            if type(op) in OTHER:
                yield node, f"{text(target)[1:-1]} {OTHER[type(op)]}= {text(value)}"
            yield node, "pass"
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]) | ast.Expr(value=ast.Call()):
            yield node, "pass"
        case ast.Continue() | ast.Break():
            yield node, "pass"
        case ast.If(test=test):
            yield test, f"(not {text(test)})"
        case ast.Attribute(value=owner, attr=name, ctx=ast.Load()):
            for sibling in siblings.get(ast.unparse(owner), []):
                if sibling != name:
                    yield node, f"{ast.unparse(owner)}.{sibling}"


def mutants_of(path: str, source: str) -> list[Mutant]:
    """All mutants of a file's functions, without repetition; nothing at module level, no decorators, no docstrings."""
    starts = [0]
    for row in source.encode().split(b"\n"):
        starts.append(starts[-1] + len(row) + 1)
    found: dict[tuple[int, int, str], Mutant] = {}
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        siblings: dict[str, list[str]] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                names = siblings.setdefault(ast.unparse(node.value), [])
                if node.attr not in names:
                    names.append(node.attr)
        numbers = {owner: names for owner, names in siblings.items() if owner.startswith("p.")}
        for statement in function.body:
            if is_text(statement):
                continue
            for node in ast.walk(statement):
                for place, after in replacements(node, source, numbers):
                    start = starts[place.lineno - 1] + place.col_offset
                    end = starts[place.end_lineno - 1] + place.end_col_offset
                    before = source.encode()[start:end].decode()
                    if after not in (before, f"({before})"):
                        found.setdefault((start, end, after), Mutant(path, place.lineno, start, end, after))
    return list(found.values())
