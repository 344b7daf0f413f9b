"""A template judged before the first document is made: all that is wrong with it at once, by place."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jinja2 import Environment

from pipeline.ooxml.xml import Odd, parse
from pipeline.word.blocks import Tree, build
from pipeline.word.errors import TemplateError
from pipeline.word.faults import Fault, Misjudged
from pipeline.word.fields import Record
from pipeline.word.fitting import of_fields, of_filters, of_lookalikes, of_plain
from pipeline.word.language import Language
from pipeline.word.manuscript import Paragraph, manuscript
from pipeline.word.pairs import of_losses, of_pairs, of_places
from pipeline.word.reading import Readings, read
from pipeline.word.revisions import revisions
from pipeline.word.scanning import Scanned, scan
from pipeline.word.showing import of_shown
from pipeline.word.source import part_label

_FILLED = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes)\d*\.xml")
_ORDER = ("word/document", "word/header", "word/footer", "word/footnotes")


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is filled, read: `label` is what staff call it."""

    name: str
    label: str
    paragraphs: Sequence[Paragraph]
    scanned: Scanned
    tree: Tree


def parts_of(package: bytes) -> list[Part]:
    """The parts of a package that are filled: body, headers, footers, footnotes."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        names = sorted(filter(_FILLED.fullmatch, archive.namelist()), key=_order)
        return [_part(name, archive.read(name)) for name in names]


def _order(name: str) -> tuple[int, str]:
    return next(place for place, start in enumerate(_ORDER) if name.startswith(start)), name


def _part(name: str, xml: bytes) -> Part:
    label = part_label(name)
    paragraphs = manuscript(parse(xml), label)
    scanned = scan(paragraphs)
    return Part(name, label, paragraphs, scanned, build(scanned.tags))


def _torn(part: Part) -> Iterator[Fault]:
    yield from part.scanned.faults
    yield from part.tree.faults
    yield from of_places(part.scanned.tags)
    yield from of_pairs(part.tree.blocks)
    yield from of_losses(part.scanned)


@dataclass(frozen=True, slots=True)
class Contract:
    """What templates of one kind may name and have to show.

    `shows` are fields that have to be printed in every case, spelled as in `fields.spelled`; a record or a list stands
    for all that it holds. `branches` are fields that a template has to ask about, with something for either answer.
    """

    fields: Record
    shows: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()


def judge(package: bytes, language: Environment, contract: Contract | None = None) -> list[Fault]:
    """All that is wrong with a template, in the order of the document.

    Whatever it is filled with: unsettled revisions, tags written wrong, pairs that are none or reach too far, text and
    pictures that would vanish. With a contract, too, what does not fit its fields, for which `language` knows the
    filters, and what is not shown.
    """
    parts = parts_of(package)
    readings = read([part.tree for part in parts], language)
    found = [*revisions(package), *(one for part in parts for one in _torn(part)), *readings.faults]
    if contract is None:
        return _by_place(parts, found)
    lost = _lost_with_loops(parts, readings, contract.fields)
    found += [*of_filters(readings, language), *of_fields(readings, contract.fields, lost)]
    for part in parts:
        found += [*of_plain(part.scanned), *of_lookalikes(part.scanned, contract.fields)]
    shown = of_shown(readings, contract.fields, contract.shows, contract.branches, language)
    return [*_by_place(parts, found), *shown]


def _lost_with_loops(parts: Sequence[Part], readings: Readings, root: Record) -> list[str]:
    """Names that are no field and were bound by a loop whose beginning is missing: its end is told as surplus."""
    if not any(part.tree.surplus for part in parts):
        return []
    return [str(use.path[0]) for use in readings.uses if len(use.path) > 1 and use.path[0] not in root.fields]


def _by_place(parts: Sequence[Part], faults: Sequence[Fault]) -> list[Fault]:
    """In the order of the document, each once."""
    order: dict[str, int] = {}
    for part in parts:
        for paragraph in part.paragraphs:
            order.setdefault(paragraph.place, len(order))
    return sorted(dict.fromkeys(faults), key=lambda one: order.get(one.place, -1))


def refuse_faulty(package: bytes, template: str, contract: Contract | None) -> None:
    """Raises `Misjudged` with all that is wrong with a template; of one that is no Word document a TemplateError."""
    try:
        found = judge(package, Language(template), contract)
    except (Odd, RecursionError) as error:
        raise TemplateError("not_docx", template) from error
    if found:
        raise Misjudged(template, found)
