"""A file that is empty or cut short is no edit: the document is made anew, what was in the file is kept beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.ooxml.archive import Member, pack
from pipeline.publishing.ledger import Ledger
from pipeline.publishing.made import Made, Outcome
from pipeline.publishing.publish import publish
from pipeline.publishing.workspace import Workspace

T1 = "agreements/创新工作站/T001.docx"
ASIDE = "agreements/创新工作站/T001(2).docx"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"a password" * 60


def package(text: str) -> bytes:
    return pack([Member.of("word/document.xml", text.encode() * 200), Member.stored("big.bin", bytes(range(256)) * 20)])


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path, 2024)
    assert run(workspace, "一") == Outcome(written=[T1])
    return workspace


def run(workspace: Workspace, text: str, withheld: tuple[str, ...] = ()) -> Outcome:
    made = [] if withheld else [Made(T1, package(text), "agreement")]
    with Ledger(workspace.ledger) as ledger:
        return publish(workspace, ledger, made, ("agreement",), withheld)


def files(workspace: Workspace) -> dict[str, bytes]:
    paths = (path for path in workspace.output.rglob("*") if path.is_file() and not path.name.startswith("ledger"))
    return {path.relative_to(workspace.output).as_posix(): path.read_bytes() for path in paths}


def test_an_empty_file_is_no_document(workspace: Workspace) -> None:
    (workspace.output / T1).write_bytes(b"")
    assert run(workspace, "一") == Outcome(written=[T1], damaged=[T1])
    assert files(workspace) == {T1: package("一")}
    assert run(workspace, "一") == Outcome(unchanged=[T1])


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda whole: whole[: len(whole) // 2], id="cut short"),
        pytest.param(lambda whole: bytes(len(whole)), id="nothing but zeros"),
        pytest.param(lambda whole: "不是文档".encode(), id="a text"),
        pytest.param(lambda whole: whole[:200] + b"\xff" * 400 + whole[600:], id="overwritten"),
    ],
)
def test_what_is_cut_short_is_kept_beside(workspace: Workspace, spoil) -> None:
    spoiled = spoil(package("改过"))
    (workspace.output / T1).write_bytes(spoiled)
    assert run(workspace, "二") == Outcome(written=[T1], damaged=[T1], aside=[ASIDE])
    assert files(workspace) == {T1: package("二"), ASIDE: spoiled}


@pytest.mark.parametrize("edited", [package("改过"), OLE])
def test_a_whole_file_is_somebody_s_work_with_a_password_too(workspace: Workspace, edited: bytes) -> None:
    (workspace.output / T1).write_bytes(edited)
    assert run(workspace, "一") == Outcome(kept=[T1], proposals=[f"proposals/{T1}"])
    assert files(workspace)[T1] == edited


def test_what_was_issued_stays_even_where_it_is_empty(workspace: Workspace) -> None:
    with Ledger(workspace.ledger) as ledger:
        ledger.done([replace(entry, state="issued") for entry in ledger.all()])
    (workspace.output / T1).write_bytes(b"")
    assert run(workspace, "二").kept == [T1]
    assert files(workspace)[T1] == b""


def test_an_empty_file_that_is_withdrawn_is_nobody_s_edit_and_does_not_come_back(workspace: Workspace) -> None:
    (workspace.output / T1).write_bytes(b"")
    assert run(workspace, "", withheld=(T1,)) == Outcome(withdrawn=[T1])
    assert run(workspace, "一") == Outcome(written=[T1], damaged=[T1])
    assert files(workspace) == {T1: package("一")}


def test_without_a_ledger_an_empty_file_is_none_either(workspace: Workspace) -> None:
    workspace.ledger.unlink()
    (workspace.output / T1).write_bytes(b"")
    assert run(workspace, "一") == Outcome(written=[T1], damaged=[T1])
