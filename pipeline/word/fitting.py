"""Whether the tags of a template fit the fields that there are: each by name, with the nearest where there is none."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from jinja2 import Environment

from pipeline.word.blocks import Tree
from pipeline.word.faults import Fault, fault
from pipeline.word.fields import Field, Path, Record, Rows, Text, Whatever, at, every, spelled, typed
from pipeline.word.manuscript import INVISIBLE
from pipeline.word.reading import LOOP, Readings, Use
from pipeline.word.scanning import Scanned, near

_MOST = 3  # names that are offered
_ALIKE = 0.5  # of two words of two characters one is the same
# Brackets in which somebody who knows another program writes a field; the first ones are for nothing else.
_BRACES = re.compile(r"[{｛«]\s{0,3}[{｛]?\s{0,3}([^{}｛｝«»\0\s][^{}｛｝«»\0]{0,30}?)\s{0,3}[}｝»]\s{0,3}[}｝]?")
_BRACKETS = re.compile(
    r"[【\[［<＜〈〖〔]\s{0,3}([^\0\s【】\[\]［］<>＜＞〈〉〖〗〔〕]{1,30}?)\s{0,3}[】\]］>＞〉〗〕]"
)
_HALF = re.compile(r"[｛{]\s*[｛{]")  # two of them, some full-width, are told as a tag written so
_ESCAPED = re.compile(r"\{_[{%]|[}%]_\}")  # how docxtpl writes a bracket that is to be printed
_UNSEEN = re.compile(f"[{INVISIBLE}]")


def of_fields(readings: Readings, root: Record, explained: Collection[str]) -> Iterator[Fault]:
    """What the tags name and the fields do not have, a fault a tag. `explained` are names that are lost with a loop."""
    seen: set[tuple[int, str]] = set()
    for use in readings.uses:
        if use.path[:1] and use.path[0] in explained:
            continue
        found = _misfit(use, root)
        if found is not None and found.code == "unknown" and not found.meant and use.path in readings.guarded:
            continue  # the template itself says what to do where it is not there
        if found is not None and (id(use.tag), found.code + found.tag) not in seen:
            seen.add((id(use.tag), found.code + found.tag))
            yield found


def of_filters(readings: Readings, language: Environment) -> Iterator[Fault]:
    known = [name for name in language.filters if not name.startswith("_")]
    for name, tag in readings.filters:
        if name not in known:
            close = difflib.get_close_matches(name, known, 1)
            hint = f"（是不是「{close[0]}」）" if close else ""
            yield fault("unknown_filter", tag.place, tag.near, word=name, hint=hint)


def _misfit(use: Use, root: Record) -> Fault | None:
    if use.path[0] == "loop" and not isinstance(use.path[1:2][0] if use.path[1:] else None, int):
        return _told(use, "loop_outside") if "loop" not in root.fields else None
    if use.path[0] == "loop":
        word = str(use.path[2]) if len(use.path) > 2 else "index"
        hint = _or(difflib.get_close_matches(word, LOOP, 1), "loop.")
        return None if word in LOOP else _told(use, "unknown", f"loop.{word}", name=f"loop.{word}", hint=hint)
    here: Field = root
    bound = use.scope.get(use.written.split(".")[0].split("[")[0]) or ()
    for place, step in enumerate(use.path):
        before, here_now = use.path[:place], here
        if isinstance(here_now, Whatever):
            return None
        if isinstance(here_now, Record):
            if not isinstance(step, str) or step not in here_now.fields:
                if place < len(bound):
                    return None  # told where the loop begins
                near_ones = _nearest(use, before, str(step), root)
                hint = _or([written for written, _ in near_ones]) or _offers(before, here_now)
                meant = spelled(near_ones[0][1]) if near_ones else ""
                return _told(
                    use, "unknown", (path := spelled((*before, step))), meant, name=_as_typed(use, path), hint=hint
                )
            here = here_now.fields[step]
        elif isinstance(here_now, Rows):
            if isinstance(step, str):
                return _told(use, "below_rows", spelled(before), step=step, loop=_loop(before, here_now, step))
            wrong = _index(use, before, here_now, step)
            if wrong is not None:
                return wrong
            here = here_now.item
        else:
            if isinstance(step, str) and not isinstance(here_now.example, bool):
                return _told(use, "below_text", spelled(before), step=step)
            return None
    return _wrong_use(use, here, root)


def _index(use: Use, before: Path, rows: Rows, step: int | None) -> Fault | None:
    if step is None:
        return None
    if rows.length is None:
        after = use.path[len(before) + 1 :]
        name = str(after[0]) if after else ""
        return _told(
            use, "index", spelled(before), written=spelled(use.path),
            number="最后一" if step < 0 else step + 1, loop=_loop(before, rows, name),
        )  # fmt: skip
    if not -rows.length <= step < rows.length:
        return _told(use, "beyond", spelled(before), length=rows.length, last=rows.length - 1, number=step)
    return None


def _wrong_use(use: Use, field: Field, root: Record) -> Fault | None:
    if use.printed and isinstance(field, Text) and use.tag.kind == "{{" and use.tag.prefix:
        return _told(use, "plain", prefix=use.tag.prefix, meant=use.tag.meant(use.tag.body, ""))
    if use.printed and isinstance(field, Rows):
        return _told(use, "rows_printed", spelled(use.path), loop=_loop(use.path, field))
    if use.printed and isinstance(field, Record):
        names = "、".join(f"「{spelled((*use.path, name))}」" for name in field.fields)
        return _told(use, "record_printed", spelled(use.path), fields=names)
    if use.printed and isinstance(field, Text) and isinstance(field.example, bool):
        return _told(use, "flag_printed", spelled(use.path))
    if use.over and isinstance(field, (Text, Record)) and not isinstance(field, Whatever):
        lists = [spelled(path) for path, one in every(root) if isinstance(one, Rows) and None not in path]
        return _told(use, "not_rows", spelled(use.path), hint=_or(_close(spelled(use.path), lists)))
    return None


def _told(use: Use, code: str, tag: str = "", field: str = "", **facts: object) -> Fault:
    return fault(code, use.tag.place, use.tag.near, tag or use.written, field, **facts)


def _loop(path: Path, rows: Rows, step: str = "") -> str:
    """{% for 例外项 in 例外 %}{{ 例外项.理由 }}{% endfor %}"""
    name = rows.called
    inside = name
    if isinstance(rows.item, Record):
        inside = f"{name}.{step if step in rows.item.fields else next(iter(rows.item.fields))}"
    return f"{{% for {name} in {spelled(path)} %}}{{{{ {inside} }}}}{{% endfor %}}"


def _or(names: Sequence[str], prefix: str = "") -> str:
    return f"，相近的有{'、'.join(f'「{prefix}{name}」' for name in names)}" if names else ""


def _as_typed(use: Use, path: str) -> str:
    """A path as the tag has it, where that is a plain name."""
    return use.written if use.written.replace(".", "").isidentifier() else path


def _offers(path: Path, record: Record) -> str:
    return f"，「{spelled(path)}」下面有{'、'.join(f'「{name}」' for name in record.fields)}" if path else ""


def _close(name: str, among: Sequence[str]) -> list[str]:
    return difflib.get_close_matches(name, among, _MOST, _ALIKE)


def _nearest(use: Use, before: Path, step: str, root: Record) -> list[tuple[str, Path]]:
    """The fields that may be meant, as they would be written here: beside the wrong one first, then anywhere."""
    beside = at(root, before)
    if before and isinstance(beside, Record):
        written = use.written.rpartition(".")[0]
        start = written if written and "|" not in written else spelled(before)
        return [(f"{start}.{name}", (*before, name)) for name in _close(step, list(beside.fields))]
    reachable = dict(_reachable(use, root))
    same = [written for written, path in reachable.items() if path[-1] == step]
    close = same or _close(step, list(reachable))
    close = close or [one for one, path in reachable.items() if path[-1] in _close(step, _last(reachable.values()))]
    return [(written, reachable[written]) for written in close[:_MOST]]


def _last(paths: Iterable[Path]) -> list[str]:
    return [str(path[-1]) for path in paths]


def _reachable(use: Use, root: Record) -> Iterator[tuple[str, Path]]:
    """Every field that can be written here, as it is written."""
    for path, _ in every(root):
        if None not in path:
            yield spelled(path), path
    for name, bound in use.scope.items():
        inside = at(root, bound) if bound is not None and name != "loop" else None
        if isinstance(inside, Record) and bound is not None:
            yield from ((f"{name}.{field}", (*bound, field)) for field in inside.fields)
        elif inside is not None and bound is not None:
            yield name, (*bound[:-1], name) if bound[-1] is None else bound


def of_lookalikes(scanned: Scanned, root: Record) -> Iterator[Fault]:
    """Fields between brackets that are none of a tag's: they would be printed as they are."""
    names = {spelled(path): path for path, one in every(root) if isinstance(one, Text)}
    for paragraph, text in scanned.texts.items():
        plain = _ESCAPED.sub(" ", _UNSEEN.sub("", text))
        for found in (*_BRACES.finditer(plain), *_BRACKETS.finditer(plain)):
            path = _meant(found[1], names, guessing=found.re is _BRACES)
            if path and not _HALF.match(found[0]):
                meant = f"{{{{ {typed(root, path)} }}}}"
                yield fault("lookalike", paragraph.place, near(found[0]), spelled(path), spelled(path), meant=meant)


