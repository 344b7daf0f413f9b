"""Changes that nobody has accepted or rejected yet: what a document says is not settled while there are any."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath

from lxml import etree

from pipeline.ooxml.xml import W, local, parse
from pipeline.word.faults import Fault, fault
from pipeline.word.manuscript import manuscript
from pipeline.word.scanning import near
from pipeline.word.source import part_label

# ISO/IEC 29500-1, 17.13.5; a change of format is one too: it would go out with every document, under a name.
_SORTS = {
    "ins": "插入",
    "del": "删除",
    "moveFrom": "移动",
    "moveTo": "移动",
    "cellIns": "插入单元格",
    "cellDel": "删除单元格",
    "cellMerge": "合并单元格",
    "conflictIns": "插入",
    "conflictDel": "删除",
}
_QUICK = re.compile(rb"<\w+:(?:ins|del|move(?:From|To)|cell(?:Ins|Del|Merge)|conflict(?:Ins|Del)|\w+Change)[ />]")
_FORMAT = "格式"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_NAMED = 10  # how many of a template are named; the rest go with them


def revisions(package: bytes) -> Iterator[Fault]:
    """The unsettled changes of all parts, by place; the first ones where there are many."""
    left = _NAMED
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for name in archive.namelist():
            data = archive.read(name) if PurePosixPath(name).match("word/*.xml") else b""
            if _QUICK.search(data):
                for one in islice(dict.fromkeys(_in_part(parse(data), part_label(name))), left):
                    left -= 1
                    yield one


def _in_part(root: etree._Element, label: str) -> Iterator[Fault]:
    paragraphs = {id(one.element): one for one in manuscript(root, label)}
    for element in root.iter(f"{W}*", f"{_W14}*"):
        name = local(element)
        if sort := _SORTS.get(name) or (_FORMAT if name.endswith("Change") else ""):
            held = next((paragraphs[id(up)] for up in _around(element) if id(up) in paragraphs), None)
            yield fault("revisions", held.place if held else label, near(held.text) if held else "", what=sort)


def _around(element: etree._Element) -> Iterator[etree._Element]:
    """The paragraph that a change is in, or, of a row or cell, its first."""
    yield from element.iterancestors(f"{W}p")
    for box in element.iterancestors(f"{W}tc", f"{W}tr", f"{W}tbl"):
        yield from box.iter(f"{W}p")
