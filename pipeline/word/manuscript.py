"""A part of a template as somebody sees it who opens it in Word: its paragraphs in order, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from pipeline.ooxml.unseen import UNSEEN
from pipeline.ooxml.xml import FALLBACK, W, local

INVISIBLE = f"{UNSEEN}\u180b-\u180d"  # in a tag Mongolian variants have no character whose shape they choose
_UNSEEN = re.compile(f"[{INVISIBLE}]")
# What stands in a paragraph beside its text, as staff call it.
_OBJECTS = {
    "drawing": "图片或图形",
    "pict": "图片或图形",
    "object": "嵌入的对象",
    "footnoteReference": "脚注",
    "endnoteReference": "尾注",
    "sectPr": "分节符",
    "oMath": "公式",
}
_TEXTS = {f"{W}t", f"{W}instrText"}
_MARKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_CONTAINERS = {f"{W}tc", f"{W}txbxContent", f"{W}footnote"}


@dataclass(eq=False, slots=True)
class Paragraph:
    """`text` is all of it, `pieces` its parts between the text boxes that are anchored in it.

    `held` is the innermost cell, text box or part that holds it; `cells` and `rows` all that it stands in, the
    innermost last, and `table` the innermost one; `objects` what is in it beside text; `shadow` marks the second
    writing of a text box, which Word does not show.
    """

    place: str
    part: str
    element: etree._Element
    held: int
    cells: tuple[int, ...]
    rows: tuple[int, ...]
    table: int | None
    shadow: bool
    pieces: list[str | Paragraph] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)

    @property
    def cell(self) -> int | None:
        return self.cells[-1] if self.cells else None

    @property
    def row(self) -> int | None:
        return self.rows[-1] if self.rows else None

    @property
    def text(self) -> str:
        return "".join(piece for piece in self.pieces if isinstance(piece, str))


def visible(text: str) -> str:
    """Without white space at its ends and what nobody sees."""
    return _UNSEEN.sub("", text).strip()


def manuscript(root: etree._Element, part: str) -> list[Paragraph]:
    """The paragraphs of a part in document order; those of a text box stand after the one it is anchored in."""
    return list(_flat(_Reader(part).inside(root, _Spot(part, id(root)))))


def properties(root: etree._Element, part: str) -> list[Paragraph]:
    """The texts of a part that is no story: the document's properties, each as a paragraph of its own."""
    return [
        Paragraph(part, part, element, id(element), (), (), None, False, [element.text])
        for element in root.iter("*")
        if element.text and "{" in element.text
    ]


def _flat(paragraphs: Iterator[Paragraph]) -> Iterator[Paragraph]:
    for one in paragraphs:
        yield one
        yield from _flat(piece for piece in one.pieces if isinstance(piece, Paragraph))


@dataclass(slots=True)
class _Spot:
    """Where the reader stands; `place` leads to it, `paragraphs` and `tables` count what was met here."""

    place: str
    held: int
    cells: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()
    table: int | None = None
    shadow: bool = False
    in_cell: bool = False
    paragraphs: int = 0
    tables: int = 0


class _Reader:
    def __init__(self, part: str) -> None:
        self.part = part
        self._kept: list[etree._Element] = []  # so that an id names one element only

    def inside(self, element: etree._Element, spot: _Spot) -> Iterator[Paragraph]:
        for child in element:
            if child.tag == f"{W}p":
                spot.paragraphs += 1
                yield self._paragraph(child, spot)
            elif child.tag == f"{W}tbl":
                spot.tables += 1
                yield from self._table(child, spot)
            elif child.tag == f"{W}footnote":
                yield from self.inside(child, self._new(child, spot, spot.place))
            elif child.tag == FALLBACK:
                yield from self.inside(child, replace(spot, shadow=True))
            else:
                yield from self.inside(child, spot)

    def _table(self, table: etree._Element, spot: _Spot) -> Iterator[Paragraph]:
        number = "" if spot.in_cell and spot.tables == 1 else f"第 {spot.tables} 个"
        start = f"{spot.place}{'内的' if spot.in_cell else ''}{number}表格"
        self._kept.append(table)
        for down, row in enumerate(_children(table, f"{W}tr"), start=1):
            for across, cell in enumerate(_children(row, f"{W}tc"), start=1):
                self._kept += (row, cell)
                place = f"{start}第 {down} 行第 {across} 列"
                cells, rows = (*spot.cells, id(cell)), (*spot.rows, id(row))
                yield from self.inside(cell, _Spot(place, id(cell), cells, rows, id(table), spot.shadow, True))

    def _new(self, element: etree._Element, spot: _Spot, place: str, shadow: bool = False) -> _Spot:
        self._kept.append(element)
        return _Spot(place, id(element), shadow=spot.shadow or shadow)

    def _paragraph(self, element: etree._Element, spot: _Spot) -> Paragraph:
        numbered = "" if spot.in_cell else f"第 {spot.paragraphs} 段"
        place = f"{spot.place}{numbered}"
        made = Paragraph(place, self.part, element, spot.held, spot.cells, spot.rows, spot.table, spot.shadow)
        self._fill(element, made, spot, False)
        return made

    def _fill(self, element: etree._Element, made: Paragraph, spot: _Spot, shadow: bool) -> None:
        for child in element:
            name = local(child)
            if name in _OBJECTS and not shadow:
                made.objects.append(_OBJECTS[name])
            if name == "br" and child.get(f"{W}type") == "page":
                made.objects.append("分页符")
            made.attributes += [value for value in map(str, child.attrib.values()) if "{" in value]
            if child.tag in _TEXTS:
                _append(made, child.text or "")
            elif child.tag in _MARKS and element.tag == f"{W}r":
                _append(made, _MARKS[str(child.tag)])
            elif child.tag == f"{W}txbxContent":
                made.pieces += self.inside(child, self._new(child, spot, f"{made.place}的文本框", shadow))
            elif name:
                self._fill(child, made, spot, shadow or child.tag == FALLBACK)


def _append(made: Paragraph, text: str) -> None:
    if made.pieces and isinstance(made.pieces[-1], str):
        made.pieces[-1] += text
    else:
        made.pieces.append(text)


def _children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or cells of a row, also those within content controls."""
    for child in element:
        if child.tag == tag:
            yield child
        elif local(child) in ("sdt", "sdtContent", "customXml"):
            yield from _children(child, tag)
