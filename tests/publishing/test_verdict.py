"""What now stands, what is new, what is known: what becomes of it, a line a case."""

from __future__ import annotations

import pytest

from pipeline.publishing.disk import SYMLINK
from pipeline.publishing.ledger import Entry
from pipeline.publishing.made import Made
from pipeline.publishing.verdict import Verdict, comes_back, may_come_back, of_document, of_proposal

V = Verdict
DRAFT = Made("assessments/T001.docx", b"", "assessment")
LATEST = Made("check/问题清单.xlsx", b"", "check", latest=True)
MACHINE = Made("check/check.html", b"", "check", machine_made=True)

UNKNOWN = None
OLD = Entry("a", "k", sha256="old")  # generated from other data than now
NEW = Entry("a", "k", sha256="new")  # generated from the same data
LANDING = Entry("a", "k", sha256="older", pending="old")  # a run was killed while it wrote
ISSUED = Entry("a", "k", sha256="old", state="issued")


@pytest.mark.parametrize(
    ("now", "known", "draft", "latest", "machine"),
    [
        # stands     known     a draft           a list of the check  a page of the machine
        (None, UNKNOWN, V.WRITE, V.WRITE, V.WRITE),
        (None, OLD, V.WRITE, V.WRITE, V.WRITE),  # deleted by hand
        (None, ISSUED, V.KEEP, V.KEEP, V.WRITE),
        ("new", UNKNOWN, V.STANDS, V.STANDS, V.STANDS),
        ("new", OLD, V.STANDS, V.STANDS, V.STANDS),  # somebody typed just that
        ("old", OLD, V.WRITE, V.WRITE, V.WRITE),
        ("old", LANDING, V.WRITE, V.WRITE, V.WRITE),
        ("old", UNKNOWN, V.KEEP, V.MAKE_ROOM, V.WRITE),  # the ledger was lost
        ("edited", UNKNOWN, V.KEEP, V.MAKE_ROOM, V.WRITE),
        ("edited", NEW, V.KEEP, V.KEEP, V.WRITE),
        ("edited", OLD, V.KEEP_OUTDATED, V.KEEP_OUTDATED, V.WRITE),
        ("old", ISSUED, V.KEEP, V.KEEP, V.WRITE),
        (SYMLINK, UNKNOWN, V.KEEP, V.MAKE_ROOM, V.WRITE),
        (SYMLINK, OLD, V.KEEP_OUTDATED, V.KEEP_OUTDATED, V.WRITE),
    ],
)
def test_what_becomes_of_a_document(
    now: str | None, known: Entry | None, draft: Verdict, latest: Verdict, machine: Verdict
) -> None:
    assert [of_document(made, "new", now, known) for made in (DRAFT, LATEST, MACHINE)] == [draft, latest, machine]


@pytest.mark.parametrize(
    ("now", "known", "verdict"),
    [
        (None, UNKNOWN, V.WRITE),
        ("new", UNKNOWN, V.STANDS),
        ("new", OLD, V.STANDS),
        ("old", OLD, V.WRITE),
        ("old", UNKNOWN, V.MAKE_ROOM),
        ("edited", OLD, V.MAKE_ROOM),
    ],
)
def test_what_becomes_of_a_proposal(now: str | None, known: Entry | None, verdict: Verdict) -> None:
    assert of_proposal("new", now, known) is verdict


@pytest.mark.parametrize(
    ("now", "known", "before", "back"),
    [
        (None, UNKNOWN, UNKNOWN, False),
        (SYMLINK, UNKNOWN, UNKNOWN, False),
        ("old", OLD, UNKNOWN, False),  # as it was generated: it is made anew
        ("edited", OLD, UNKNOWN, True),
        ("edited", UNKNOWN, UNKNOWN, True),
        ("edited", OLD, OLD, True),
        ("edited", OLD, ISSUED, False),
    ],
)
def test_what_comes_back_from_withdrawn(now: str | None, known: Entry | None, before: Entry | None, back: bool) -> None:
    assert comes_back(now, known, before) is back


def test_only_drafts_come_back() -> None:
    assert [may_come_back(made) for made in (DRAFT, LATEST, MACHINE)] == [True, False, False]
