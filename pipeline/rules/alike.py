"""Numbers that several people have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from pipeline.faults import Facts
from pipeline.records import Commissioner

MOST_NAMED = 10  # of those who share a number


def sharing(
    people: Iterable[Commissioner], number: Callable[[Commissioner], str]
) -> Iterator[tuple[Commissioner, Facts]]:
    """Each whose number others have too, with the `others` by name; where they are many, some and `in_all` how many."""
    same: dict[str, list[Commissioner]] = defaultdict(list)
    for person in people:
        if number(person):
            same[number(person)].append(person)
    for alike in same.values():
        for person in alike if len(alike) > 1 else ():
            others = [other.who for other in alike[: MOST_NAMED + 1] if other.id != person.id][:MOST_NAMED]
            many = len(alike) - 1 > MOST_NAMED
            yield person, {"others": others} | ({"in_all": len(alike) - 1} if many else {})
