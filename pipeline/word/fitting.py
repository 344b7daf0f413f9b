"""Whether the tags of a template fit the fields that there are: each by name, with the nearest where there is none."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from jinja2 import Environment

from pipeline.word.faults import Fault, fault
from pipeline.word.fields import Field, Path, Record, Rows, Text, Whatever, at, every, spelled
from pipeline.word.manuscript import INVISIBLE
from pipeline.word.reading import LOOP, Readings, Use
from pipeline.word.scanning import CLOSINGS, Scanned, near

_MOST = 3  # names that are offered
_ALIKE = 0.5  # of two words of two characters one is the same
# Brackets in which somebody who knows another program writes a field; the first ones are for nothing else.
_BRACES = re.compile(r"[{｛«$]\s*[{｛]?\s*([^{}｛｝«»\0\s][^{}｛｝«»\0]{0,30}?)\s*[}｝»]\s*[}｝]?")
_BRACKETS = re.compile(r"[【\[［<＜〈〖〔]\s*([^\0\s【】\[\]［］<>＜＞〈〉〖〗〔〕]{1,30}?)\s*[】\]］>＞〉〗〕]")
_UNSEEN = re.compile(f"[{INVISIBLE}]")


def of_fields(readings: Readings, root: Record, explained: Sequence[str]) -> Iterator[Fault]:
    """What the tags name and the fields do not have, a fault a tag. `explained` are names that are lost with a loop."""
    seen: set[tuple[int, str]] = set()
    for use in readings.uses:
        if use.path[:1] and use.path[0] in explained:
            continue
        found = _misfit(use, root)
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
        return None if word in LOOP else _told(use, "unknown", f"loop.{word}", hint=hint)
    here: Field = root
    for place, step in enumerate(use.path):
        before, here_now = use.path[:place], here
        if isinstance(here_now, Whatever):
            return None
        if isinstance(here_now, Record):
            if not isinstance(step, str) or step not in here_now.fields:
                name = spelled((*before, step))
                return _told(use, "unknown", name, hint=_nearest(use, before, str(step), root))
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


def _told(use: Use, code: str, tag: str = "", **facts: object) -> Fault:
    return fault(code, use.tag.place, use.tag.near, tag=tag or use.written, **facts)


def _loop(path: Path, rows: Rows, step: str = "") -> str:
    """{% for 例外项 in 例外 %}{{ 例外项.理由 }}{% endfor %}"""
    name = rows.called
    inside = name
    if isinstance(rows.item, Record):
        inside = f"{name}.{step if step in rows.item.fields else next(iter(rows.item.fields))}"
    return f"{{% for {name} in {spelled(path)} %}}{{{{ {inside} }}}}{{% endfor %}}"


def _or(names: Sequence[str], prefix: str = "") -> str:
    return f"，相近的有{'、'.join(f'「{prefix}{name}」' for name in names)}" if names else ""


def _close(name: str, among: Sequence[str]) -> list[str]:
    return difflib.get_close_matches(name, among, _MOST, _ALIKE)


def _nearest(use: Use, before: Path, step: str, root: Record) -> str:
    """The fields that may be meant, as they would be written here: beside the wrong one first, then anywhere."""
    written = use.written.rpartition(".")[0]
    beside = at(root, before)
    if before and isinstance(beside, Record):
        own = _close(step, list(beside.fields)) or list(beside.fields)[:8]
        start = f"{written}." if written and "|" not in written else f"{spelled(before)}."
        return _or(own, start)
    reachable = dict(_reachable(use, root))
    exact = [path for path, name in reachable.items() if name == step]
    close = exact[:_MOST] or _close(step, list(reachable))
    close = close or [path for path, name in reachable.items() if name in _close(step, list(reachable.values()))]
    return _or(close[:_MOST])


def _reachable(use: Use, root: Record) -> Iterator[tuple[str, str]]:
    """Every text and list that can be written here, as it is written, with its own name."""
    for path, _ in every(root):
        if None not in path:
            yield spelled(path), str(path[-1])
    for name, bound in use.scope.items():
        inside = at(root, bound) if bound is not None and name != "loop" else None
        if isinstance(inside, Record):
            yield from ((f"{name}.{field}", field) for field in inside.fields)
        elif inside is not None:
            yield name, name


def of_lookalikes(scanned: Scanned, root: Record) -> Iterator[Fault]:
    """Fields between brackets that are none of a tag's: they would be printed as they are."""
    names = {spelled(path): path for path, one in every(root) if isinstance(one, Text)}
    for paragraph, text in scanned.texts.items():
        plain = _UNSEEN.sub("", text)
        for found in (*_BRACES.finditer(plain), *_BRACKETS.finditer(plain)):
            braces = found.re is _BRACES
            meant = _meant(found[1], names, root, guessing=braces)
            if meant and not (braces and "｛{" in found[0]):
                yield fault("lookalike", paragraph.place, near(found[0]), meant=f"{{{{ {meant} }}}}", tag=meant)


def _meant(inner: str, names: dict[str, Path], root: Record, *, guessing: bool) -> str:
    """The field that is named between brackets, as it is written in a tag; "" for none."""
    inner = inner.strip()
    if inner in names:
        return _writable(names[inner])
    last = [path for path in names.values() if path and path[-1] == inner]
    if last:
        return _writable(last[0])
    if guessing and "." in inner:
        close = difflib.get_close_matches(inner, [name for name in names if "[" not in name], 1, 0.7)
        return close[0] if close else ""
    return ""


def _writable(path: Path) -> str:
    return spelled(path).replace("[]", "[…]") if None not in path else f"行.{path[-1]}"


def of_plain(scanned: Scanned) -> Iterator[Fault]:
    """`{{r x }}` and its like, which print nothing where x is plain text."""
    for tag in scanned.tags:
        if tag.kind == "{{" and tag.prefix:
            meant = f"{{{{ {tag.body} {CLOSINGS[tag.kind]}"
            yield fault("plain", tag.place, tag.near, prefix=tag.prefix, meant=meant)
