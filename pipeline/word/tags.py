"""Which fields a template reads: dotted paths, loop variables resolved to what they loop over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from jinja2 import nodes

_SAME = {"sort", "reverse", "list", "unique", "selectattr", "rejectattr", "select", "reject", "default", "d"}
_CHUNKS = {"batch", "slice"}  # lists of lists of the same items
_ITEM = {"first", "last", "min", "max"}
_VIEWS = {"items", "values", "keys"}

Scope = Mapping[str, str | None]  # local name -> the path it stands for; None: a value of the template's own


def paths(context: object) -> frozenset[str]:
    """The paths that a context offers, spelled as `Template.tags`: {"a": [{"b": 1}]} -> {"a[].b"}.

    Mappings and dataclasses have fields, lists and tuples have items, all else is a leaf; so are empty ones.
    """
    return deepest(_offered("", context))


def deepest(found: Iterable[str]) -> frozenset[str]:
    """Without those that merely lead to another: "a" goes when there is "a.b" or "a[]"."""
    every = set(found)
    leading = {path[:at] for path in every for at in range(len(path)) if path[at] == "." or path[at : at + 2] == "[]"}
    return frozenset(every - leading)


def _offered(path: str, value: object) -> Iterator[str]:
    inside: Iterable[tuple[str, object]] = ()
    if isinstance(value, Mapping):
        inside = [(f"{path}.{key}" if path else str(key), item) for key, item in value.items()]
    elif is_dataclass(value):
        inside = [(f"{path}.{field.name}", getattr(value, field.name)) for field in fields(value)]
    elif isinstance(value, (list, tuple)):
        inside = [(f"{path}[]", item) for item in value]
    if path:
        yield path
    for name, item in inside:
        yield from _offered(name, item)


def path_of(node: nodes.Node, scope: Scope) -> str | None:
    """The path an expression stands for, or None where it computes something new."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        base = path_of(node.node, scope)
        return base and f"{base}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        base = path_of(node.node, scope)
        named = isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str)
        return base and (f"{base}.{node.arg.value}" if named else f"{base}[]")  # type: ignore[attr-defined]
    if isinstance(node, nodes.Filter) and node.node is not None:
        base = path_of(node.node, scope)
        return base and (base if node.name in _SAME else f"{base}[]" if node.name in _ITEM else None)
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr in _VIEWS:
        return path_of(node.node.node, scope)
    return None


def label_of(node: nodes.Node, scope: Scope) -> str:
    """What to call an expression in a message: its path, or the first path within it."""
    return path_of(node, scope) or next(iter(reads(node, scope)), "") or "（常量）"


def reads(node: nodes.Node, scope: Scope) -> list[str]:
    """All paths that an expression reads."""
    found: list[str] = []
    path = path_of(node, scope)
    if path is not None:
        found.append(path)
    if isinstance(node, nodes.Filter) and node.node is not None:
        found += _attributes(node, scope)
    for child in node.iter_child_nodes():
        found += reads(child, scope)
    return found


def _attributes(node: nodes.Filter, scope: Scope) -> list[str]:
    """What `map(attribute="x")`, `selectattr("x")`, `sort(attribute="x")` … read of each item."""
    base = path_of(node.node, scope) if node.node is not None else None
    first = node.args[:1] if node.name in {"selectattr", "rejectattr", "groupby"} else []
    named = [pair.value for pair in node.kwargs if pair.key == "attribute"]
    names = [arg.value for arg in first + named if isinstance(arg, nodes.Const)]
    item = f"{base}[]"
    if base is None:
        return []
    return [f"{item}.{name}" for name in names] or ([item] if node.name in {"join", "sum"} else [])


def bind(target: nodes.Node, over: nodes.Node, scope: Scope) -> dict[str, str | None]:
    """The scope inside `{% for target in over %}`."""
    base = path_of(over, scope)
    item = base and f"{base}[]"
    if isinstance(over, nodes.Filter) and over.name in _CHUNKS and over.node is not None:
        item = path_of(over.node, scope)
    names = [name.name for name in target.find_all(nodes.Name)] if not isinstance(target, nodes.Name) else [target.name]
    return {**scope, **dict.fromkeys(names, item), "loop": None}
