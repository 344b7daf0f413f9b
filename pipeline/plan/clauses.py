"""How a plan's clauses are spelled, and where they stand in its text.

A clause is spelled as the office cites it: 一 (part 一、), 三（四） (its （四）), 二（一）一 (there 一是), 五1
(its 1.), 四（一）–（四） (a run of items).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.chinese.numerals import CHINESE, chinese, tidy, whole

PART, ITEM, POINT, SUBPOINT, ASPECT = "part", "item", "point", "subpoint", "aspect"
_DEPTH = {PART: 0, ITEM: 1, POINT: 2, SUBPOINT: 3, ASPECT: 4}
_CN = f"[{CHINESE}]+"

# How a step of a spelled clause reads; the step after which it may come is told by the depth.
_STEP = re.compile(rf"\((?P<item>{_CN})\)|\((?P<subpoint>\d+)\)|(?P<point>\d+)\.?|(?P<aspect>{_CN})(?:是|、)?")
_RANGE = re.compile(r"[–—\-~～至]")

# How the same steps begin a paragraph, or follow a full stop, in the text itself.
_MARKER = re.compile(
    rf"(?P<part>{_CN})、|\((?P<item>{_CN})\)|(?P<point>\d{{1,2}})(?:\.(?!\d)|、)|\((?P<subpoint>\d{{1,2}})\)|(?P<aspect>{_CN})是"
)
_BOUNDARY = re.compile(r"(?:^|(?<=[\n。;:!?\s]))[^\S\n]*")

Step = tuple[str, int]
Path = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause of a text with everything below it; `text` keeps its line breaks."""

    path: Path
    text: str


def paths(clause: str) -> tuple[Path, ...]:
    """The places a spelled clause names, one or, for a run of items, several; none when it is not spelled so."""
    whole_range = _RANGE.split(tidy(clause))
    if len(whole_range) > 2:
        return ()
    first = _path(whole_range[0])
    if not first or len(whole_range) == 1:
        return (first,) if first else ()
    last = _steps(whole_range[1], len(first) - 1)
    if not last or len(last) != 1 or last[0][0] != first[-1][0] or last[0][1] <= first[-1][1]:
        return ()
    kind, start = first[-1]
    return tuple((*first[:-1], (kind, number)) for number in range(start, last[0][1] + 1))


def _path(spelled: str) -> Path:
    return _steps(spelled, 0)


def _steps(spelled: str, position: int) -> Path:
    steps: list[Step] = []
    at = 0
    while at < len(spelled):
        match = _STEP.match(spelled, at)
        number = whole(match[match.lastgroup]) if match and match.lastgroup else None
        if match is None or match.lastgroup is None or number is None:
            return ()
        kind = PART if position + len(steps) == 0 and match.lastgroup == ASPECT else match.lastgroup
        if steps and _DEPTH[kind] <= _DEPTH[steps[-1][0]]:
            return ()
        steps.append((kind, number))
        at = match.end()
    return tuple(steps) if position or not steps or steps[0][0] == PART else ()


def passages(text: str) -> tuple[Passage, ...]:
    """Every clause of a text, in its order; a text with several numberings (notice, plan) gives the clauses of each.

    A marker counts where a paragraph begins or a sentence has ended, and where its number goes on from its
    neighbour's: the line breaks of a PDF fall anywhere, and 一、 or 2. may begin such a line by accident.
    """
    text = tidy(text, keep_lines=True)
    marks = list(_markers(text))
    found = []
    for place, (start, path) in enumerate(marks):
        following = (at for at, other in marks[place + 1 :] if len(other) <= len(path) or other[: len(path)] != path)
        found.append(Passage(path, text[start : next(following, len(text))]))
    return tuple(found)


def _markers(text: str) -> Iterator[tuple[int, Path]]:
    path: Path = ()
    for boundary in _BOUNDARY.finditer(text):
        match = _MARKER.match(text, boundary.end())
        kind = match.lastgroup if match else None
        number = whole(match[kind]) if match and kind else None
        if kind is None or number is None:
            continue
        begins = boundary.start() == 0 or text[boundary.start() - 1] == "\n"
        outer = tuple(step for step in path if _DEPTH[step[0]] < _DEPTH[kind])
        before = next((step[1] for step in path if step[0] == kind), 0)
        restarts = kind == PART and number == 1 and begins
        if (kind == PART or outer) and (number == before + 1 or restarts or (begins and number > before)):
            path = (*outer, (kind, number))
            yield boundary.end(), path


def opening(paragraph: str) -> str | None:
    """Which step begins a paragraph: PART for 一、, ITEM for （一）, POINT for 1. and so on; None where none does."""
    match = _MARKER.match(tidy(paragraph))
    return match.lastgroup if match else None


def spell(path: Path) -> str:
    """A place as the office cites it."""
    shapes = {PART: "{0}", ITEM: "（{0}）", POINT: "{1}", SUBPOINT: "（{1}）", ASPECT: "{0}"}
    return "".join(shapes[kind].format(chinese(number), number) for kind, number in path)
