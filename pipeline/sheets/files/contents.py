"""What an .xlsx package holds for a reader of values, wherever it lies: its worksheets, shared texts and formats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from pipeline.ooxml.archive import Member, pack
from pipeline.sheets.files.members import Members, local, walk
from pipeline.sheets.grid import Refused

_WORKBOOK = "xl/workbook.xml"
_SHARED, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_COUNT = re.compile(rb"""\s(?:count|uniqueCount)\s*=\s*["'](\d{1,30})["']""")
_HEAD, _SHORTEST = 100_000, 5  # bytes that are searched for counts; bytes of the shortest element, <si/>
_MACROS = b"macroEnabled"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES_OF = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_RELATION = '<Relationship Id="rId{}" Type="' + _TYPES_OF + '/{}" Target="{}"/>'
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


@dataclass(frozen=True, slots=True)
class Contents:
    """Name and part of each worksheet in the order of the workbook, the parts of shared texts and formats, if any."""

    sheets: tuple[tuple[str, str, bool], ...]  # and whether it is hidden
    shared: str | None
    styles: str | None
    from_1904: bool


def contents_of(members: Members) -> Contents:
    """Follow the relations from the package to its workbook and on.

    Raises `Refused`: `not_a_spreadsheet` for a package of something else, `macro`, `other_format` (an .xlsb under
    another name), `truncated` where two sheets are one part.
    """
    if "[Content_Types].xml" not in members:
        raise Refused("not_a_spreadsheet")
    named = (part for _, kind, part in members.related("") if kind == "officeDocument" and part in members)
    workbook = next(named, _WORKBOOK)
    if workbook.lower().endswith(".bin") or (workbook not in members and "xl/workbook.bin" in members):
        raise Refused("other_format")
    if workbook not in members:
        raise Refused("not_a_spreadsheet")
    if _MACROS in members.read("[Content_Types].xml"):
        raise Refused("macro")
    related = members.related(workbook)
    parts = {number: part for number, kind, part in related if kind == "worksheet"}
    sheets: list[tuple[str, str, bool]] = []
    about = {"root": "", "1904": ""}

    def element(tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        about["root"] = about["root"] or name
        if name == "workbookPr":
            about["1904"] = attributes.get("date1904", "")
        elif name == "sheet":
            number = next((value for key, value in attributes.items() if local(key) == "id" and ":" in key), "")
            if number in parts:
                shown = attributes.get("state", "visible").lower() == "visible"
                sheets.append((attributes.get("name", ""), parts[number], not shown))

    walk(members.read(workbook), element)
    if about["root"] != "workbook":
        raise Refused("not_a_spreadsheet")
    if len({part.lower() for _, part, _ in sheets}) < len(sheets):  # thousands of sheets in one part would take hours
        raise Refused("truncated")
    found = {kind: part for _, kind, part in related if part in members}
    shared, styles = (
        found.get(kind, usual if usual in members else None)
        for kind, usual in (("sharedStrings", _SHARED), ("styles", _STYLES))
    )
    return Contents(tuple(sheets), shared, styles, about["1904"] in ("1", "true", "on"))


def uncounted(xml: bytes) -> bytes:
    """Shared texts or formats without the numbers that are stated of them, where one is beyond what the part can hold.

    Calamine reserves memory for as many before it looks.
    """
    most = max(map(int, _COUNT.findall(xml[:_HEAD])), default=0)
    return _COUNT.sub(b"", xml[:_HEAD]) + xml[_HEAD:] if most > len(xml) // _SHORTEST else xml


def repacked(sheets: list[Member], shared: Member | None, styles: Member | None, *, from_1904: bool) -> bytes:
    """A package with these sheets, named 1, 2, … in their order, and nothing else: all that calamine needs."""
    entries = "".join(f'<sheet name="{at}" sheetId="{at}" r:id="rId{at}"/>' for at in range(1, len(sheets) + 1))
    main = f'<workbook xmlns="{_MAIN}" xmlns:r="{_TYPES_OF}"><workbookPr date1904="{int(from_1904)}"/>'
    main += f"<sheets>{entries}</sheets></workbook>"
    related = "".join(
        _RELATION.format(at, "worksheet", escape(sheet.name.removeprefix("xl/"))) for at, sheet in enumerate(sheets, 1)
    )
    texts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONS.format(_RELATION.format(1, "officeDocument", _WORKBOOK)),
        _WORKBOOK: main,
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(related),
    }
    made = [Member.stored(name, text.encode()) for name, text in texts.items()]
    return pack([*made, *sheets, *(one for one in (shared, styles) if one)])
