"""Packs for the office: a zip for each workstation with its own documents, and one for the bureau with all of them.

A document goes in as it stands on the disk, since the office's edits are the office's text. Each file is read once a
pack, so that the hash in the list is that of the bytes beside it.
"""

from __future__ import annotations

import datetime as dt
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.documents.finished import page_count
from pipeline.documents.handover.cover_list import Packed, cover_list, cover_sheet
from pipeline.documents.handover.paths import PACK, bureau, entry
from pipeline.documents.kind import Desk, Document, Item, Kind, Making
from pipeline.documents.making import template_of
from pipeline.ooxml.archive import Member, pack
from pipeline.publishing.beside import UNUSABLE
from pipeline.publishing.disk import digest
from pipeline.publishing.made import Made
from pipeline.publishing.names import safe_name
from pipeline.sheets.writing.workbook import workbook
from pipeline.word.template import Template

COVER_DOCUMENT, COVER_WORKBOOK = "移交清单.docx", "移交清单.xlsx"


def make(desk: Desk, kind: Kind) -> Making:
    """The packs of the desk's items, the workstations' by name, then the bureau's; each is made when it is asked for.

    The documents have to stand in their places: what is only about to be published is not seen. One that is not there
    is passed over; what is no plain file, a link or unreadable is left out, and said at the end. Where nothing is left
    there is no pack. Raises TemplateError where the template of the list cannot be used.
    """
    order = [one.id for one in desk.kinds]
    items = sorted(desk.items, key=lambda item: (order.index(item.kind.id), item.path))
    stations = sorted({item.about.workstation for item in items if item.about.workstation})
    as_of = desk.checked.intake.dataset.as_of if desk.checked else desk.plan.last_day
    packer = _Packer(desk, kind, as_of, template_of(desk, kind))
    names = {station: safe_name(station) for station in stations}
    for station in stations:
        own = [(entry(item.path, item.kind), item) for item in items if item.about.workstation == station]
        yield from packer.pack(names[station], station, own)
    everything = [(entry(item.path, item.kind, whole=True), item) for item in items]
    yield from packer.pack(bureau(names.values()), desk.plan.issuer, everything)
    if packer.unusable:
        left_out = "、".join(packer.unusable)
        yield f"没有装入移交包：{left_out}。它们不是普通文件或者读不出来，请检查后重新运行。"


def wanted(desk: Desk, kind: Kind) -> int:
    """A pack for each workstation that has documents, and the bureau's."""
    return len({item.about.workstation for item in desk.items if item.about.workstation}) + bool(desk.items)


@dataclass(frozen=True, slots=True)
class _Packer:
    desk: Desk
    kind: Kind
    as_of: dt.date
    list_template: Template
    unusable: dict[str, None] = field(default_factory=dict)  # paths, in the order in which they were met

    def pack(self, name: str, receiver: str, items: Iterable[tuple[str, Item]]) -> Iterator[Document]:
        """The pack of `items`, each with its path there; nothing where none of them can be packed."""
        listed, members = [], []
        for place, item in items:
            data = self._read(item.path)
            if data is not None:
                listed.append(self._packed(place, item, data))
                members.append(Member.stored(place, data))
        if listed:
            data = pack([*self._lists(listed, receiver), *members])
            yield Document(Made(f"{self.kind.folder}/{name}{PACK}", data, self.kind.id, machine_made=True))

    def _read(self, path: str) -> bytes | None:
        """The document as it stands; None where there is none, or where it cannot be used, which is noted."""
        try:
            return _plain_file(self.desk.workspace.document(path))
        except FileNotFoundError:
            return None
        except UNUSABLE:
            self.unusable[path] = None
            return None

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
    if not stat.S_ISREG(path.lstat().st_mode):
        raise OSError(f"not a file: {path}")
    return path.read_bytes()
