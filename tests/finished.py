"""What a finished Word document says beside the paragraphs of its body."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from pipeline.word.text import tags_in


def headers_and_footers(data: bytes | Path) -> list[str]:
    """The paragraphs of all headers, then of all footers, by the names of their parts."""
    found = [(name, xml) for name, xml in _parts(data) if re.match(r"word/(header|footer)\d*\.xml$", name)]
    parts = [parse_xml(xml) for name, xml in sorted(found, key=lambda one: "footer" in one[0])]
    return [Paragraph(one, part).text for part in parts for one in part.iter(qn("w:p"))]


def leftover_tags(data: bytes | Path) -> list[str]:
    """Every `{{ }}`, `{% %}`, `{# #}` in the text of any part, and every such bracket without its partner."""
    parts = (xml for name, xml in _parts(data) if name.startswith(("word/", "docProps/")) and name.endswith(".xml"))
    return [tag for xml in parts for tag in tags_in(xml)]


def _parts(data: bytes | Path) -> Iterator[tuple[str, bytes]]:
    """The members of a package by their names."""
    with zipfile.ZipFile(data if isinstance(data, Path) else io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            yield name, archive.read(name)
