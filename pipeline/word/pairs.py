"""Where tags stand: whether a pair keeps to one level, and what would vanish with the place that a tag stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.word.blocks import Block
from pipeline.word.faults import Fault, fault
from pipeline.word.manuscript import Paragraph, visible
from pipeline.word.scanning import CELL_TAGS, Scanned, Tag, near

_UNITS = {"p": "段", "tr": "行", "tc": "格"}


def of_pairs(blocks: Sequence[Block]) -> Iterator[Fault]:
    """What is wrong with where the tags of each block stand; one fault a block."""
    for block in blocks:
        tags = [tag for tag in block.tags if not tag.spaced]
        if block.opening.spaced or block.orphan:
            continue
        found = next((one for tag in tags[1:] if (one := _pair(block.opening, tag))), None)
        if found:
            yield found


def _pair(opening: Tag, other: Tag) -> Fault | None:
    where = f"{opening.place}「{opening.near}」"
    if opening.prefix != other.prefix:
        first, second = (f"{tag.kind}{tag.prefix}" for tag in (opening, other))
        return _at(other, "prefixes", other=where, first=first, second=second)
    one, two = opening.paragraph, other.paragraph
    unit = _UNITS.get(opening.prefix, "")
    if opening.prefix == "tr":
        if one.row is not None and one.row == two.row:
            return _at(other, "same_place", unit=unit, prefix=opening.prefix)
        return _at(other, "structure", other=where) if one.table != two.table else None
    if opening.prefix == "tc":
        if one.cell is not None and one.cell == two.cell:
            return _at(other, "same_place", unit=unit, prefix=opening.prefix)
        return _at(other, "structure", other=where) if one.row != two.row else None
    if opening.prefix == "p" and one is two:
        return _at(other, "same_place", unit=unit, prefix=opening.prefix)
    return _at(other, "structure", other=where) if one.held != two.held else None


def of_places(tags: Sequence[Tag]) -> Iterator[Fault]:
    """Tags that need a table and stand outside of one."""
    for tag in tags:
        if tag.prefix in ("tr", "tc") and tag.paragraph.table is None and not tag.spaced:
            yield _at(tag, "no_table", prefix=tag.prefix)
        elif tag.word in CELL_TAGS and tag.paragraph.cell is None:
            yield _at(tag, "no_cell", word=tag.word)


def of_losses(scanned: Scanned) -> Iterator[Fault]:
    """Text, tags and pictures that would go with the paragraph, row or cell that a tag stands for.

    Pairs within one unit are told by `of_pairs`.
    """
    by_unit: dict[tuple[str, int], list[Tag]] = {}
    for tag in scanned.tags:
        if (unit := _unit(tag)) is not None and not tag.attribute and tag.kind != "{#":
            by_unit.setdefault((tag.prefix, unit), []).append(tag)
    for tag in scanned.tags:
        unit = _unit(tag)
        if unit is None or tag.attribute or tag.kind == "{#" or by_unit[tag.prefix, unit][0] is not tag:
            continue
        if any(other.word in (f"end{tag.word}", "else", "elif") for other in by_unit[tag.prefix, unit][1:]):
            continue
        whole = [one for one in scanned.texts if _is_in(one, tag)]
        lost = list(dict.fromkeys(_beside(tag, whole, scanned)))
        if lost:
            yield _at(tag, "lost", unit=_UNITS[tag.prefix], what="、".join(lost[:5]))


def _unit(tag: Tag) -> int | None:
    """What a tag of docxtpl replaces; None for one that replaces nothing."""
    paragraph = tag.paragraph
    return {"p": id(paragraph), "tr": paragraph.row, "tc": paragraph.cell}.get(tag.prefix)


def _is_in(paragraph: Paragraph, tag: Tag) -> bool:
    if tag.prefix == "p":
        return paragraph is tag.paragraph
    return tag.paragraph.row in paragraph.rows if tag.prefix == "tr" else tag.paragraph.cell in paragraph.cells


def _beside(tag: Tag, whole: Sequence[Paragraph], scanned: Scanned) -> Iterator[str]:
    inside = set(map(id, whole))
    for paragraph in whole:
        yield from (f"「{near(shown)}」" for text in scanned.texts[paragraph].split("\0") if (shown := visible(text)))
        yield from paragraph.objects
    for other in scanned.tags:
        if other is not tag and other.kind != "{#" and id(other.paragraph) in inside and not other.attribute:
            yield f"「{other.near}」"


def _at(tag: Tag, code: str, **facts: object) -> Fault:
    return fault(code, tag.place, tag.near, **facts)
