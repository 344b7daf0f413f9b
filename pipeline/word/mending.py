"""What copying and leaving out parts of a document would break, mended in the text of the finished part."""

from __future__ import annotations

import re

# Word calls a file damaged where a cell, text box, header, … has no paragraph or ends with a table (ISO/IEC 29500-1,
# 17.4.65): tags may have taken the last one. Marks without text, such as bookmarks, may be left.
CONTAINERS = ("w:tc", "w:txbxContent", "w:hdr", "w:ftr", "w:footnote", "w:endnote")
_NAMES = "|".join(CONTAINERS)
_MARKS = r"(?:\s|<w:(?:bookmarkStart|bookmarkEnd|proofErr|permStart|permEnd)\b[^>]*/>)*"
_BARE = re.compile(rf"(<w:tcPr/>|</w:tcPr>|</w:tbl>|<(?:{_NAMES})(?: [^>]*[^/>])?>)({_MARKS})(?=</(?:{_NAMES})>)")
_CLOSED = re.compile(rf"<({_NAMES})((?: [^>]*[^/>])?)/>")
_DRAWING = re.compile(r'(<wp:docPr\b[^>]*?\sid=")[^"]*(")')
_FIRST_DRAWING = 1001
_BOOKMARK = re.compile(r"<w:bookmark(Start|End)\b[^>]*>")
_ID = re.compile(r'(?<=\sw:id=")[^"]*(?=")')
_NAME = re.compile(r'(?<=\sw:name=")[^"]*(?=")')
_LONGEST_NAME = 40  # of a bookmark, in Word


def with_paragraphs(xml: str) -> str:
    """Each cell, text box, header, footer and note that lost its last paragraph has an empty one."""
    xml = _CLOSED.sub(r"<\1\2></\1>", xml)
    return _BARE.sub(r"\1\2<w:p/>", xml)


def numbered_drawings(xml: str) -> str:
    """The drawings of a body numbered from 1001, as docxtpl does: copies of one had the same number."""
    number = _FIRST_DRAWING - 1

    def numbered(drawing: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return f"{drawing[1]}{number}{drawing[2]}"

    return _DRAWING.sub(numbered, xml)


def distinct_bookmarks(xml: str) -> str:
    """Copies of a bookmark get numbers and names of their own; what refers to it means the first.

    docxtpl leaves them the same, and Word then drops all but one of them.
    """
    found = [(mark[1], _ID.search(mark[0])) for mark in _BOOKMARK.finditer(xml)]
    ids = {number[0] for _, number in found if number}
    last = max((int(number) for number in ids if number.isdigit()), default=0)
    begun: set[str] = set()
    current: dict[str, str] = {}
    names: set[str] = set()

    def distinct(mark: re.Match[str]) -> str:
        nonlocal last
        number = _ID.search(mark[0])
        if number is None:
            return mark[0]
        own = number[0]
        if mark[1] == "End":
            return _ID.sub(current.get(own, own), mark[0])
        current[own] = own
        if own in begun:
            last += 1
            current[own] = str(last)
        begun.add(current[own])
        return _NAME.sub(lambda name: _distinct_name(name[0], names), _ID.sub(current[own], mark[0]))

    return _BOOKMARK.sub(distinct, xml)


def _distinct_name(name: str, taken: set[str]) -> str:
    number, own = 1, name
    while own.lower() in taken:
        number += 1
        own = f"{name[: _LONGEST_NAME - len(str(number)) - 1]}_{number}"
    taken.add(own.lower())
    return own
