"""The marks on one worksheet: colour, comment and its box; those of an earlier copy go before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from pipeline.ooxml.package import Package
from pipeline.ooxml.xml import parse
from pipeline.sheets.annotating.boxes import BOXES_TYPE, Boxes, Sizes, blocks_of
from pipeline.sheets.annotating.notes import AUTHOR, COMMENTS_TYPE, Notes
from pipeline.sheets.annotating.sheet_xml import SheetXml, deselected
from pipeline.sheets.annotating.styles_xml import StylesXml
from pipeline.sheets.front import Target
from pipeline.sheets.grid import Address, letter
from pipeline.sheets.writing.workbook import clean

MOST_NOTES = 2_000  # comments on one worksheet: nobody reads more one by one, and each takes a drawing of its own


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell to colour (RRGGBB) and comment; without a column the first filled one of the row.

    Several marks on one cell make one comment; the colour is that of the first.
    """

    sheet: str
    row: int
    column: int | None
    colour: str
    text: str


class Marker:
    """Marks the worksheets of one package.

    `threads` are the cells whose comment had to stay unsaid, `crowded` the sheets with more cells than get a comment:
    every one is coloured, those beyond `MOST_NOTES` are not commented.
    """

    def __init__(self, package: Package, namespace: str, styles: StylesXml) -> None:
        self._package, self._namespace, self._styles = package, namespace, styles
        self._ours = styles.ours()
        self.threads: list[str] = []
        self.crowded: list[str] = []

    def mark(self, name: str, part: str, marks: Sequence[Mark], targets: Sequence[Target]) -> dict[Target, Target]:
        """Rewrite one worksheet; `targets` with the cells they come down to."""
        work = bool(marks or targets or has_ours(self._package, part))
        sheet = SheetXml(self._package.read(part)) if work or self._ours else None
        if sheet is None or not (sheet.swap_styles(self._ours, self._styles.untinted) or work):
            self.deselect(part)
            return {}
        rows = {mark.row for mark in marks} | {target.row for target in targets}
        sheet.look(rows)
        tints = {mark.colour: partial(self._styles.tinted, colour=mark.colour.upper()) for mark in marks}
        colours: dict[Address, Callable[[int], int]] = {}
        marked: dict[Address, list[Mark]] = {}
        for mark in marks:
            place = _place(sheet, mark)
            colours.setdefault(place, tints[mark.colour])
            marked.setdefault(place, []).append(mark)
        found = {target: Target(target.sheet, *_place(sheet, target)) for target in targets}
        sheet.paint(colours)
        noted = islice(sorted(marked), MOST_NOTES)
        said = {place: "\n".join(clean(mark.text) for mark in marked[place]) for place in noted}
        if len(marked) > MOST_NOTES:
            self.crowded.append(name)
        self.threads += [f"「{name}」{letter(column)}{row} " for row, column in self._comment(part, sheet, said)]
        sheet.deselect()
        self._package.write(part, sheet.xml())
        return found

    def deselect(self, part: str) -> None:
        """A sheet of any kind, selected no more: the front sheet is."""
        xml = self._package.read(part)
        if (bare := deselected(xml)) != xml:
            self._package.write(part, bare)

    def _comment(self, part: str, sheet: SheetXml, texts: Mapping[Address, str]) -> list[Address]:
        """Take our comments off and put the new ones in; the places where a conversation stands."""
        package = self._package
        old_notes = package.related(part, "comments")
        if old_notes is None and not texts:
            return []
        notes = Notes(package.read(old_notes) if old_notes else None, self._namespace)
        relation = sheet.legacy_drawing()
        old_boxes = next((one.target for one in package.relations(part) if one.id == relation), None)
        boxes = Boxes(package.read(old_boxes) if old_boxes else None, self._free_block())
        boxes.drop(notes.take_off())
        sizes = Sizes(lambda number: round(sheet.column_width(number) * 7), lambda number: _pixels(sheet, number))
        threads = []
        for place, text in texts.items():
            whole = notes.put(place, text)
            if whole is None:
                threads.append(place)
            else:
                boxes.put(place, whole, sizes)
        self._save(part, old_notes, "comments", ("xl/comments{}.xml", COMMENTS_TYPE), notes.xml() if notes else None)
        kind, place_and_type = "vmlDrawing", ("xl/drawings/vmlDrawing{}.vml", BOXES_TYPE)
        related = self._save(part, old_boxes, kind, place_and_type, boxes.vml() if boxes else None)
        if old_boxes is None or related is None:
            sheet.set_legacy_drawing(related, package.relation_types)
        return threads

    def _save(self, part: str, old: str | None, kind: str, pattern: tuple[str, str], data: bytes | None) -> str | None:
        """Write a part that belongs to a worksheet, or let it go; the id of its relation."""
        if data is None:
            if old is not None:
                self._package.unrelate(part, kind, old)
            return None
        if old is None:
            return self._package.relate(part, kind, self._package.add(pattern[0], data, pattern[1]))
        self._package.write(old, data)
        return next(one.id for one in self._package.relations(part) if one.target == old)

    def _free_block(self) -> int:
        parts = (name for name in self._package.names() if name.endswith(".vml"))
        return 1 + max((block for name in parts for block in blocks_of(self._package.read(name))), default=0)


def has_ours(package: Package, part: str) -> bool:
    """Whether comments of ours may stand on a worksheet."""
    notes = package.related(part, "comments")
    return notes is not None and AUTHOR in "".join(map(str, parse(package.read(notes)).itertext()))


def _place(sheet: SheetXml, one: Mark | Target) -> Address:
    column = sheet.rows.first_filled(one.row) if one.column is None else one.column
    return sheet.anchor((one.row, column))


def _pixels(sheet: SheetXml, row: int) -> int:
    return round(sheet.row_height(row) * 4 / 3)
