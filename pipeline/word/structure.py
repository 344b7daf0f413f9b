"""Whether what a part renders to is well-formed and table grids keep fitting, found out once from its source.

The source is walked with a stack of open elements. Both sides of a condition must leave the same elements open, and a
loop those that it found: then every rendering is well-formed, and none has to be parsed to know. Neither may reach from
one table cell into the next, though that can be well-formed: the row would lose a cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jinja2 import nodes

from pipeline.word.mending import CONTAINERS

_TAG = re.compile(r"<(?:[?!][^>]*|(/?)([^\s/>]+)([^>]*?)(/?))>")
_TABLE = {"w:tbl", "w:tr", "w:tc"}
_BLOCKS = {*CONTAINERS, "w:sdtContent"}
_SPAN = re.compile(r'w:val="(\d+)"')

Stack = tuple[str, ...]


class Unbalanced(Exception):
    """A condition or loop that opens an element and does not close it, at `line` of the source."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class Beyond(Exception):
    """Something whose rendering is not known from the source, so that docxtpl's steps look at each; why, in Chinese."""


@dataclass(slots=True)
class _Row:
    depth: int
    cells: int = 0
    span: int = 0
    fixed: bool = True


@dataclass(slots=True)
class _Table:
    depth: int
    columns: int = 0
    rows: list[_Row] = field(default_factory=list)
    odd: bool = False

    def fits(self, row: _Row) -> bool:
        return row.fixed and row.cells <= self.columns <= row.span


@dataclass(slots=True)
class Survey:
    """What `survey` found out.

    `refit`: the grid of some table depends on the data (docxtpl's fix_tables has to look at each rendering).
    `may_empty`: some table loses all its rows when its loops are empty (it has to look at those).
    `may_bare`: some cell, text box, header, … may lose its last paragraph.
    `drawings`, `bookmarks`: there are some in loops or conditions, so that their numbers depend on the data.
    """

    refit: bool = False
    may_empty: bool = False
    may_bare: bool = False
    drawings: bool = False
    bookmarks: bool = False
    _depth: int = 0
    _floor: int = 0
    _open: list[_Table] = field(default_factory=list)
    _blocks: list[tuple[str, int, bool]] = field(default_factory=list)  # container, depth, ends with a paragraph

    def body(self, body: Sequence[nodes.Node], stack: Stack) -> Stack:
        for node in body:
            if isinstance(node, nodes.Output):
                for child in node.nodes:
                    stack = self._output(child, stack)
            elif isinstance(node, nodes.For):
                if node.recursive:
                    raise Beyond("循环调用自己")
                self._branches((node.body, node.else_), stack, stack, node)
            elif isinstance(node, nodes.If):
                stack = self._condition(node, stack)
            elif isinstance(node, nodes.With):
                stack = self.body(node.body, stack)
            elif isinstance(node, (nodes.Macro, nodes.AssignBlock)):
                raise Beyond("用了宏或一段赋值（macro、set…endset）")
            elif not isinstance(node, nodes.Assign):
                raise Beyond(f"用了指令 {type(node).__name__.lower()}")
        return stack

    def _condition(self, node: nodes.If, stack: Stack) -> Stack:
        after = self._branch(node.body, stack)
        self._branches([*(branch.body for branch in node.elif_), node.else_], stack, after, node)
        return after

    def _branches(self, bodies: Sequence[Sequence[nodes.Node]], stack: Stack, after: Stack, node: nodes.Node) -> None:
        if any(self._branch(body, stack) != after for body in bodies):
            raise Unbalanced(node.lineno)

    def _branch(self, body: Sequence[nodes.Node], stack: Stack) -> Stack:
        outer = self._floor
        self._depth, self._floor = self._depth + 1, len(stack)
        after = self.body(body, stack)
        self._depth, self._floor = self._depth - 1, outer
        return after

    def _output(self, node: nodes.Expr, stack: Stack) -> Stack:
        if not isinstance(node, nodes.TemplateData):
            if isinstance(node, nodes.Filter) and node.name == "_markup":
                return self._rich(stack)
            if not stack or stack[-1] != "w:t":
                raise Beyond("标签写在文字以外的地方")
            return stack
        if "<" in _TAG.sub("", node.data):
            raise Beyond("标签写在属性里（colspan、cellbg、vm、hm 或图片说明）")
        open_ = list(stack)
        for closing, name, attributes, empty in _TAG.findall(node.data):
            if closing:
                if not open_ or open_.pop() != name or (name in _TABLE and len(open_) < self._floor):
                    raise Unbalanced(node.lineno)
                if name == "w:tbl":
                    self._settle(self._open.pop())
                elif name in _BLOCKS:
                    block = self._blocks.pop() if self._blocks else ("", 0, False)
                    self.may_bare |= block[0] != name or (not block[2] and name in CONTAINERS)
            elif name:
                self._note_block(name, tuple(open_), bool(empty))
                self._note(name, attributes)
                if not empty:
                    open_.append(name)
        return tuple(open_)

    def _rich(self, stack: Stack) -> Stack:
        """RichText beside runs leaves all as it is; in place of paragraphs or rows there may be anything."""
        if not stack or stack[-1] not in ("w:p", "w:hyperlink"):
            raise Beyond("有代替整段或整行的标签（{{p }}、{{tr }}）")
        return stack

    def _note_block(self, name: str, stack: Stack, empty: bool) -> None:
        if name.endswith(":docPr"):
            if name != "wp:docPr":
                raise Beyond("图形用了少见的写法")
            self.drawings |= self._depth > 0
        elif name.startswith("w:bookmark"):
            self.bookmarks |= self._depth > 0
        elif name in _BLOCKS and not empty:
            self._blocks.append((name, self._depth, False))
        elif name in CONTAINERS:
            self.may_bare = True
        elif self._blocks and stack and stack[-1] == self._blocks[-1][0] and name in ("w:p", "w:tbl", "w:sdt"):
            container, depth, ended = self._blocks[-1]
            sure = name == "w:p" and (ended or depth == self._depth)
            self._blocks[-1] = (container, depth, sure)

    def _note(self, name: str, attributes: str) -> None:
        if name == "w:tbl":
            for outer in self._open:
                outer.odd = True  # docxtpl counts the rows of an inner table for the outer one too
            self._open.append(_Table(self._depth))
        if not self._open:
            return
        table = self._open[-1]
        if name == "w:gridCol":
            table.columns += 1
        elif name == "w:tr":
            table.rows.append(_Row(self._depth))
        elif name == "w:tc" and table.rows:
            row = table.rows[-1]
            row.cells, row.span = row.cells + 1, row.span + 1
            row.fixed = row.fixed and row.depth == self._depth
        elif name == "w:gridSpan" and table.rows:
            table.rows[-1].span += int(_SPAN.search(attributes)[1]) - 1  # type: ignore[index]
        elif name == "w:sdt":
            table.odd = True

    def _settle(self, table: _Table) -> None:
        if table.odd or any(row.cells > table.columns or not row.fixed for row in table.rows):
            self.refit = True
        elif any(row.depth == table.depth and table.fits(row) for row in table.rows):
            return
        elif all(table.fits(row) for row in table.rows):
            self.may_empty = True
        else:
            self.refit = True


def survey(tree: nodes.Template) -> Survey:
    """Looks through a part's syntax tree; raises `Unbalanced` or `Beyond`."""
    found = Survey()
    if found.body(tree.body, ()):
        raise Unbalanced(1)
    return found
