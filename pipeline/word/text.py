"""The text of a docx, paragraph by paragraph, in the order in which it stands."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from pipeline.ooxml.xml import FALLBACK, W, parse

_MARKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{\{|\}\}|\{%|%\}|\{#|#\}", re.DOTALL)


def paragraphs(data: bytes | Path) -> list[str]:
    """The paragraphs of the body, tables and text boxes included, each text box once; empty ones too.

    A paragraph that holds a text box comes first, then those in the box. A tab reads as `\\t`, a line break as `\\n`.
    Deleted text and field codes are no text.
    """
    with zipfile.ZipFile(data if isinstance(data, Path) else io.BytesIO(data)) as archive:
        return list(_paragraphs_of(parse(archive.read("word/document.xml"))))


def tags_in(xml: bytes) -> list[str]:
    """Every `{{ }}`, `{% %}`, `{# #}` in the text of a part, and every such bracket without its partner.

    Text is that of Word paragraphs, or, outside of them, of single elements.
    """
    root = parse(xml)
    texts = list(_paragraphs_of(root))
    inside = {f"{W}t", f"{W}delText", f"{W}instrText"}
    texts += [element.text for element in root.iter("*") if element.text and element.tag not in inside]
    return [tag for text in texts for tag in _TAG.findall(text)]


def _paragraphs_of(root: etree._Element) -> Iterator[str]:
    if root.tag == f"{W}p":
        pieces = list(_pieces(root))
        yield "".join(piece for piece in pieces if isinstance(piece, str))
        for piece in pieces:
            if not isinstance(piece, str):
                yield from _paragraphs_of(piece)
        return
    for child in root:
        if child.tag != FALLBACK:
            yield from _paragraphs_of(child)


def _pieces(element: etree._Element) -> Iterator[str | etree._Element]:
    """The text of a paragraph, and the paragraphs of the text boxes that are anchored in it."""
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _MARKS and element.tag == f"{W}r":  # a w:tab in w:tabs is a tab stop
            yield _MARKS[str(child.tag)]
        elif child.tag == f"{W}p":
            yield child
        elif child.tag != FALLBACK:
            yield from _pieces(child)
