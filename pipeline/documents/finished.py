"""What a finished document that lies on the disk says of itself, whoever saved it last."""

from __future__ import annotations

import io
import re
import zipfile

from pipeline.documents.blanks import BLANK
from pipeline.ooxml.damage import UNREADABLE
from pipeline.ooxml.xml import parse
from pipeline.word.text import paragraphs

_APP = "docProps/app.xml"
_APP_LIMIT = 1 << 20  # bytes; an honest one has a few hundred
_PAGES = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}Pages"


def blank_lines(document: bytes) -> int | None:
    """How many paragraphs of a document have a blank; None where it cannot be read."""
    try:
        return sum(BLANK[0] in text for text in paragraphs(document))
    except UNREADABLE:
        return None


def page_count(document: bytes) -> int | None:
    """The pages of a .docx as the program that saved it last counted them (ECMA-376-1, 22.2.2.21); None if it did not.

    None, too, for what is no such package: a document somebody damaged is still theirs to hand over.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(document)) as archive, archive.open(_APP) as app:
            pages = parse(app.read(_APP_LIMIT)).findtext(_PAGES, "").strip()
    except UNREADABLE:
        return None
    return int(pages) if re.fullmatch("[1-9][0-9]{0,3}", pages) else None
