"""How several things are written in one sentence: names, titles, row numbers."""

from __future__ import annotations

from collections.abc import Iterable

NONE = "无"


def listed(items: Iterable[str], nothing: str = NONE) -> str:
    """甲、乙、丙; `nothing` for an empty list."""
    return "、".join(items) or nothing


def titled(name: str) -> str:
    """《…》 around a title that does not carry it yet."""
    return name if name.startswith("《") else f"《{name}》"


def rows(numbers: Iterable[int]) -> str:
    """第 5–9、12 行: sorted, each once, neighbours drawn together from three on. Empty for none."""
    spans: list[list[int]] = []
    for row in sorted(set(numbers)):
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    parts = [_span(first, last) for first, last in spans]
    return f"第 {'、'.join(parts)} 行" if parts else ""


def _span(first: int, last: int) -> str:
    if last - first > 1:
        return f"{first}–{last}"
    return str(first) if first == last else f"{first}、{last}"
