"""Puts the counting of `limits` into a template's syntax tree: at loops, macros, comparisons and what copies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from pipeline.word.limits import ITEM, SHORT

MOST_NESTED = 12  # loops within loops: Python itself compiles no more than 20


class TooDeep(Exception):
    """Loops within loops within loops."""


def meter(tree: nodes.Template) -> nodes.Template:
    """The tree, changed in place. Outside of loops and macros only what copies is counted, so that it costs nothing."""
    _Meter().visit(tree)
    return tree


class _Meter(NodeTransformer):
    def __init__(self) -> None:
        self._depth = 0
        self._inside = 0

    def visit_For(self, node: nodes.For) -> nodes.Node:
        weight = _weight([*node.body, node.target, *([node.test] if node.test else [])])
        self._depth += 1
        if self._depth > MOST_NESTED:
            raise TooDeep
        iterated = self.visit(node.iter)
        self._inner(node)
        self._depth -= 1
        node.iter = _call("counted", iterated, weight)
        if node.recursive:
            node.body.insert(0, _charge(weight, node.lineno))
        return node

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:
        weight = _weight(node.body)
        self._inner(node)
        node.body.insert(0, _charge(weight, node.lineno))
        return node

    def _inner(self, node: nodes.For | nodes.Macro) -> None:
        """Visits all but what a loop goes through, which is worked out before it."""
        self._inside += 1
        for field, value in node.iter_fields(exclude=("iter",)):
            if isinstance(value, list):
                value[:] = [self.visit(one) if isinstance(one, nodes.Node) else one for one in value]
            elif isinstance(value, nodes.Node):
                setattr(node, field, self.visit(value))
        self._inside -= 1

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:
        self.generic_visit(node)
        node.expr = self._weighed(node.expr)
        for operand in node.ops:
            operand.expr = self._weighed(operand.expr)
        return node

    def visit_Test(self, node: nodes.Test) -> nodes.Node:
        self.generic_visit(node)
        if node.args:
            node.node = self._weighed(node.node)
            node.args = [self._weighed(one) for one in node.args]
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        node.args = [self._weighed(one) for one in node.args]
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:
        self.generic_visit(node)
        if isinstance(node.arg, nodes.Slice):
            node.node = _always(node.node)
        return node

    def visit_List(self, node: nodes.List | nodes.Tuple) -> nodes.Node:
        self.generic_visit(node)
        node.items = [_always(one) for one in node.items]
        return node

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:
        return node if node.ctx == "store" else self.visit_List(node)

    def visit_Pair(self, node: nodes.Pair) -> nodes.Node:
        self.generic_visit(node)
        node.key, node.value = _always(node.key), _always(node.value)
        return node

    def _weighed(self, node: nodes.Expr) -> nodes.Expr:
        return _always(node) if self._inside else node


def _always(node: nodes.Expr) -> nodes.Expr:
    return node if isinstance(node, nodes.Const) else _call("weigh", node)


def _call(name: str, node: nodes.Expr, *arguments: int) -> nodes.Filter:
    constants: list[nodes.Expr] = [nodes.Const(one, lineno=node.lineno) for one in arguments]
    return nodes.Filter(node, f"_{name}", constants, [], None, None, lineno=node.lineno)


def _charge(weight: int, line: int) -> nodes.ExprStmt:
    return nodes.ExprStmt(_call("charge", nodes.Const(weight, lineno=line)), lineno=line)


def _weight(body: Sequence[nodes.Node]) -> int:
    """What one round of a body costs at most, loops within it apart: they pay for themselves."""
    total = 0
    for node in _own(body):
        total += ITEM
        if isinstance(node, nodes.TemplateData):
            total += len(node.data)
        elif isinstance(node, nodes.Const) and isinstance(node.value, str):
            total += len(node.value)
        elif isinstance(node, nodes.Output):
            total += SHORT * len(node.nodes)
    return total


def _own(body: Sequence[nodes.Node]) -> Iterator[nodes.Node]:
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        inner = [node.iter] if isinstance(node, nodes.For) else node.iter_child_nodes()
        waiting.extend(inner)
