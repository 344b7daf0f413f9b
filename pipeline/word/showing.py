"""Whether a template shows what its kind of document has to show: somewhere in the text, and in every case."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache

from jinja2 import Environment

from pipeline.word.asking import condition_of
from pipeline.word.conditions import ALWAYS, Asked, Condition, asked_in, holds, in_words, uncovered, values_in
from pipeline.word.faults import Fault, fault
from pipeline.word.fields import Contract, Path, Record, Rows, Step, Text, Value, at, every, spelled, typed
from pipeline.word.reading import Readings, Use

_BESIDE = ("页脚", "脚注", "文档属性")  # what stands there alone is not shown


def expand(root: Record, names: Sequence[str]) -> list[Path]:
    """The texts that `names` stand for, a record or list for all that is in it. A KeyError for an unknown one."""
    wanted = {spelled(path): path for path, _ in every(root)}
    found: dict[Path, None] = {}
    for name in names:
        start = wanted[name]
        for path, one in every(root):
            if path[: len(start)] == start and isinstance(one, Text) and not one.choices:
                found |= dict.fromkeys(_numbered(root, path))
    return list(found)


def texts_of(root: Record, names: Sequence[str]) -> list[str]:
    """The same, as they are spelled, the items of a list under one name."""
    return list(dict.fromkeys(spelled(plain(path)) for path in expand(root, names)))


def plain(path: Path) -> Path:
    """The path with any item in place of a certain one."""
    return tuple(None if isinstance(step, int) else step for step in path)


def _numbered(root: Record, path: Path) -> Iterator[Path]:
    """The path, or one for each item where the list always has as many."""
    ready: list[Path] = [()]
    for place, step in enumerate(path):
        rows = at(root, path[:place]) if step is None else None
        steps: Sequence[Step] = range(rows.length) if isinstance(rows, Rows) and rows.length else (step,)
        ready = [(*one, each) for one in ready for each in steps]
    return iter(ready)


def of_shown(readings: Readings, contract: Contract, language: Environment, told: Collection[str]) -> Iterator[Fault]:
    """The fields of `shows` that are not printed, or not in every case; the questions of `branches` without both
    answers. Conditions are looked into where every pair of tags is right; what is `told` elsewhere is passed over."""
    prints = [use for use in readings.uses if use.printed and not use.tag.paragraph.shadow]
    never: list[Path] = []
    elsewhere: dict[str, list[Path]] = {}
    partly: dict[str, list[Path]] = {}
    root = contract.fields
    for path in expand(root, contract.shows):
        if spelled(plain(path)) in told:
            continue
        own = [use for use in prints if _matches(use.path, path)]
        body = [use for use in own if use.tag.paragraph.part not in _BESIDE]
        if own and not body:
            elsewhere.setdefault(own[0].tag.paragraph.part, []).append(path)
        elif not body:
            never.append(path)
        elif not readings.unclear and (when := _missing_when(path, body, root, language)):
            partly.setdefault(when, []).append(path)
    if never:
        yield _told("never", never, root)
    for where, paths in elsewhere.items():
        yield _told("elsewhere", paths, root, where=where)
    for when, paths in partly.items():
        yield fault("sometimes", "", "", tag=spelled(paths[0]), fields=_named(paths), when=when)
    if not readings.unclear:
        yield from _of_branches(readings.asked, contract)


def _of_branches(asked: Sequence[Condition], contract: Contract) -> Iterator[Fault]:
    """What the template has to ask about and does not, or for one answer only."""
    paths = {spelled(path): path for path, _ in every(contract.fields)}
    for name in contract.branches:
        path = paths[name]
        field = at(contract.fields, path)
        choices = field.choices if isinstance(field, Text) else ()
        missing = [value for value in choices[:-1] if not _is_asked(path, value, asked)]
        if missing:
            yield fault("no_choice", "", "", tag=name, values="、".join(f"「{value}」" for value in missing))
        elif not choices and not _both(path, asked):
            yield fault("no_branch", "", "", tag=name)


def _matches(printed: Path, wanted: Path) -> bool:
    return len(printed) == len(wanted) and all(
        one == other or (one is None and isinstance(other, int)) for one, other in zip(printed, wanted, strict=True)
    )


def _missing_when(path: Path, prints: Sequence[Use], root: Record, language: Environment) -> str:
    """The case in which nothing prints the field, in words; "" where something always does."""
    any_item = plain(path)
    field = at(root, any_item)
    needed = condition_of(field.when, language) if isinstance(field, Text) and field.when else ALWAYS
    case = uncovered(any_item, [use.condition for use in prints], needed, root)
    if case is None:
        return ""
    return f"在{in_words(case)}" if case else "总有一些情况下，"


def _is_asked(path: Path, value: Value, asked: Sequence[Condition]) -> bool:
    """Whether a branch is for this value of a field."""
    return any(values_in(condition) >= {(Asked(path), value)} for condition in asked)


def _both(path: Path, asked: Sequence[Condition]) -> bool:
    """Whether the template has something for either answer to whether a field is empty."""
    one = Asked(path)
    own = [condition for condition in asked if one in asked_in(condition)]

    @cache
    def possible(value: bool) -> bool:
        return any(_allows(condition, one, value) for condition in own)

    return possible(True) and possible(False)


def _allows(condition: Condition, one: Asked, value: bool) -> bool:
    """Whether a branch is for this answer alone."""
    others = dict.fromkeys(asked_in(condition), True)
    return holds(condition, {**others, one: value}) and not holds(condition, {**others, one: not value})


def _told(code: str, paths: Sequence[Path], root: Record, **facts: object) -> Fault:
    tags = "、".join(f"「{{{{ {typed(root, path)} }}}}」" for path in paths[:8])
    return fault(code, "", "", tag=spelled(paths[0]), fields=_named(paths), tags=tags, **facts)


def _named(paths: Sequence[Path]) -> str:
    return "、".join(f"「{spelled(path)}」" for path in paths)
