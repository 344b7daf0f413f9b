"""Goes through a template's syntax tree once: notes the fields read, names each tag, refuses half a tag."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jinja2 import nodes

from pipeline.word.errors import TemplateError
from pipeline.word.tags import Scope, bind, deepest, label_of, path_of, reads

# Those that turn values into text.
OWN_FILTERS = frozenset({"capitalize", "join", "lower", "replace", "string", "title", "trim", "upper"})
_FORBIDDEN = {
    "Extends": "extends",
    "Include": "include",
    "Import": "import",
    "FromImport": "from",
    "Scope": "autoescape",
    "Block": "block",
    "CallBlock": "call",
    "FilterBlock": "filter",
}
_XML = re.compile(r"<[^>]*>")
_PARAGRAPH_END = re.compile(r"</w:p>")
_BRACKETS = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_FULL_WIDTH = re.compile(r"[｛{]\s*[｛％%]|[｝％%]\s*[｝}]")
_ESCAPES = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))
_NEW_PARAGRAPH = re.compile(r"\n<w:p([ >])")


class Reader:
    """Reads the tree of one part of the template `file`; `tags` holds the paths read so far."""

    def __init__(self, file: str, part: str) -> None:
        self.file, self.part = file, part
        self._paths: set[str] = set()

    @property
    def tags(self) -> frozenset[str]:
        return deepest(self._paths)

    def statements(self, body: Sequence[nodes.Node], scope: dict[str, str | None]) -> None:
        """Changes the nodes in place; `scope` gains what `{% set %}` binds."""
        for node in body:
            name = type(node).__name__
            if name in _FORBIDDEN:
                raise TemplateError("forbidden", self.file, part=self.part, tag=_FORBIDDEN[name])
            if isinstance(node, nodes.Output):
                node.nodes = [self._output(child, scope) for child in node.nodes]
            elif isinstance(node, nodes.For):
                self._loop(node, scope)
            elif isinstance(node, nodes.If):
                self._expression(node.test, scope)
                for branch in (node.body, node.elif_, node.else_):
                    self.statements(branch, scope)
            else:
                self._binding(node, scope)

    def _loop(self, node: nodes.For, scope: Scope) -> None:
        self._expression(node.iter, scope)
        inside = bind(node.target, node.iter, scope)
        if node.test is not None:
            self._expression(node.test, inside)
        self.statements(node.body, dict(inside))
        self.statements(node.else_, dict(scope))

    def _binding(self, node: nodes.Node, scope: dict[str, str | None]) -> None:
        if isinstance(node, nodes.Assign):
            self._expression(node.node, scope)
            single = isinstance(node.target, nodes.Name)
            for name in _names(node.target):
                scope[name] = path_of(node.node, scope) if single else None
        elif isinstance(node, nodes.AssignBlock) and node.filter is None:
            self.statements(node.body, dict(scope))
            scope.update(dict.fromkeys(_names(node.target)))
        elif isinstance(node, nodes.With):
            inside = dict(scope)
            for target, value in zip(node.targets, node.values, strict=True):
                self._expression(value, scope)
                inside.update(dict.fromkeys(_names(target), path_of(value, scope)))
            self.statements(node.body, inside)
        elif isinstance(node, nodes.Macro):
            for default in node.defaults:
                self._expression(default, scope)
            scope[node.name] = None
            self.statements(node.body, {**scope, **dict.fromkeys(arg.name for arg in node.args)})
        else:
            raise TemplateError("forbidden", self.file, part=self.part, tag=type(node).__name__.lower())

    def _output(self, node: nodes.Expr, scope: Scope) -> nodes.Expr:
        if isinstance(node, nodes.TemplateData):
            node.data = self._static(node.data)
            return node
        label = label_of(node, scope)
        self._expression(node, scope)
        return _filter(node, "_show", label)

    def _expression(self, node: nodes.Node, scope: Scope) -> None:
        """Notes what is read; filters and `~`, which turn values into text before they are shown, learn the tag."""
        self._paths.update(reads(node, scope))
        for found in (node, *node.find_all((nodes.Filter, nodes.Concat))):
            if isinstance(found, nodes.Filter) and found.name in OWN_FILTERS:
                tag = nodes.Keyword("tag", nodes.Const(label_of(found, scope)), lineno=found.lineno)
                found.kwargs = [*found.kwargs, tag]  # type: ignore[list-item]  # Jinja2 annotates them as Pair
            elif isinstance(found, nodes.Concat):
                found.nodes = [_filter(part, "_plain", label_of(part, scope)) for part in found.nodes]

    def _static(self, data: str) -> str:
        """The text between tags as it goes out. What looks like a tag there would be printed, so it is refused."""
        text = _XML.sub("", _PARAGRAPH_END.sub("\n", data))
        for code, pattern in (("leftover", _BRACKETS), ("full_width", _FULL_WIDTH)):
            found = pattern.search(text)
            if found:
                near = text[max(0, found.start() - 15) : found.end() + 15].strip()
                raise TemplateError(code, self.file, part=self.part, near=near.replace("\n", " "))
        for written, meant in _ESCAPES:
            data = data.replace(written, meant)
        return _NEW_PARAGRAPH.sub(r"<w:p\1", data)


def _filter(node: nodes.Expr, name: str, label: str) -> nodes.Expr:
    return nodes.Filter(node, name, [nodes.Const(label)], [], None, None, lineno=node.lineno)


def _names(target: nodes.Node) -> list[str]:
    return [name.name for name in (target, *target.find_all(nodes.Name)) if isinstance(name, nodes.Name)]
