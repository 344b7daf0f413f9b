"""Packs for the office: a zip for each workstation with its own documents, and one for the bureau with all of them.

A document goes in as it stands on the disk, since the office's edits are the office's text. Each file is read once a
pack, so that the hash in the list is that of the bytes beside it. A pack is whole or is not made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.documents.finished import page_count
from pipeline.documents.handover.cover_list import Packed, cover_list, cover_sheet
from pipeline.documents.handover.paths import PACK, bureau, entry
from pipeline.documents.kind import Desk, Document, Item, Kind, Making
from pipeline.documents.making import template_of
from pipeline.ooxml.archive import Member, pack
from pipeline.ooxml.plain_file import NotAFile, read_plain
from pipeline.publishing.beside import UNUSABLE
from pipeline.publishing.disk import digest
from pipeline.publishing.made import Made
from pipeline.publishing.names import safe_name
from pipeline.sheets.writing.workbook import workbook
from pipeline.word.template import Template

_NAMED = 3  # documents that a sentence names before it counts the rest
COVER_DOCUMENT, COVER_WORKBOOK = "移交清单.docx", "移交清单.xlsx"


def make(desk: Desk, kind: Kind) -> Making:
    """The packs of the desk's items, the workstations' by name, then the bureau's; each is made when it is asked for.

    The documents have to stand in their places: what is only about to be published is not seen. One that is not there
    is passed over; where nothing is left there is no pack. Nor is there one that would lack a document which could not
    be written, or is no plain file, a link or unreadable: that is said at the end. Raises TemplateError where the
    template of the list cannot be used.
    """
    order = [one.id for one in desk.kinds]
    items = sorted(desk.items, key=lambda item: (order.index(item.kind.id), item.path))
    stations = sorted({item.about.workstation for item in items if item.about.workstation})
    as_of = desk.checked.intake.dataset.as_of if desk.checked else desk.plan.last_day
    packer = _Packer(desk, kind, as_of, template_of(desk, kind))
    names = {station: safe_name(station) for station in stations}
    each = [one.packed_as for one in desk.refused if desk.checked and one.works().expected(desk.checked)]
    for station in stations:
        own = [(entry(item.path, item.kind), item) for item in items if item.about.workstation == station]
        yield from packer.pack(names[station], station, own, each)
    everything = [(entry(item.path, item.kind, whole=True), item) for item in items]
    every = [one.packed_as for one in desk.refused]
    yield from packer.pack(bureau(names.values()), desk.plan.issuer, everything, every)
    yield from packer.said()


def wanted(desk: Desk, kind: Kind) -> int:
    """A pack for each workstation that has documents, and the bureau's."""
    return len({item.about.workstation for item in desk.items if item.about.workstation}) + bool(desk.items)


@dataclass(frozen=True, slots=True)
class _Packer:
    desk: Desk
    kind: Kind
    as_of: dt.date
    list_template: Template
    not_made: dict[tuple[str, ...], list[str]] = field(default_factory=dict)  # what lacks, and where

    def said(self) -> Iterator[str]:
        """Which packs are not made, and why."""
        for lacking, names in self.not_made.items():
            packs = "、".join(f"{self.kind.folder}/{name}{PACK}" for name in names)
            many = f"等 {len(lacking)} 份" if len(lacking) > _NAMED else ""
            named = f"{'、'.join(lacking[:_NAMED])}{many}"
            yield f"没有生成移交包 {packs}，因为缺少 {named}。请先把所缺的文件做好，再重新运行。"

    def pack(
        self, name: str, receiver: str, items: Sequence[tuple[str, Item]], refused: Sequence[str]
    ) -> Iterator[Document]:
        """The pack of `items`, each with its path there; nothing where it would lack one, or there is none at all.

        `refused` are the kinds of which it would hold documents, had any been made.
        """
        lacking = [*refused, *(item.path for _, item in items if item.path in self.desk.blocked)]
        listed, members = [], []
        for place, item in () if lacking else items:
            try:
                data = _plain_file(self.desk.workspace.document(item.path))
            except FileNotFoundError:
                continue
            except UNUSABLE:
                lacking.append(item.path)
                continue
            listed.append(self._packed(place, item, data))
            members.append(Member.stored(place, data))
        if lacking:
            self.not_made.setdefault(tuple(lacking), []).append(name)
        elif listed:
            data = pack([*self._lists(listed, receiver), *members])
            yield Document(Made(f"{self.kind.folder}/{name}{PACK}", data, self.kind.id, machine_made=True))

    def _packed(self, place: str, item: Item, data: bytes) -> Packed:
        sha256 = digest(data)
        known = self.desk.ledger.known(item.path)
        edited = known is None or not known.wrote(sha256)
        pages = page_count(data) if edited else None  # in a draft the figure would be that of the template
        return Packed(place, item, edited, pages, sha256)

    def _lists(self, documents: list[Packed], receiver: str) -> Iterator[Member]:
        sheet = cover_sheet(documents, self.desk.plan, receiver, self.as_of)
        yield Member.stored(COVER_WORKBOOK, workbook([sheet], sheet.name))
        context = cover_list(documents, self.desk.plan, receiver, self.as_of)
        yield Member.stored(COVER_DOCUMENT, self.list_template.render(context))


def _plain_file(path: Path) -> bytes:
    """The bytes of the file at `path`; an OSError where a link, a folder or a device stands there."""
    if path.is_symlink():
        raise NotAFile(path)
    return read_plain(path)
