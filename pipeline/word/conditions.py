"""When a place of a template is reached: conditions over fields, and whether a set of places covers all cases."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.word.fields import Field, Path, Rows, Text, Value, at, spelled

MOST_CASES = 4096  # of one field; what is asked in more ways is not looked into
_ELSE = "\0"  # a value that the template does not ask for

Case = Mapping["Asked", object]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a condition asks: a field by its path, or, where `path` is (), something that `text` says, of the loop of
    this `number`."""

    path: Path
    text: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Holds:
    """A field is not empty, or something holds."""

    asked: Asked


@dataclass(frozen=True, slots=True)
class Equals:
    asked: Asked
    value: Value


@dataclass(frozen=True, slots=True)
class Not:
    inner: Condition


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Some:
    parts: tuple[Condition, ...]


Condition = Holds | Equals | Not | All | Some
ALWAYS, NEVER = All(()), Some(())


def holds(condition: Condition, case: Case) -> bool:
    match condition:
        case Holds(asked):
            return bool(case[asked])
        case Equals(asked, value):
            return case[asked] == value
        case Not(inner):
            return not holds(inner, case)
        case All(parts):
            return all(holds(part, case) for part in parts)
        case Some(parts):
            return any(holds(part, case) for part in parts)


def asked_in(condition: Condition) -> set[Asked]:
    match condition:
        case Holds(asked) | Equals(asked, _):
            return {asked}
        case Not(inner):
            return asked_in(inner)
        case All(parts) | Some(parts):
            return {one for part in parts for one in asked_in(part)}


def values_in(condition: Condition) -> set[tuple[Asked, Value]]:
    """What a condition compares with what."""
    match condition:
        case Equals(asked, value):
            return {(asked, value)}
        case Not(inner):
            return values_in(inner)
        case All(parts) | Some(parts):
            return {one for part in parts for one in values_in(part)}
    return set()


def uncovered(path: Path, places: Sequence[Condition], needed: Condition, root: Field) -> Case | None:
    """A case in which the field has to be shown and no place shows it, without what does not matter; None for none.

    The field itself and the lists that it is in are taken to be there, and `needed` to hold.
    """
    everything = Some((*places, needed))
    asked = sorted(asked_in(everything), key=lambda one: (spelled(one.path), one.text))
    values = values_in(everything)
    given = {path[:end] for end in range(1, len(path) + 1)}
    domains = [_domain(one, [value for who, value in values if who == one], one.path in given, root) for one in asked]
    cases = 1
    for domain in domains:
        cases *= len(domain)
    if cases > MOST_CASES:
        return None
    for chosen in itertools.product(*domains):
        case = dict(zip(asked, chosen, strict=True))
        if holds(needed, case) and not any(holds(place, case) for place in places):
            return _what_matters(case, dict(zip(asked, domains, strict=True)), places, needed)
    return None


def _domain(asked: Asked, compared: Iterable[Value], given: bool, root: Field) -> list[object]:
    """The values that matter of what is asked."""
    field = at(root, asked.path) if asked.path else None
    if isinstance(field, Rows) and (field.filled or field.length):
        return [True]
    if isinstance(field, Text) and field.choices:
        values: list[object] = list(field.choices)
    elif isinstance(field, Text):
        values = list(dict.fromkeys(["", *compared, _ELSE]))
    else:
        values = [False, True]
    return [value for value in values if value] if given else values


def _what_matters(
    case: dict[Asked, object], domains: Mapping[Asked, list[object]], places: Sequence[Condition], needed: Condition
) -> Case:
    """The case without what could be otherwise without a difference."""
    kept = dict(case)
    for asked, domain in domains.items():
        others = [{**kept, asked: value} for value in domain]
        full = [{**case, **other} for other in others]
        if all(holds(needed, one) and not any(holds(place, one) for place in places) for one in full):
            kept.pop(asked)
    return kept


def in_words(case: Case) -> str:
    """「补助.另见」为空、「盖章」为“是”: how a case is said to staff."""
    return "，且".join(_in_words(asked, value) for asked, value in case.items())


def _in_words(asked: Asked, value: object) -> str:
    if not asked.path:
        return f"{asked.text}{'' if value else '不成立'}"
    name = f"「{spelled(asked.path)}」"
    if isinstance(value, bool):
        return f"{name}{'成立' if value else '不成立'}"
    if value == _ELSE:
        return f"{name}是其他值"
    return f"{name}为「{value}」" if value != "" else f"{name}为空"
