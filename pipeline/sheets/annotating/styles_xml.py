"""The style part: cell formats with another fill, the fills they replaced, and formats taken over from elsewhere.

Nothing that is there is changed or renumbered; what is needed is looked for and else added at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml import etree

from pipeline.ooxml.order import put
from pipeline.ooxml.xml import Odd, local, parse, serialise
from pipeline.sheets.front import Shade

_LEAST = {  # what a style part holds at the least
    "fonts": '<font><sz val="11"/><name val="宋体"/></font>',
    "fills": '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
    "borders": "<border><left/><right/><top/><bottom/><diagonal/></border>",
    "cellStyleXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
    "cellXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
}
_FIRST_OWN_FORMAT = 164  # number formats below are built in
_FARTHEST = 8  # steps of a colour channel that nobody sees
_TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

_Known = dict[object, int]


class StylesXml:
    """xl/styles.xml. `shades` are the fill colours that `tinted` has used."""

    def __init__(self, xml: bytes | None, namespace: str, ours: Mapping[str, Shade]) -> None:
        """`ours` are the shades of an earlier copy."""
        self._namespace = namespace
        self._root = parse(xml or f'<styleSheet xmlns="{namespace}"/>'.encode())
        if etree.QName(self._root).namespace != namespace:
            raise Odd("styles of another kind")
        self._known: dict[str, _Known] = {}
        for name in _LEAST:
            self._section(name)
        foreign = {_solid(fill) for fill in self._section("fills")} - set(ours)
        self._foreign = {colour for colour in foreign if colour}
        self._ours = ours
        self.shades: dict[str, Shade] = {}
        self._tinted: dict[tuple[int, str], int] = {}
        self._untinted: dict[int, int] = {}

    def xml(self) -> bytes:
        return serialise(self._root)

    def tinted(self, style: int, colour: str) -> int:
        """The number of the style that is `style` filled with `colour`, or a shade of it that nobody tells apart."""
        if (style, colour) not in self._tinted:
            xf = deepcopy(self._format(style))
            shade = self._shade(colour, self._fill_of(xf))
            pattern = (
                f'<patternFill patternType="solid"><fgColor rgb="FF{shade}"/><bgColor indexed="64"/></patternFill>'
            )
            xf.set("fillId", str(self._index("fills", self._made(f"<fill>{pattern}</fill>"))))
            xf.set("applyFill", "1")
            self._tinted[style, colour] = self._index("cellXfs", xf)
        return self._tinted[style, colour]

    def ours(self) -> frozenset[int]:
        """The styles filled with a shade of the earlier copy."""
        fills = [_solid(fill) in self._ours for fill in self._section("fills")]
        formats = enumerate(self._section("cellXfs"))
        return frozenset(number for number, xf in formats if any(fills[_fill_number(xf) : _fill_number(xf) + 1]))

    def untinted(self, style: int) -> int:
        """The style that one of `ours` was before."""
        if style not in self._untinted:
            xf = deepcopy(self._format(style))
            shade = self._ours[_solid(self._section("fills")[_fill_number(xf)])]
            xf.set("fillId", str(self._remembered(shade.fill)))
            wanted, formats = _canonical(xf, but="applyFill"), enumerate(self._section("cellXfs"))
            alike = next((number for number, one in formats if _canonical(one, but="applyFill") == wanted), None)
            self._untinted[style] = self._index("cellXfs", xf) if alike is None else alike
        return self._untinted[style]

    def adopted(self, xml: bytes) -> list[int]:
        """Take over the cell formats of another style part: their numbers here, in the order they have there."""
        other = parse(xml.replace(_TRANSITIONAL.encode(), self._namespace.encode()))
        sections = {local(child): list(child) for child in other}
        patterns = {one.get("numFmtId"): one.get("formatCode", "") for one in sections.get("numFmts", [])}
        numbers = []
        for xf in sections["cellXfs"]:
            taken = deepcopy(xf)
            for key, name in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
                taken.set(key, str(self._index(name, deepcopy(sections[name][int(xf.get(key, "0"))]))))
            if xf.get("numFmtId") in patterns:
                taken.set("numFmtId", str(self._number_format(patterns[xf.get("numFmtId")])))
            taken.set("xfId", "0")
            numbers.append(self._index("cellXfs", taken))
        return numbers

    def _shade(self, colour: str, fill: str) -> str:
        """`colour`, or the nearest to it that no other fill of the workbook has and that stands for no other fill."""
        wanted = Shade(colour, fill)
        for candidate in _neighbours(colour):
            if candidate not in self._foreign and self.shades.setdefault(candidate, wanted) == wanted:
                return candidate
        raise Odd("no free shade")

    def _fill_of(self, xf: etree._Element) -> str:
        """The fill of a format as text without names of namespaces' prefixes; "" for none."""
        fills, number = self._section("fills"), _fill_number(xf)
        if number >= len(fills) or all(one.get("patternType", "none") == "none" for one in fills[number]):
            return ""
        copied = deepcopy(fills[number])
        etree.cleanup_namespaces(copied)
        return etree.tostring(copied, encoding="unicode").strip()

    def _remembered(self, fill: str) -> int:
        """The number of a fill from the text that `_fill_of` gave; no fill where somebody has altered that text."""
        try:
            element = parse(fill.encode()) if fill else None
        except Odd:
            element = None
        if element is None or element.tag != f"{{{self._namespace}}}fill":
            return 0  # the first fill is always none
        return self._index("fills", element)

    def _format(self, style: int) -> etree._Element:
        formats = self._section("cellXfs")
        return formats[style if style < len(formats) else 0]

    def _number_format(self, code: str) -> int:
        section = self._section("numFmts")
        for one in section:
            if one.get("formatCode") == code:
                return int(one.get("numFmtId", "0"))
        number = max((int(one.get("numFmtId", "0")) for one in section), default=0)
        number = max(number + 1, _FIRST_OWN_FORMAT)
        added = etree.SubElement(section, f"{{{self._namespace}}}numFmt", numFmtId=str(number))
        added.set("formatCode", code)
        section.set("count", str(len(section)))
        return number

    def _index(self, name: str, element: etree._Element) -> int:
        """The position of an element like this one in a section; it is added where there is none."""
        section = self._section(name)
        if name not in self._known:
            counted = reversed(list(enumerate(section)))
            self._known[name] = {_canonical(one): position for position, one in counted}
        known = self._known[name]
        if _canonical(element) not in known:
            section.append(element)
            section.set("count", str(len(section)))
            known[_canonical(element)] = len(section) - 1
        return known[_canonical(element)]

    def _section(self, name: str) -> etree._Element:
        found = self._root.find(f"{{{self._namespace}}}{name}")
        if found is None:
            found = self._made(f"<{name}>{_LEAST.get(name, '')}</{name}>")
            found.set("count", str(len(found)))
            put(self._root, found)
        return found

    def _made(self, xml: str) -> etree._Element:
        """An element of the style part's namespace from its text."""
        root = parse(f'<x xmlns="{self._namespace}">{xml}</x>'.encode())
        return deepcopy(root[0])


