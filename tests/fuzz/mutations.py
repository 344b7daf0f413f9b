"""What may happen to a workbook on its way: other values, another structure, broken markup, broken bytes."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Callable
from random import Random

from tests.fuzz.years import NASTY, Rows

# Values and structure: of rows, before they are written


def values(sheets: dict[str, Rows], random: Random) -> None:
    """A few cells become something else."""
    for _ in range(random.choice((1, 2, 5, 20))):
        rows = random.choice(list(sheets.values()))
        row = random.choice(rows)
        if row:
            row[random.randrange(len(row))] = random.choice(NASTY)


def structure(sheets: dict[str, Rows], random: Random) -> None:
    """Rows, columns and sheets are moved, repeated, lost, put in front, put together."""
    for _ in range(random.choice((1, 2, 4))):
        name = random.choice(list(sheets))
        random.choice(_CHANGES)(sheets, name, random)


def _shuffle_columns(sheets: dict[str, Rows], name: str, random: Random) -> None:
    width = max(map(len, sheets[name]), default=0)
    order = random.sample(range(width), width)
    sheets[name] = [[row[at] if at < len(row) else "" for at in order] for row in sheets[name]]


def _drop_column(sheets: dict[str, Rows], name: str, random: Random) -> None:
    at = random.randrange(8)
    sheets[name] = [row[:at] + row[at + 1 :] for row in sheets[name]]


def _blank_column(sheets: dict[str, Rows], name: str, random: Random) -> None:
    at = random.randrange(8)
    sheets[name] = [[*row[:at], *[""] * random.choice((1, 2)), *row[at:]] for row in sheets[name]]


def _repeat_column(sheets: dict[str, Rows], name: str, random: Random) -> None:
    at = random.randrange(8)
    sheets[name] = [[*row, *row[at : at + 2]] for row in sheets[name]]


def _drop_row(sheets: dict[str, Rows], name: str, random: Random) -> None:
    if len(sheets[name]) > 1:
        del sheets[name][random.randrange(len(sheets[name]))]


def _repeat_row(sheets: dict[str, Rows], name: str, random: Random) -> None:
    sheets[name].insert(random.randrange(len(sheets[name]) + 1), list(random.choice(sheets[name])))


def _insert_row(sheets: dict[str, Rows], name: str, random: Random) -> None:
    row = [random.choice(NASTY) for _ in range(random.choice((0, 1, 3, 12)))]
    sheets[name].insert(random.randrange(len(sheets[name]) + 1), row)


def _swap_rows(sheets: dict[str, Rows], name: str, random: Random) -> None:
    random.shuffle(sheets[name])


def _join_sheets(sheets: dict[str, Rows], name: str, random: Random) -> None:
    other = random.choice(list(sheets))
    gap: Rows = [[] for _ in range(random.randrange(3))]
    sheets[name] = sheets[name] + gap + copy.deepcopy(sheets[other])


def _beside(sheets: dict[str, Rows], name: str, random: Random) -> None:
    other = random.choice(list(sheets))
    longer = max(len(sheets[name]), len(sheets[other]))
    left, right = ([*rows, *[[]] * (longer - len(rows))] for rows in (sheets[name], sheets[other]))
    width = max(map(len, sheets[name]), default=0)
    sheets[name] = [[*one, *[""] * (width - len(one)), "", *two] for one, two in zip(left, right, strict=True)]


def _misspell(sheets: dict[str, Rows], name: str, random: Random) -> None:
    row = random.choice(sheets[name][:3])
    for at, cell in enumerate(row):
        if isinstance(cell, str) and len(cell) > 1 and random.random() < 0.3:
            spot = random.randrange(len(cell))
            row[at] = (
                cell[:spot] + random.choice(("", "教", " ", "\n", cell[spot] * 2, "（天）", "人")) + cell[spot + 1 :]
            )


def _rename(sheets: dict[str, Rows], name: str, random: Random) -> None:
    other = random.choice(("Sheet1", "说明", "特派员", "&<>\"'", "x" * 40, "13900000001", " "))
    if other not in sheets:
        sheets[other] = sheets.pop(name)


def _many(sheets: dict[str, Rows], name: str, random: Random) -> None:
    sheets[name] = [list(row) for row in sheets[name] * random.choice((2, 20))]


_CHANGES: tuple[Callable[[dict[str, Rows], str, Random], None], ...] = (
    *(_shuffle_columns, _drop_column, _blank_column, _repeat_column, _drop_row, _repeat_row, _insert_row, _swap_rows),
    *(_join_sheets, _beside, _misspell, _rename, _many),
)


# Markup: of one part of a package


def markup(data: bytes, random: Random) -> bytes:
    """One part of an .xlsx or .ods is changed, lost or replaced; the package itself stays whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {info.filename: package.read(info) for info in package.infolist() if not info.is_dir()}
    likely = [name for name in parts if re.search(r"sheet\d+\.xml|content\.xml|sharedStrings|workbook\.xml", name)]
    name = random.choice(likely or list(parts)) if random.random() < 0.8 else random.choice(list(parts))
    fate = random.random()
    if fate < 0.08:
        del parts[name]
    elif fate < 0.14:
        parts[name] = parts[random.choice(list(parts))]
    elif fate < 0.18:
        parts[name] = random.choice((b"", b"<", b"\x00" * 99, b"<?xml version='1.0'?><a/>", _BOMB))
    else:
        for _ in range(random.choice((1, 1, 3, 10))):
            parts[name] = random.choice(_EDITS)(parts[name], random)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as changed:
        for each, content in parts.items():
            changed.writestr(zipfile.ZipInfo(each), content, zipfile.ZIP_STORED if each == "mimetype" else None)
    return target.getvalue()


