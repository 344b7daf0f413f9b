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
from pipeline.word.fields import Contract
from pipeline.word.fitting import lost_loops, of_fields, of_filters, of_lookalikes
from pipeline.word.manuscript import Paragraph, manuscript, properties
from pipeline.word.pairs import of_losses, of_pairs, of_places
from pipeline.word.reading import read
from pipeline.word.revisions import revisions
from pipeline.word.scanning import Scanned, scan
from pipeline.word.showing import of_shown
from pipeline.word.source import part_label

_FILLED = re.compile(r"word/(?:document|header|footer|footnotes)\d*\.xml|docProps/(?:app|core|custom)\.xml")
_ORDER = ("word/document", "word/header", "word/footer", "word/footnotes", "docProps/")


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is filled, read: `label` is what staff call it."""

    name: str
    label: str
    paragraphs: Sequence[Paragraph]
    scanned: Scanned
    tree: Tree


def parts_of(package: bytes) -> list[Part]:
    """The parts of a package that are filled: body, headers, footers, footnotes, properties."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        names = sorted(filter(_FILLED.fullmatch, archive.namelist()), key=_order)
        return [_part(name, data) for name in names if (data := archive.read(name)).strip()]


def _order(name: str) -> tuple[int, str]:
    return next(place for place, start in enumerate(_ORDER) if name.startswith(start)), name


def _part(name: str, xml: bytes) -> Part:
    label = part_label(name)
    reader = properties if name.startswith("docProps/") else manuscript
    paragraphs = reader(parse(xml), label)
    scanned = scan(paragraphs)
    return Part(name, label, paragraphs, scanned, build(scanned.tags))


def _torn(part: Part) -> Iterator[Fault]:
    yield from part.scanned.faults
    yield from part.tree.faults
    yield from of_places(part.scanned.tags)
    yield from of_pairs(part.tree.blocks)
    yield from of_losses(part.scanned)


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
    root = contract.fields
    loops = lost_loops([part.tree for part in parts], readings, root)
    found += [one for part in parts for one in of_lookalikes(part.scanned, root)]
    found += [*of_filters(readings, language), *of_fields(readings, root, loops.names)]
    meant = loops.fields | {one.meant for one in found}
    shown = of_shown(readings, contract, language, meant)
    return [*_by_place(parts, [*found, *loops.faults]), *shown]


def _by_place(parts: Sequence[Part], faults: Sequence[Fault]) -> list[Fault]:
    """In the order of the document, each once."""
    order: dict[str, int] = {}
    for part in parts:
        for paragraph in part.paragraphs:
            order.setdefault(paragraph.place, len(order))
    return sorted(dict.fromkeys(faults), key=lambda one: order.get(one.place, -1))


def refuse_faulty(package: bytes, template: str, language: Environment, contract: Contract | None) -> None:
    """Raises `Misjudged` with all that is wrong with a template; of one that is no Word document a TemplateError."""
    try:
        found = judge(package, language, contract)
    except Odd as error:
        raise TemplateError("not_docx", template) from error
    except (RecursionError, MemoryError, ValueError) as error:  # ValueError: a number of thousands of digits
        raise TemplateError("too_deep", template, part="标签") from error
    if found:
        raise Misjudged(template, found)


def refuse_unsettled(package: bytes, template: str) -> None:
    """Raises `Misjudged` where there are unsettled revisions: all that is judged of tags in a language unknown here."""
    try:
        found = list(revisions(package))
    except (Odd, RecursionError) as error:
        raise TemplateError("not_docx", template) from error
    if found:
        raise Misjudged(template, found)
