"""How the cells of an .ods table look, where that says something: its styles, as far as they say what a cell shows.

Number formats are spelled as Excel spells them, so that one place knows what they hide or add.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.sheets.files.formats import tells

_FORMATS = frozenset(f"number:{kind}-style" for kind in ("number", "currency", "percentage", "date", "time"))
_LONG = {"number:year": "yyyy", "number:month": "mm", "number:day": "dd"}
_PLAIN = {
    **{"number:year": "yy", "number:month": "m", "number:day": "d"},
    **{"number:hours": "h", "number:minutes": "mm", "number:seconds": "ss"},
}
_CELL, _TEXT = "table-cell", "text"  # families of styles; a name means something within one
_MOST_ZEROS = 30  # of a format: no number has more digits


@dataclass(slots=True)
class _Style:
    """The name of a style's number format, and whether it strikes out; None for what it inherits."""

    parent: str
    format: str | None = None
    struck: bool | None = None


class Looks:
    """Gathers the styles of a document as they are walked, and tells of a style's name what it shows."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._styles: dict[tuple[str, str], _Style] = {}
        self._format = ""  # the number format that is being walked
        self._code: list[str] = []
        self._in_text = False
        self._style: _Style | None = None
        self._telling: dict[str, str] = {}  # what was asked for: cell after cell has one style
        self._struck: dict[tuple[str, str], bool] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _FORMATS:
            self._format, self._code = attributes.get("style:name", ""), []
        elif self._format:
            self._in_text = tag in ("number:text", "number:currency-symbol")
            self._code.append(_spelled(tag, attributes))
        elif tag == "style:style":
            style = _Style(attributes.get("style:parent-style-name", ""), attributes.get("style:data-style-name"))
            self._style = self._styles[attributes.get("style:family", ""), attributes.get("style:name", "")] = style
        elif tag == "style:text-properties" and self._style is not None:
            if (line := attributes.get("style:text-line-through-style")) is not None:
                self._style.struck = line != "none"
        elif tag == "office:body":
            self._style = None

    def text(self, text: str) -> None:
        if self._format and self._in_text:
            self._code.append(f'"{text}"'.replace('"""', '"\\""'))

    def end(self, tag: str) -> None:
        if tag in _FORMATS:
            percent = "%" if tag == "number:percentage-style" and "%" not in "".join(self._code) else ""
            self._codes[self._format] = "".join(self._code).replace('"%"', "%") + percent
            self._format, self._in_text = "", False
        elif self._format:
            self._in_text = False
        elif tag == "style:style":
            self._style = None

    def telling(self, name: str) -> str:
        """The number format of a cell's style, where it shows something else than the value; "" else."""
        if name not in self._telling:
            named = next((one.format for one in self._inherited(_CELL, name) if one.format is not None), "")
            code = self._codes.get(named, "")
            self._telling[name] = code if code and tells(code) else ""
        return self._telling[name]

    def struck_cell(self, name: str) -> bool:
        """Whether a cell's style strikes out what stands in it."""
        return self._strikes_out(_CELL, name)

    def struck_text(self, name: str) -> bool:
        """Whether a text's style strikes it out."""
        return self._strikes_out(_TEXT, name)

    def _strikes_out(self, family: str, name: str) -> bool:
        if (family, name) not in self._struck:
            own = (one.struck for one in self._inherited(family, name) if one.struck is not None)
            self._struck[family, name] = next(own, False)
        return self._struck[family, name]

    def _inherited(self, family: str, name: str) -> Iterator[_Style]:
        seen: set[str] = set()
        while name not in seen and (style := self._styles.get((family, name))):
            seen.add(name)
            yield style
            name = style.parent


def _spelled(tag: str, attributes: dict[str, str]) -> str:
    """One part of a number format."""
    if tag == "number:number":
        zeros = min(int(attributes.get("number:min-integer-digits", "0")), _MOST_ZEROS)
        decimals = min(int(attributes.get("number:decimal-places", "0")), _MOST_ZEROS)
        whole = "#,##0" if attributes.get("number:grouping") == "true" else "0" * zeros or "#"
        return whole + ("." + "0" * decimals if decimals else "")
    return (_LONG if attributes.get("number:style") == "long" else {}).get(tag) or _PLAIN.get(tag, "")