_BOMB = (
    b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 9999 + b'"><!ENTITY c "' + b"&b;" * 9999 + b'">]><a>' + b"&c;" * 999 + b"</a>"
)
_TAG = re.compile(rb"<[^<>]*>")
_ATTRIBUTE = re.compile(rb'([\w:-]+)="([^"<]*)"')
_ODD = tuple(
    word.encode()
    for word in (
        *(
            "",
            "0",
            "-1",
            "1",
            "2",
            "x",
            "4294967296",
            "99999999999999999999",
            "1e999",
            "NaN",
            "A0",
            "A1",
            "a1",
            "XFD1048576",
        ),
        *(
            "XFE1",
            "A1048577",
            "AAAAAAAA1",
            "A1:A1",
            "B2:A1",
            "A1:XFD1048576",
            "true",
            "hidden",
            "veryHidden",
            "e",
            "s",
            "str",
        ),
        *(
            "inlineStr",
            "b",
            "d",
            "n",
            "date",
            "float",
            "1048576",
            "16384",
            "100000",
            "2024-13-41",
            "&#55296;",
            "&amp;",
            "&x;",
        ),
    )
)


def _odd_attribute(xml: bytes, random: Random) -> bytes:
    spots = [match.span(2) for match in _ATTRIBUTE.finditer(xml)]
    if not spots:
        return xml
    start, end = random.choice(spots)
    return xml[:start] + random.choice(_ODD) + xml[end:]


def _lose_attribute(xml: bytes, random: Random) -> bytes:
    spots = [match.span() for match in _ATTRIBUTE.finditer(xml)]
    if not spots:
        return xml
    start, end = random.choice(spots)
    return xml[:start] + xml[end:]


def _lose_tag(xml: bytes, random: Random) -> bytes:
    spots = [match.span() for match in _TAG.finditer(xml)]
    if not spots:
        return xml
    start, end = random.choice(spots)
    return xml[:start] + xml[end:]


def _repeat_tag(xml: bytes, random: Random) -> bytes:
    tags = [match.span() for match in _TAG.finditer(xml)]
    if not tags:
        return xml
    (start, end), (at, _) = random.choice(tags), random.choice(tags)
    return xml[:at] + xml[start:end] * random.choice((1, 1, 2000)) + xml[at:]


def _repeat_stretch(xml: bytes, random: Random) -> bytes:
    at = random.randrange(len(xml) + 1)
    return xml[:at] + xml[at : at + random.randrange(400)] * random.choice((1, 2, 50)) + xml[at:]


def _odd_text(xml: bytes, random: Random) -> bytes:
    spots = [match.span(1) for match in re.finditer(rb">([^<>]+)<", xml)]
    if not spots:
        return xml
    start, end = random.choice(spots)
    return xml[:start] + random.choice((*_ODD, b"\xff\xfe", b"]]>", b"<v>1</v>", "字".encode() * 9999)) + xml[end:]


def _far_cell(xml: bytes, random: Random) -> bytes:
    row, column = random.choice((1_048_576, 70_000, 300)), random.choice(("A", "XFD", "ZZ"))
    far = f'<row r="{row}"><c r="{column}{row}" t="inlineStr"><is><t>远</t></is></c></row></sheetData>'
    return xml.replace(b"</sheetData>", far.encode())


def _cut(xml: bytes, random: Random) -> bytes:
    return xml[: random.randrange(len(xml) + 1)]


_EDITS: tuple[Callable[[bytes, Random], bytes], ...] = (
    *(_odd_attribute, _odd_attribute, _odd_attribute, _lose_attribute, _lose_tag, _repeat_tag, _repeat_stretch),
    *(_odd_text, _odd_text, _far_cell, _cut),
)


# Bytes: of the file as it lies there


def raw(data: bytes, random: Random) -> bytes:
    """Bytes are changed, lost, put in, zeroed; the end is cut off."""
    broken = bytearray(data)
    for _ in range(random.choice((1, 2, 8, 40))):
        if not broken:
            break
        at, length = random.randrange(len(broken)), random.choice((1, 2, 4, 64, 512))
        fate = random.random()
        if fate < 0.55:
            broken[at] = random.choice((0, 1, 0x7F, 0x80, 0xFF, random.randrange(256)))
        elif fate < 0.65:
            broken[at : at + 4] = random.choice((b"\xff\xff\xff\x7f", b"\xff\xff\xff\xff", b"\x00\x00\x01\x00"))
        elif fate < 0.75:
            broken[at : at + length] = bytes(length)
        elif fate < 0.83:
            del broken[at : at + length]
        elif fate < 0.91:
            broken[at:at] = random.randbytes(length)
        elif fate < 0.97:
            other = random.randrange(len(broken))
            broken[at : at + length] = broken[other : other + length]
        else:
            del broken[at:]
    return bytes(broken)
