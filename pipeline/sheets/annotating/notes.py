"""The comments of one worksheet: ours put in, added to those of the office, and taken out again.

Ours are known by their last line, within a comment of the office also by the line above them. The author is no sign:
LibreOffice loses it.
"""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree

from pipeline.ooxml.xml import Odd, local, parse, serialise
from pipeline.sheets.grid import Address, column_number, letter

AUTHOR = "台账检查"
BEGIN = f"——以下为{AUTHOR}意见——"
END = f"——{AUTHOR}"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_END_LINE = re.compile(rf"^{END}\s*", re.MULTILINE)
_THREAD = "tc="  # Excel's author of the stand-in for a conversation
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PROPERTIES = (
    ("sz", {"val": "9"}),
    ("color", {"indexed": "81"}),
    ("rFont", {"val": "宋体"}),
    ("charset", {"val": "134"}),
)

_Run = tuple[etree._Element | None, str]  # its properties and its text


class Notes:
    """A comments part. `texts` gives what every comment says."""

    def __init__(self, xml: bytes | None, namespace: str) -> None:
        self._namespace = namespace
        empty = f'<comments xmlns="{namespace}"><authors/><commentList/></comments>'
        self._root = parse(xml or empty.encode())
        authors, comments = self._root.find(self._tag("authors")), self._root.find(self._tag("commentList"))
        if authors is None or comments is None:
            raise Odd("comments of another kind")
        self._authors, self._list = authors, comments
        self._at = {_place(comment): comment for comment in comments}

    def __len__(self) -> int:
        return len(self._list)

    def xml(self) -> bytes:
        return serialise(self._root)

    def take_off(self) -> set[Address]:
        """Remove what is ours; the places whose comment is gone with it."""
        gone = set[Address]()
        for comment in list(self._list):
            kept = self._theirs(comment)
            if kept is None:
                continue
            if any(text.strip() for _, text in kept):
                self._set_runs(comment, kept)
                if self._author(comment) == AUTHOR:
                    comment.set("authorId", str(self._author_number("")))
            else:
                self._list.remove(comment)
                gone.add(_place(comment))
        for place in gone:
            del self._at[place]
        return gone

    def put(self, place: Address, text: str) -> str | None:
        """Say `text` at a cell, below what the office says there; what the comment says now.

        None, and nothing is done, where a conversation stands: Excel shows no comment beside it.
        """
        there = self._at.get(place)
        if there is None:
            there = etree.SubElement(self._list, self._tag("comment"), ref=f"{letter(place[1])}{place[0]}")
            there.set("authorId", str(self._author_number(AUTHOR)))
            self._at[place] = there
            self._set_runs(there, [(self._properties(), f"{text}\n{END}")])
        elif self._author(there).startswith(_THREAD):
            return None
        else:
            ours = (self._properties(), f"\n{BEGIN}\n{text}\n{END}")
            self._set_runs(there, [*self._runs(there), ours])
        return "".join(text for _, text in self._runs(there))

    def _theirs(self, comment: etree._Element) -> list[_Run] | None:
        """What the office wrote above ours and below it; None for a comment without ours."""
        runs = self._runs(comment)
        whole = "".join(text for _, text in runs)
        begin = re.search(rf"\s*{BEGIN}", whole)
        end = _END_LINE.search(whole, begin.end() if begin else 0)
        if begin is None and end is None and self._author(comment) != AUTHOR:
            return None
        start = begin.start() if begin else 0
        return [*_cut(runs, 0, start), *_cut(runs, end.end() if end else len(whole), len(whole))]

    def _runs(self, comment: etree._Element) -> list[_Run]:
        found: list[_Run] = []
        for part in self._text(comment):
            if local(part) == "t":
                found.append((None, part.text or ""))
            elif local(part) == "r":
                texts = (one.text or "" for one in part.iter(self._tag("t")))
                found.append((part.find(self._tag("rPr")), "".join(texts)))
        return found

    def _set_runs(self, comment: etree._Element, runs: list[_Run]) -> None:
        written = []
        for properties, text in runs:
            run = etree.Element(self._tag("r"))
            if properties is not None:
                run.append(deepcopy(properties))
            words = etree.SubElement(run, self._tag("t"))
            words.text = text
            words.set(_SPACE, "preserve")
            written.append(words if properties is None and len(runs) == 1 else run)
        self._text(comment)[:] = written

    def _text(self, comment: etree._Element) -> etree._Element:
        found = comment.find(self._tag("text"))
        if found is None:
            found = etree.Element(self._tag("text"))
            comment.insert(0, found)
        return found

    def _properties(self) -> etree._Element:
        properties = etree.Element(self._tag("rPr"))
        for name, attributes in _PROPERTIES:
            etree.SubElement(properties, self._tag(name), attributes)
        return properties

    def _author(self, comment: etree._Element) -> str:
        number = int(comment.get("authorId", "0"))
        return (self._authors[number].text or "") if number < len(self._authors) else ""

    def _author_number(self, name: str) -> int:
        for number, author in enumerate(self._authors):
            if (author.text or "") == name:
                return number
        etree.SubElement(self._authors, self._tag("author")).text = name
        return len(self._authors) - 1

    def _tag(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}"


def _cut(runs: list[_Run], start: int, end: int) -> list[_Run]:
    """The runs between two places of the text they make up together."""
    found, position = [], 0
    for properties, text in runs:
        piece = text[max(start - position, 0) : max(end - position, 0)]
        if piece:
            found.append((properties, piece))
        position += len(text)
    return found


def _place(comment: etree._Element) -> Address:
    match = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)(?::.*)?", comment.get("ref", ""))
    return (int(match.group(2)), column_number(match.group(1))) if match else (0, 0)
