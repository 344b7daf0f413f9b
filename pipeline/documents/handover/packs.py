"""Packs for the office: a zip for each workstation with its own documents, and one for the bureau with all of them.

A document goes in as it stands on the disk, since the office's edits are the office's text. Each file is read once a
pack, so that the hash in the list is that of the bytes beside it.
"""

from __future__ import annotations

import datetime as dt
import io
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lxml import etree

from pipeline.documents.agreement.blanks import BLANK
from pipeline.documents.handover.cover_list import KINDS, Packed, cover_list, cover_sheet
from pipeline.ooxml.archive import Member, pack
from pipeline.plan import Plan
from pipeline.publishing.beside import UNUSABLE
from pipeline.publishing.files import digest
from pipeline.publishing.ledger import Ledger
from pipeline.publishing.made import Made
from pipeline.publishing.names import safe_name
from pipeline.publishing.workspace import Workspace
from pipeline.sheets.writing.workbook import workbook
from pipeline.word.source import parse
from pipeline.word.template import Template
from pipeline.word.text import paragraphs

HANDOVER = "handover"  # the folder, and the kind of what lies there
BUREAU = "局机关"
_FOLDERS = {"notice": "notice", "agreements": "agreement", "assessments": "assessment", "annual": "annual"}  # -> kind
COVER_DOCUMENT, COVER_WORKBOOK = "移交清单.docx", "移交清单.xlsx"
LONGEST_PATH = 180  # characters of a path in a pack: Windows takes 260 with the folder it is unpacked to
_EVERYTHING = "（全部）"
_KEPT = 40  # characters kept of each name in a path that is too long
_APP = "docProps/app.xml"
_APP_LIMIT = 1 << 20  # bytes; an honest one has a few hundred
_PAGES = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}Pages"
# KeyError: no such member; RuntimeError: encrypted, or packed in an unknown way; ValueError, struct.error: cut short.
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, etree.XMLSyntaxError),
    *(EOFError, OSError, KeyError, RuntimeError, ValueError),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One document to hand over.

    `path` is relative to `output/<year>/`, with `/`; `kind` one of `cover_list.KINDS`; `workstation` is "" for what is
    the bureau's own; `subject` 编号 and 姓名 ("T005 张伟") or ""; `number` that of an agreement or ""; `blanks` what is
    still to be filled in by hand; `outdated` and `blank_lines` as in `Packed`.
    """

    path: str
    kind: str
    workstation: str
    subject: str
    number: str
    blanks: tuple[str, ...] = ()
    outdated: bool = False
    blank_lines: int | None = None


def packs(
    workspace: Workspace, ledger: Ledger, plan: Plan, items: Sequence[Item], as_of: dt.date, unusable: list[str]
) -> Iterator[Made]:
    """The packs of the year, the workstations' by name, then the bureau's; each is made when it is asked for.

    The documents have to stand in their places: what is only about to be published is not seen. One that is not there
    is passed over; one that is no plain file, a link or unreadable is left out, and its path added to `unusable`, once.
    Where nothing is left there is no pack. Raises TemplateError where templates/移交清单.docx cannot be used.
    """
    order = list(KINDS)
    items = sorted(items, key=lambda item: (order.index(item.kind), item.path))
    stations = sorted({item.workstation for item in items if item.workstation})
    packer = _Packer(workspace, ledger, plan, as_of, Template(workspace.templates / COVER_DOCUMENT), unusable)
    names = {station: safe_name(station) for station in stations}
    for station in stations:
        own = [(_entry(item.path, item.kind), item) for item in items if item.workstation == station]
        yield from packer.pack(names[station], station, own)
    everything = [(_entry(item.path, item.kind, whole=True), item) for item in items]
    yield from packer.pack(_bureau(names.values()), plan.issuer, everything)


def stale_packs(workspace: Workspace, gone: Collection[str]) -> list[str]:
    """The packs in `handover/` that hold a document which no longer stands in its place, or is one of `gone` (paths).

    A file that is no pack, or cannot be read, is passed over.
    """
    found = sorted((workspace.output / HANDOVER).glob("*.zip"))
    standing = _standing(workspace, gone) if found else []
    everything = {_entry(path, kind, whole=True) for path, kind in standing}
    stale = []
    for file in found:
        fit = {_entry(path, kind) for path, kind in standing if PurePosixPath(path).parts[1] == file.stem}
        if file.stem.replace(_EVERYTHING, "") == BUREAU:
            fit |= everything
        if not fit.issuperset(_documents_in(file)):
            stale.append(f"{HANDOVER}/{file.name}")
    return stale


def _standing(workspace: Workspace, gone: Collection[str]) -> list[tuple[str, str]]:
    """Every document that stands in its place and is none of `gone`, with its kind."""
    return [
        (path, kind)
        for folder, kind in _FOLDERS.items()
        for file in (workspace.output / folder).rglob("*")
        if (path := file.relative_to(workspace.output).as_posix()) not in gone
    ]


def _documents_in(file: Path) -> list[str]:
    """The paths of the documents in a pack; none in what is no pack."""
    try:
        if not stat.S_ISREG(file.lstat().st_mode):
            return []
        with zipfile.ZipFile(file) as archive:
            return [name for name in archive.namelist() if name.split("/")[0] in KINDS.values()]
    except _UNREADABLE:
        return []


def _bureau(taken: Collection[str]) -> str:
    """The name of the bureau's pack, also where a workstation is called like it."""
    name = BUREAU
    while name in taken:
        name += _EVERYTHING
    return name


