"""What stands in the margins of a Word document, read with python-docx."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


def headers_and_footers(data: bytes | Path) -> list[str]:
    """The paragraphs of all headers, then of all footers, by the names of their parts."""
    with zipfile.ZipFile(data if isinstance(data, Path) else io.BytesIO(data)) as archive:
        names = sorted(name for name in archive.namelist() if re.match(r"word/(header|footer)\d*\.xml$", name))
        names.sort(key=lambda name: "footer" in name)
        parts = [parse_xml(archive.read(name)) for name in names]
    return [Paragraph(one, part).text for part in parts for one in part.iter(qn("w:p"))]
