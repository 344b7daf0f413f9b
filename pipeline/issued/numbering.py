"""The numbers that Word writes itself before the paragraphs of a list: 一、 （一） 1."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from pipeline.chinese.numerals import chinese
from pipeline.ooxml.xml import W

_CHINESE = ("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting")


class Numbering:
    """Counts the list paragraphs of one document; ask for them in the document's order."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[tuple[str, str], tuple[str, str, int]] = {}  # (list, level) -> format, text, start
        self._abstract: dict[str, str] = {}
        self._style_lists: dict[str, tuple[str, str]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        for relation in document.part.rels.values():
            if relation.reltype.endswith("/numbering"):
                self._read(relation.target_part.element)
        for style in document.styles.element.iter(f"{W}style"):
            found = _list_of(style)
            if found and found[0]:
                self._style_lists[style.get(f"{W}styleId")] = (found[0], found[1] or "0")

    def _read(self, numbering: Any) -> None:
        for abstract in numbering.iter(f"{W}abstractNum"):
            for level in abstract.iter(f"{W}lvl"):
                key = (abstract.get(f"{W}abstractNumId"), level.get(f"{W}ilvl"))
                start = _value(level, "start") or "1"
                self._levels[key] = (_value(level, "numFmt") or "", _value(level, "lvlText") or "", int(start))
        for number in numbering.iter(f"{W}num"):
            self._abstract[number.get(f"{W}numId")] = _value(number, "abstractNumId") or ""

    def label(self, paragraph: Any) -> str:
        """What Word shows before the paragraph; "" where it is in no list, or in one of bullets."""
        number, level = self._place(paragraph)
        abstract = self._abstract.get(number, "")
        if (abstract, level) not in self._levels:
            return ""
        counts, depth = self._counts[number], int(level)
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        form, shape, start = self._levels[abstract, level]
        counts[depth] = counts.get(depth, start - 1) + 1
        if form == "bullet":
            return ""
        return re.sub(r"%(\d)", lambda slot: self._shown(abstract, counts, int(slot[1]) - 1), shape)

    def _place(self, paragraph: Any) -> tuple[str, str]:
        own = _list_of(paragraph)
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        styled = self._style_lists.get(style.get(f"{W}val")) if style is not None else None
        if own and own[0]:
            return own[0], own[1] or "0"
        return (styled[0], own[1] or styled[1]) if own and styled else styled or ("", "")

    def _shown(self, abstract: str, counts: dict[int, int], depth: int) -> str:
        form, _, start = self._levels.get((abstract, str(depth)), ("", "", 1))
        number = counts.get(depth, start)
        return chinese(number) if form in _CHINESE and number < 100 else str(number)


def _value(element: Any, name: str) -> str | None:
    child = element.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def _list_of(element: Any) -> tuple[str | None, str | None] | None:
    properties = element.find(f"{W}pPr/{W}numPr")
    return None if properties is None else (_value(properties, "numId"), _value(properties, "ilvl"))