def _entry(document: str, kind: str, *, whole: bool = False) -> str:
    """Where the document of a path lies in a pack: below its kind, in the `whole` pack also below its workstation."""
    names = PurePosixPath(document).parts[1 if whole else -1 :]
    path = "/".join((KINDS[kind], *names))
    if len(path) <= LONGEST_PATH:
        return path
    shortened = [f"{name[:_KEPT]}~{digest(name.encode())[:16]}" for name in names]
    return "/".join((KINDS[kind], *shortened)) + PurePosixPath(document).suffix


@dataclass(frozen=True, slots=True)
class _Packer:
    workspace: Workspace
    ledger: Ledger
    plan: Plan
    as_of: dt.date
    template: Template
    unusable: list[str]

    def pack(self, name: str, receiver: str, items: Iterable[tuple[str, Item]]) -> Iterator[Made]:
        """The pack of `items`, each with its path there; nothing where none of them can be packed."""
        listed, members = [], []
        for entry, item in items:
            data = self._read(item.path)
            if data is not None:
                listed.append(self._packed(entry, item, data))
                members.append(Member.stored(entry, data))
        if listed:
            data = pack([*self._lists(listed, receiver), *members])
            yield Made(f"{HANDOVER}/{name}.zip", data, HANDOVER, machine_made=True)

    def _read(self, path: str) -> bytes | None:
        """The document as it stands; None where there is none, or where it cannot be used, which is noted."""
        try:
            file = self.workspace.document(path)
            return _plain_file(file)
        except FileNotFoundError:
            return None
        except UNUSABLE:
            if path not in self.unusable:
                self.unusable.append(path)
            return None

    def _packed(self, entry: str, item: Item, data: bytes) -> Packed:
        sha256 = digest(data)
        known = self.ledger.known(item.path)
        edited = known is None or not known.wrote(sha256)
        pages = page_count(data) if edited else None  # in a draft the figure would be that of the template
        told = (item.blanks, item.outdated, item.blank_lines)
        return Packed(entry, item.kind, item.subject, item.number, edited, pages, sha256, *told)

    def _lists(self, documents: Sequence[Packed], receiver: str) -> Iterator[Member]:
        sheet = cover_sheet(documents, self.plan, receiver, self.as_of)
        yield Member.stored(COVER_WORKBOOK, workbook([sheet], sheet.name))
        context = cover_list(documents, self.plan, receiver, self.as_of)
        yield Member.stored(COVER_DOCUMENT, self.template.render(context))


def _plain_file(path: Path) -> bytes:
    """The bytes of the file at `path`; an OSError where a link, a folder or a device stands there."""
    if not stat.S_ISREG(path.lstat().st_mode):
        raise OSError(f"not a file: {path}")
    return path.read_bytes()


def blank_lines(document: bytes) -> int | None:
    """How many paragraphs of a document have a blank; None where it cannot be read."""
    try:
        return sum(BLANK[0] in text for text in paragraphs(document))
    except _UNREADABLE:
        return None


def page_count(document: bytes) -> int | None:
    """The pages of a .docx as the program that saved it last counted them (ECMA-376-1, 22.2.2.21); None if it did not.

    None, too, for what is no such package: a document somebody damaged is still theirs to hand over.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(document)) as archive, archive.open(_APP) as app:
            pages = parse(app.read(_APP_LIMIT)).findtext(_PAGES, "").strip()
    except _UNREADABLE:
        return None
    return int(pages) if re.fullmatch("[1-9][0-9]{0,3}", pages) else None
