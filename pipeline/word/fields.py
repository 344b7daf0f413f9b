"""What a template may name: the fields of one kind of document, as records, lists and texts, and their spelling.

A field knows what it means and an invented example, so that one declaration serves those who write templates, those
who judge them and those who are to be told what there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Step = str | int | None  # a name; the number of an item; any item
Path = tuple[Step, ...]
Value = str | int | bool


@dataclass(frozen=True, slots=True)
class Text:
    """A field that is printed. `choices` are all values it can have, where the template may ask which; `when` is the
    condition, in the language of the tags, without which it is empty."""

    meaning: str
    example: Value = ""
    choices: tuple[Value, ...] = ()
    when: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Fields under one name."""

    meaning: str
    fields: Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of alike items, each called `called` in the example of a loop.

    `length` where it always has as many, so that an item may be named by its number; `filled` where it is never empty.
    """

    meaning: str
    item: Field
    called: str = "行"
    length: int | None = None
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Whatever:
    """A value that is not described: whatever a template reads of it may be there."""

    meaning: str = ""


Field = Text | Record | Rows | Whatever


@dataclass(frozen=True, slots=True)
class Contract:
    """What templates of one kind may name and have to show.

    `shows` are fields that have to be printed in every case, spelled as in `fields.spelled`; a record or a list stands
    for all that it holds. `branches` are fields that a template has to ask about, with something for either answer.
    """

    fields: Record
    shows: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()


def flag(meaning: str, example: bool = True) -> Text:
    """A field that is asked, not printed."""
    return Text(meaning, example, choices=(True, False))


def spelled(path: Path) -> str:
    """("a", None, "b") -> "a[].b"; ("a", 3, "b") -> "a[3].b"."""
    text = ""
    for step in path:
        text += f".{step}" if isinstance(step, str) else "[]" if step is None else f"[{step}]"
    return text.removeprefix(".")


def typed(root: Field, path: Path) -> str:
    """How the field of a path is typed in a tag: within its loop where it is an item's."""
    places = [place for place, step in enumerate(path) if step is None]
    if not places:
        return spelled(path)
    rows = at(root, path[: places[-1]])
    return ".".join((rows.called if isinstance(rows, Rows) else "", *map(str, path[places[-1] + 1 :])))


def at(root: Field, path: Path) -> Field | None:
    """The field of a path that is right; None where there is none, or where nothing is described any more."""
    for step in path:
        if isinstance(root, Record) and isinstance(step, str):
            if step not in root.fields:
                return None
            root = root.fields[step]
        elif isinstance(root, Rows) and not isinstance(step, str):
            root = root.item
        else:
            return None
    return root


def every(root: Field, path: Path = ()) -> Iterator[tuple[Path, Field]]:
    """Every field below `root` with its path, in order, records and lists before what is in them."""
    if path:
        yield path, root
    if isinstance(root, Record):
        for name, field in root.fields.items():
            yield from every(field, (*path, name))
    elif isinstance(root, Rows):
        yield from every(root.item, (*path, None))


def fields_of(value: object, meaning: str = "") -> Field:
    """The fields that a context has, as far as plain mappings, lists, texts and numbers say; items may differ."""
    if isinstance(value, Mapping):
        return Record(meaning, {str(key): fields_of(one) for key, one in value.items()})
    if isinstance(value, (list, tuple)):
        items = [fields_of(one) for one in value]
        return Rows(meaning, _merged(items), length=len(items) or None)
    if isinstance(value, (str, int, float)):
        return Text(meaning, value if isinstance(value, (str, int)) else str(value))
    return Whatever(meaning)


def _merged(items: list[Field]) -> Field:
    if not items:
        return Whatever()
    if all(isinstance(one, Record) for one in items):
        names: dict[str, list[Field]] = {}
        for one in items:
            for name, field in one.fields.items() if isinstance(one, Record) else ():
                names.setdefault(name, []).append(field)
        return Record("", {name: _merged(found) for name, found in names.items()})
    if all(isinstance(one, Rows) for one in items):
        return Rows("", _merged([one.item for one in items if isinstance(one, Rows)]))
    return items[0] if all(isinstance(one, Text) for one in items) else Whatever()
