"""Where things stand in the lines of plan.toml."""

from __future__ import annotations

import re
from collections.abc import Sequence

HEADER = re.compile(r"\s*\[+([^\]\[]+)\]+")


def line_of(lines: Sequence[str], table: str, key: str) -> int | None:
    """The line, from 1, where a key of a table stands, else the table's name; None where neither can be found."""
    begins = next(
        (at for at, line in enumerate(lines) if (head := HEADER.match(line)) and head[1].strip() == table), None
    )
    if begins is None:
        return None
    ends = next((at for at in range(begins + 1, len(lines)) if HEADER.match(lines[at])), len(lines))
    keys = (at for at in range(begins + 1, ends) if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", lines[at]))
    return (next(keys, begins) if key else begins) + 1


def table_of(lines: Sequence[str], number: int) -> str:
    """The name of the table in which a line stands."""
    found = (match[1].strip() for line in reversed(lines[: number + 1]) if (match := HEADER.match(line)))
    return next(found, "")


def first_line(lines: Sequence[str], pattern: str) -> int:
    """The line, from 1, of the first that matches, else the last."""
    return next((number for number, line in enumerate(lines, start=1) if re.match(pattern, line)), len(lines))
