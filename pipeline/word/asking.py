"""What expressions stand for: the path of a field, the condition of a test, and about how they are typed."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import Environment, nodes

from pipeline.word.conditions import ALWAYS, All, Asked, Condition, Equals, Holds, Not, Some
from pipeline.word.fields import Path

SAME = frozenset({"sort", "reverse", "list", "unique", "selectattr", "rejectattr", "select", "reject", "default", "d"})
COUNTS = frozenset({"length", "count"})
OF_LOOP: Path = ("loop",)  # what `loop` stands for within a loop
_ITEM = {"first": 0, "last": -1, "min": None, "max": None}
_SAID = {"last": "是循环的最后一项", "first": "是循环的第一项"}
_SIGNS = {"eq": "==", "ne": "!=", "gt": ">", "gteq": ">=", "lt": "<", "lteq": "<="}

Scope = Mapping[str, Path | None]  # a local name -> what it stands for; None: a value of the template's own


def path_of(node: nodes.Node, scope: Scope) -> Path | None:
    """The path that an expression stands for; None where it computes something new."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name, (node.name,))
    if isinstance(node, nodes.Getattr):
        base = path_of(node.node, scope)
        return None if base is None else (*base, node.attr)
    if isinstance(node, nodes.Getitem):
        base = path_of(node.node, scope)
        number = node.arg.value if isinstance(node.arg, nodes.Const) else None
        if isinstance(node.arg, nodes.Neg) and isinstance(node.arg.node, nodes.Const):
            number = -node.arg.node.value
        step = number if isinstance(number, (str, int)) else None
        return None if base is None else (*base, step)
    if isinstance(node, nodes.Filter) and node.node is not None:
        base = path_of(node.node, scope)
        if base is None or node.name in SAME:
            return base
        return (*base, _ITEM[node.name]) if node.name in _ITEM else None
    return None


def asks(node: nodes.Node, scope: Scope) -> Condition:
    """What a test asks."""
    match node:
        case nodes.Not():
            return Not(asks(node.node, scope))
        case nodes.And():
            return All((asks(node.left, scope), asks(node.right, scope)))
        case nodes.Or():
            return Some((asks(node.left, scope), asks(node.right, scope)))
        case nodes.Const():
            return ALWAYS if node.value else Some(())
        case nodes.Filter() if node.name in COUNTS and node.node is not None:
            return _field(node.node, scope) or _other(node, scope)
        case nodes.Compare() if len(node.ops) == 1:
            return _compared(node, scope)
        case nodes.Test() if node.name in ("defined", "undefined"):
            return ALWAYS if node.name == "defined" else Some(())
    return _field(node, scope) or _other(node, scope)


def _field(node: nodes.Node, scope: Scope) -> Condition | None:
    path = path_of(node, scope)
    if path is None or path[:1] == OF_LOOP:
        return None
    return Holds(Asked(path))


def _compared(node: nodes.Compare, scope: Scope) -> Condition:
    operand, operator = node.ops[0].expr, node.ops[0].op
    path = path_of(node.expr, scope)
    if path is not None and path[:1] != OF_LOOP:
        if isinstance(operand, nodes.Const) and operator in ("eq", "ne"):
            same = Equals(Asked(path), operand.value)
            return same if operator == "eq" else Not(same)
        if isinstance(operand, (nodes.List, nodes.Tuple)) and operator in ("in", "notin"):
            values = [one.value for one in operand.items if isinstance(one, nodes.Const)]
            if len(values) == len(operand.items):
                among = Some(tuple(Equals(Asked(path), value) for value in values))
                return among if operator == "in" else Not(among)
    return _other(node, scope)


def _other(node: nodes.Node, scope: Scope) -> Condition:
    """Something that only the data say."""
    path = path_of(node, scope)
    if path is not None and path[:1] == OF_LOOP:
        number, word = path[1] if isinstance(path[1], int) else 0, str(path[-1])
        return Holds(Asked((), _SAID.get(word, f"「loop.{word}」"), number))
    return Holds(Asked((), f"「{written(node)}」"))


def written(node: nodes.Node) -> str:
    """About how an expression is typed: for messages, and to know it again."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Const():
            return repr(node.value) if isinstance(node.value, str) else str(node.value)
        case nodes.Getattr():
            return f"{written(node.node)}.{node.attr}"
        case nodes.Getitem():
            return f"{written(node.node)}[{written(node.arg)}]"
        case nodes.Filter():
            return f"{written(node.node)}|{node.name}" if node.node is not None else node.name
        case nodes.Compare():
            rest = (f"{_SIGNS.get(one.op, one.op)} {written(one.expr)}" for one in node.ops)
            return f"{written(node.expr)} {' '.join(rest)}"
        case nodes.BinExpr():
            return f"{written(node.left)} {node.operator} {written(node.right)}"
    return " ".join(written(child) for child in node.iter_child_nodes()) or type(node).__name__


def condition_of(expression: str, language: Environment) -> Condition:
    """A condition over fields, written in the language of the tags."""
    parsed = language.parse(f"{{% if {expression} %}}{{% endif %}}").body[0]
    assert isinstance(parsed, nodes.If)
    return asks(parsed.test, {})