def _meant(inner: str, names: dict[str, Path], *, guessing: bool) -> Path:
    """The field that is named between brackets; () for none."""
    inner = inner.strip()
    exact = [path for name, path in names.items() if inner == name or path[-1] == inner]
    if exact:
        return exact[0]
    close = difflib.get_close_matches(inner, names, 1, 0.7) if guessing and "." in inner else []
    return names[close[0]] if close else ()


@dataclass(frozen=True, slots=True)
class LostLoops:
    """Loops whose beginning is missing: the `names` that they bound, the `fields` that they printed, and what to put
    in: a fault for the list that has these fields, where one has."""

    names: frozenset[str]
    fields: frozenset[str]
    faults: tuple[Fault, ...]


def lost_loops(trees: Sequence[Tree], readings: Readings, root: Record) -> LostLoops:
    """Where an end has no beginning, the names that nothing binds any more are no misspelt fields."""
    ends = [tag for tree in trees for tag in tree.surplus if tag.word == "endfor"]
    bound: dict[str, list[Use]] = {}
    for use in readings.uses if ends else ():
        name = str(use.path[0])
        if name not in root.fields and not (len(name) > 1 and _close(name, list(root.fields))):
            bound.setdefault(name, []).append(use)
    bound.pop("loop", None)
    fields: set[str] = set()
    found = []
    for name, uses in bound.items():
        names = {str(use.path[1]) for use in uses if len(use.path) > 1}
        lists = [(path, rows) for path, rows in every(root) if isinstance(rows, Rows) and _has(rows, names)]
        if lists:
            path = min(lists, key=lambda one: (None in one[0], len(getattr(one[1].item, "fields", ()))))[0]
            fields |= {spelled((*path, None, *use.path[1:])) for use in uses}
            end, first = ends[0], uses[0].tag
            opening = f"{end.kind}{end.prefix} for {name} in {typed(root, path)} %}}"
            found.append(fault("lost_loop", first.place, first.near, tag=name, opening=opening))
    return LostLoops(frozenset({*bound, "loop"} if ends else ()), frozenset(fields), tuple(found))


def _has(rows: Rows, names: set[str]) -> bool:
    """Whether the items of a list have all these fields; none where they are texts."""
    return names <= rows.item.fields.keys() if names and isinstance(rows.item, Record) else False
