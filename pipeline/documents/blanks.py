"""What a document still lacks: a visible blank stands in its place, and its name is kept for the summary."""

from __future__ import annotations

# Full-width low lines, not underlined spaces: they stay when the text is copied, and break over lines like hanzi.
BLANK = "＿" * 8
SHORT_BLANK = "＿" * 4  # for the cells of a table


class Blanks:
    """The blanks of one document; `names` in the order in which they were met, each once."""

    def __init__(self) -> None:
        self._names: dict[str, None] = {}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._names)

    def filled(self, value: str, name: str, blank: str = BLANK) -> str:
        """The value without its full stop, for use in a sentence; where it is empty the blank, noted as `name`."""
        value = value.strip().rstrip("。；;")
        if not value:
            self._names[name] = None
        return value or blank
