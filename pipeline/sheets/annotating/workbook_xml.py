"""The workbook part: which sheets there are, taking one out, putting one in front."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from lxml import etree

from pipeline.ooxml.order import put
from pipeline.ooxml.package import Package
from pipeline.ooxml.xml import Odd, parse, serialise

WORKBOOK = "xl/workbook.xml"
WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
LONGEST_NAME = 31  # of a sheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """One entry of the workbook's list of sheets; `kind` is that of its relation: worksheet, chartsheet, …"""

    name: str
    part: str
    kind: str


class WorkbookXml:
    """The workbook part of a package, wherever it lies; `part` is its name."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.part = package.related("", "officeDocument") or WORKBOOK
        self._root = parse(package.read(self.part))
        self.namespace = etree.QName(self._root).namespace or ""
        self._list = self._child("sheets")
        if self._list is None or not self.namespace:
            raise Odd("no list of sheets")

    def sheets(self) -> list[Sheet]:
        """Every sheet in order, also chart sheets and hidden ones."""
        relations = {one.id: one for one in self._package.relations(self.part)}
        found = []
        for entry in self._entries():
            relation = relations.get(_relation_id(entry))
            if relation is None or relation.target not in self._package:
                raise Odd("a sheet without its part")
            found.append(Sheet(entry.get("name", ""), relation.target, relation.kind))
        return found

    @property
    def from_1904(self) -> bool:
        """Whether its dates count from 1904."""
        return any(one.get("date1904") in ("1", "true", "on") for one in self._root.iter(self._tag("workbookPr")))

    def take_out(self, name: str) -> None:
        """Remove a sheet with the names that are defined for it alone."""
        part = next(sheet.part for sheet in self.sheets() if sheet.name == name)
        index, entry = next((at, one) for at, one in enumerate(self._entries()) if one.get("name") == name)
        entry.getparent().remove(entry)  # type: ignore[union-attr]
        self._package.unrelate(self.part, "worksheet", part)
        self._renumber_names({index: None} | {at: at - 1 for at in range(index + 1, index + 1 + len(self._entries()))})

    def free_name(self, wished: str) -> str:
        """`wished`, or with (2), (3), … where a sheet has that name already."""
        return unused_name(wished, {entry.get("name", "").casefold() for entry in self._entries()})

    def put_in_front(self, name: str, xml: bytes, names: list[tuple[str, str]]) -> None:
        """Add a worksheet before all others, open the workbook on it and define its `names`: print titles, filter."""
        part = self._package.add("xl/worksheets/sheet{}.xml", xml, WORKSHEET_TYPE)
        relation = self._package.relate(self.part, "worksheet", part)
        number = 1 + max((int(entry.get("sheetId", "0")) for entry in self._entries()), default=0)
        self._renumber_names({at: at + 1 for at in range(len(self._entries()))})
        entry = etree.Element(self._tag("sheet"), name=name, sheetId=str(number))
        entry.set(f"{{{self._package.relation_types}}}id", relation)
        assert self._list is not None
        self._list.insert(0, entry)
        for view in self._root.iter(self._tag("workbookView")):
            etree.strip_attributes(view, "firstSheet", "activeTab")
        for label, text in names:
            self._define(label, text)

    def save(self) -> None:
        self._package.write(self.part, serialise(self._root))

    def _define(self, label: str, text: str) -> None:
        names = self._child("definedNames")
        if names is None:
            names = etree.Element(self._tag("definedNames"))
            put(self._root, names)
        defined = etree.SubElement(names, self._tag("definedName"), name=label, localSheetId="0")
        defined.text = text
        if label == "_xlnm._FilterDatabase":
            defined.set("hidden", "1")

    def _renumber_names(self, moved: dict[int, int | None]) -> None:
        """Names that are defined for one sheet say which by its position: it moves along, or the name goes."""
        names = self._child("definedNames")
        if names is None:
            return
        for one in list(names):
            position = one.get("localSheetId")
            if position is None or int(position) not in moved:
                continue
            target = moved[int(position)]
            if target is None:
                names.remove(one)
            else:
                one.set("localSheetId", str(target))
        if len(names) == 0:
            self._root.remove(names)

    def _entries(self) -> list[etree._Element]:
        return [] if self._list is None else list(self._list.iter(self._tag("sheet")))

    def _child(self, name: str) -> etree._Element | None:
        return self._root.find(self._tag(name))

    def _tag(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}"


def _relation_id(entry: etree._Element) -> str:
    return next((str(value) for name, value in entry.attrib.items() if etree.QName(name).localname == "id"), "")


def unused_name(wished: str, taken: Collection[str]) -> str:
    """`wished` as far as a sheet's name may go, or with (2), (3), … where it is among `taken`, which are casefolded."""
    name, number = wished[:LONGEST_NAME], 1
    while name.casefold() in taken:
        number += 1
        tail = f"({number})"
        name = wished[: LONGEST_NAME - len(tail)] + tail
    return name
