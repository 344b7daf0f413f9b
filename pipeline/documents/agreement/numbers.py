"""The running numbers of agreements: allotted once, never reused, found again in the agreements themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.chinese.folding import folded
from pipeline.documents.making import KEY
from pipeline.ooxml.damage import UNREADABLE
from pipeline.ooxml.properties import read_properties
from pipeline.plan.value_kinds import SERIAL
from pipeline.publishing.beside import PROPOSAL, WITHDRAWN
from pipeline.publishing.disk import files_below
from pipeline.publishing.ledger import Ledger
from pipeline.publishing.workspace import Workspace

NUMBER = "AgreementSerial"  # the custom property by which an agreement says its number
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def allot(workspace: Workspace, ledger: Ledger, keys: Sequence[str], folder: str) -> dict[str, int]:
    """The running number of each agreement of the year, by its key: 编号, or 编号-统一社会信用代码.

    A key that ever had a number keeps it, in whatever order the keys come, however its letters are written, and also
    when it was gone in between. The others get the next numbers in the order given, above every number ever allotted.
    All stand in the ledger when this returns, so that no document bears a number that a killed run has forgotten.

    Before a new number is given, the agreements that lie in `folder` of `output/<year>/`, those proposed and withdrawn
    too, are asked for what a lost or older ledger does not know. Where they contradict the ledger, the ledger is right;
    where they contradict one another, the first by path is: a draft in its place before a proposal, that before a
    withdrawn one. Whoever loses a number so gets a new one; the number that is lost is not given to anybody again.
    """
    known = ledger.serials()
    if any(folded(key) not in known for key in keys):
        claims = list(_claims(workspace, folder))
        highest = max([*known.values(), *(serial for _, serial in claims)], default=0)
        taken = set(known.values())
        for key, serial in claims:
            if key not in known and serial not in taken:
                known[key] = serial
                taken.add(serial)
        for key in keys:
            if folded(key) not in known:
                highest += 1
                known[folded(key)] = highest
        ledger.allot(known)
    return {key: known[folded(key)] for key in keys}


def properties(year: int, key: str, serial: int) -> dict[str, str]:
    """The custom properties by which an agreement says whose it is and under which number."""
    return {KEY: f"agreement {year} {key}", NUMBER: str(serial)}


def spelled(pattern: str, serial: int) -> str:
    """The number as it is printed: `pattern` (plan.toml, [agreement] number) with `{serial}` or `{serial:03}` filled.

    "" where agreements are not numbered. A number longer than the pattern's digits is spelled whole.
    """
    return SERIAL.sub(lambda slot: str(serial).zfill(int(slot[1] or 0)), pattern)


def _claims(workspace: Workspace, drafts: str) -> Iterator[tuple[str, int]]:
    """Key and number of each agreement of the year that can be read, in the order of folders and paths."""
    ours = f"agreement {workspace.year} "
    for folder in (drafts, f"{PROPOSAL}/{drafts}", f"{WITHDRAWN}/{drafts}"):
        for path in files_below(workspace.output / folder):
            if path.suffix.lower() != ".docx" or not path.is_file():
                continue
            try:
                said = read_properties(path)
            except UNREADABLE:  # open in Word, cut short, encrypted or no package at all: it has no number to give
                continue
            key, number = said.get(KEY, ""), said.get(NUMBER, "")
            if key.startswith(ours) and _NUMBER.fullmatch(number):
                yield folded(key.removeprefix(ours)), int(number)