def _canonical(element: etree._Element, but: str = "") -> object:
    """What an element says, whichever way it is written."""
    attributes = sorted((key, value) for key, value in element.attrib.items() if key != but)
    children = tuple(_canonical(child) for child in element if isinstance(child.tag, str))
    return local(element), tuple(attributes), (element.text or "").strip(), children


def _fill_number(xf: etree._Element) -> int:
    return int(xf.get("fillId", "0"))


def _solid(fill: etree._Element) -> str:
    """The RRGGBB of a solid fill; "" for any other."""
    for pattern in fill:
        if local(pattern) == "patternFill" and pattern.get("patternType") == "solid":
            colours = [one.get("rgb", "") for one in pattern if local(one) == "fgColor"]
            return colours[0][-6:].upper() if colours else ""
    return ""


def _neighbours(colour: str) -> Iterator[str]:
    """The colour and those around it, the nearest first."""
    channels = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
    steps = range(-_FARTHEST, _FARTHEST + 1)
    around = ((red, green, blue) for red in steps for green in steps for blue in steps)
    for step in sorted(around, key=lambda one: (max(map(abs, one)), sum(map(abs, one)), one)):
        moved = [channel + by for channel, by in zip(channels, step, strict=True)]
        if all(0 <= channel <= 255 for channel in moved):
            yield "".join(f"{channel:02X}" for channel in moved)
