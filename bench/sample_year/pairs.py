"""Who serves which firm, and from when to when."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass

from bench.sample_year.calendar import FIRST, LAST
from bench.sample_year.firms import Firm
from bench.sample_year.people import Person

_FIRMS_OF = (3, 4, 2, 3, 3, 4, 3)  # how many firms a person serves, in turn
_SHARES = 4  # every fourth person takes on a firm that the one before serves too
_CONTENTS = (
    "技术咨询、政策宣传",
    "研发费用归集与高企培育",
    "工艺改进与项目申报",
    "知识产权布局",
    "科技型中小企业入库辅导",
    "数字化改造技术指导",
)
_STRIDE = 7  # firms are taken from all over the directory, not block after block; 7 shares no factor with 172


@dataclass(frozen=True, slots=True)
class Pairing:
    """One posting; it lies within the person's term."""

    person: str
    firm: Firm
    start: dt.date
    end: dt.date
    content: str


def active(post: Pairing, first: dt.date, last: dt.date) -> bool:
    return post.start <= first and last <= post.end


def pairings(staff: Sequence[Person], directory: Sequence[Firm], returning: str) -> tuple[Pairing, ...]:
    """Each person's firms; some firms shared by two people; `returning` serves the first firm in two separate terms."""
    made: list[Pairing] = []
    taken = 0
    previous: list[Firm] = []
    for number, person in enumerate(staff):
        draw = random.Random(f"pairings {person.id}")
        count = _FIRMS_OF[number % len(_FIRMS_OF)]
        shared = previous[:1] if number % _SHARES == _SHARES - 1 else []
        own = shared + [directory[(taken + step) * _STRIDE % len(directory)] for step in range(count - len(shared))]
        taken += count - len(shared)
        made += _postings(person, own, draw, split=person.id == returning)
        previous = own[::-1]
    return tuple(made)


def _postings(person: Person, own: Sequence[Firm], draw: random.Random, split: bool) -> list[Pairing]:
    start, end = max(person.start, FIRST), person.end
    made = []
    for place, firm in enumerate(own):
        first = start
        if place >= 2 and start.month < 4 and end > LAST:
            first = start.replace(month=start.month + draw.randrange(4), day=1)  # a third firm joins later
        content = draw.choice(_CONTENTS)
        if split and place == 0:
            made.append(Pairing(person.id, firm, first, dt.date(2024, 5, 31), content))
            made.append(Pairing(person.id, firm, dt.date(2024, 9, 1), end, content))
        else:
            made.append(Pairing(person.id, firm, first, end, content))
    return made
