"""What becomes of finished documents, by example: written, left, kept, proposed, withdrawn, blocked, cleaned."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.publishing import publish as publishing
from pipeline.publishing.clean import Cleaned, clean
from pipeline.publishing.ledger import Ledger, LedgerError
from pipeline.publishing.made import Made, Outcome
from pipeline.publishing.publish import publish
from pipeline.publishing.workspace import Workspace

T1, T2, T3 = (f"assessments/创新工作站/T00{number}.docx" for number in (1, 2, 3))
REPORT = "annual/年度报告.docx"
ALL = ("assessment", "annual")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path, 2024)


def sheets(**texts: str) -> list[Made]:
    """Assessment sheets by the name of their person: `sheets(T001="五月")`."""
    return [Made(f"assessments/创新工作站/{name}.docx", text.encode(), "assessment") for name, text in texts.items()]


def run(
    workspace: Workspace, made: list[Made], complete: tuple[str, ...] = ALL, withheld: tuple[str, ...] = ()
) -> Outcome:
    with Ledger(workspace.ledger) as ledger:
        return publish(workspace, ledger, made, complete, withheld)


def tree(workspace: Workspace) -> dict[str, str]:
    """Every file of the output but the ledger, hidden ones too."""
    return {
        path.relative_to(workspace.output).as_posix(): path.read_text()
        for path in sorted(workspace.output.rglob("*"))
        if path.is_file() and not path.name.startswith("ledger.db")
    }


def edit(workspace: Workspace, path: str, text: str) -> None:
    (workspace.output / path).write_text(text)


# ── written and left ────────────────────────────────────────────────────────────────────────────────────────────────


def test_new_documents_are_written_for_their_owner_only(workspace: Workspace) -> None:
    outcome = run(workspace, [*sheets(T001="一", T002="二"), Made(REPORT, "报告".encode(), "annual")])
    assert outcome == Outcome(written=[T1, T2, REPORT])
    assert tree(workspace) == {T1: "一", T2: "二", REPORT: "报告"}
    assert stat.S_IMODE((workspace.output / T1).stat().st_mode) == 0o600
    assert stat.S_IMODE((workspace.output / T1).parent.stat().st_mode) == 0o700


def test_the_same_bytes_are_not_touched_and_others_are_made_anew(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一", T002="二"))
    for path in (T1, T2):
        os.utime(workspace.output / path, (1, 1))
    assert run(workspace, sheets(T001="一", T002="二，已更正")) == Outcome(written=[T2], unchanged=[T1])
    assert (workspace.output / T1).stat().st_mtime == 1
    assert tree(workspace) == {T1: "一", T2: "二，已更正"}


def test_a_run_on_unchanged_input_does_not_even_write_the_ledger(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一"))
    before = workspace.ledger.stat().st_mtime_ns
    assert run(workspace, sheets(T001="一")) == Outcome(unchanged=[T1])
    assert workspace.ledger.stat().st_mtime_ns == before


def test_a_deleted_document_is_made_again(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一"))
    shutil.rmtree(workspace.output / "assessments")
    assert run(workspace, sheets(T001="一")) == Outcome(written=[T1])


def test_file_times_decide_nothing(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一"))
    os.utime(workspace.output / T1, (2**32, 2**32))  # newer than anything, but as generated
    assert run(workspace, sheets(T001="二")) == Outcome(written=[T1])


def test_a_path_made_twice_or_made_and_withheld_is_a_mistake_of_the_caller(workspace: Workspace) -> None:
    with pytest.raises(ValueError, match="T001"):
        run(workspace, [*sheets(T001="一"), *sheets(T001="又一")])
    with pytest.raises(ValueError, match="T001"):
        run(workspace, sheets(T001="一"), withheld=(T1,))
    assert tree(workspace) == {}


# ── edited by hand ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_edited_document_stays_and_the_new_one_is_a_proposal(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一", T002="二"))
    edit(workspace, T1, "一，科长改过")
    outcome = run(workspace, sheets(T001="一，已更正", T002="二"))
    assert outcome == Outcome(unchanged=[T2], kept=[T1], outdated=[T1], proposals=[f"proposals/{T1}"])
    assert tree(workspace) == {T1: "一，科长改过", T2: "二", f"proposals/{T1}": "一，已更正"}


def test_there_is_a_proposal_also_when_nothing_new_was_generated_and_it_is_written_once(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一"))
    edit(workspace, T1, "改过")
    expected = Outcome(kept=[T1], proposals=[f"proposals/{T1}"])
    assert run(workspace, sheets(T001="一")) == expected
    os.utime(workspace.output / "proposals" / T1, (1, 1))
    assert run(workspace, sheets(T001="一")) == expected
    assert (workspace.output / "proposals" / T1).stat().st_mtime == 1


def test_a_proposal_follows_the_generation(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一"))
    edit(workspace, T1, "改过")
    for text in ("二", "三"):
        run(workspace, sheets(T001=text))
        assert tree(workspace) == {T1: "改过", f"proposals/{T1}": text}


@pytest.mark.parametrize("how", ["takes the proposal", "deletes the document", "undoes the change"])
def test_the_proposal_goes_when_the_office_does_so(workspace: Workspace, how: str) -> None:
    run(workspace, sheets(T001="一"))
    edit(workspace, T1, "改过")
    run(workspace, sheets(T001="二"))
    if how == "takes the proposal":
        edit(workspace, T1, "二")
    elif how == "deletes the document":
        (workspace.output / T1).unlink()
    else:
        edit(workspace, T1, "一")
    run(workspace, sheets(T001="二"))
    assert tree(workspace) == {T1: "二"}
    assert not (workspace.output / "proposals").exists()
    assert run(workspace, sheets(T001="三")) == Outcome(written=[T1])  # ordinary again


def test_a_proposal_that_somebody_edited_is_not_lost(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一"))
    edit(workspace, T1, "改过")
    run(workspace, sheets(T001="二"))
    edit(workspace, f"proposals/{T1}", "二，加了批注")
    aside = "proposals/assessments/创新工作站/T001(2).docx"
    outcome = run(workspace, sheets(T001="三"))
    assert outcome == Outcome(kept=[T1], outdated=[T1], proposals=[f"proposals/{T1}"], aside=[aside])
    assert tree(workspace) == {T1: "改过", f"proposals/{T1}": "三", aside: "二，加了批注"}
    edit(workspace, f"proposals/{T1}", "三，又加了批注")
    (workspace.output / T1).unlink()
    run(workspace, sheets(T001="三"))  # ordinary again: both stay, being somebody's work
    assert tree(workspace) == {T1: "三", f"proposals/{T1}": "三，又加了批注", aside: "二，加了批注"}


# ── without a ledger that knows ─────────────────────────────────────────────────────────────────────────────────────


def test_without_the_ledger_equal_files_are_adopted_and_others_count_as_edited(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一", T002="二"))
    workspace.ledger.unlink()
    outcome = run(workspace, sheets(T001="一", T002="二，已更正"))
    assert outcome == Outcome(unchanged=[T1], kept=[T2], proposals=[f"proposals/{T2}"])
    outcome = run(workspace, sheets(T001="一，已更正", T002="二，已更正"))
    assert outcome == Outcome(written=[T1], kept=[T2], proposals=[f"proposals/{T2}"])  # T001 is known again


def test_with_a_damaged_ledger_all_is_made_and_nothing_overwritten(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一", T002="二"))
    workspace.ledger.write_bytes(b"damaged" * 1000)
    with Ledger(workspace.ledger) as ledger:
        assert "已损坏" in ledger.damage
        outcome = publish(workspace, ledger, sheets(T001="一", T002="新", T003="三"), ALL, ())
    assert outcome == Outcome(written=[T3], unchanged=[T1], kept=[T2], proposals=[f"proposals/{T2}"])


def made_by_the_machine(text: str) -> Made:
    return Made("handover/创新工作站.zip", text.encode(), "handover", machine_made=True)


@pytest.mark.parametrize("ledger_lost", [True, False])
def test_what_is_made_by_the_machine_is_replaced_whatever_stands_there(workspace: Workspace, ledger_lost: bool) -> None:
    run(workspace, [made_by_the_machine("一")])
    edit(workspace, "handover/创新工作站.zip", "unpacked and packed again")
    if ledger_lost:
        workspace.ledger.unlink()
    assert run(workspace, [made_by_the_machine("二")]) == Outcome(written=["handover/创新工作站.zip"])
    assert tree(workspace) == {"handover/创新工作站.zip": "二"}
    assert run(workspace, [made_by_the_machine("二")]) == Outcome(unchanged=["handover/创新工作站.zip"])


def test_what_is_made_by_the_machine_does_not_come_back_from_withdrawn(workspace: Workspace) -> None:
    run(workspace, [made_by_the_machine("一")])
    edit(workspace, "handover/创新工作站.zip", "packed again")
    run(workspace, [], ("handover",))
    assert run(workspace, [made_by_the_machine("二")]) == Outcome(written=["handover/创新工作站.zip"])


def test_a_list_of_problems_that_the_ledger_does_not_know_makes_room_for_the_new_one(workspace: Workspace) -> None:
    def problems(text: str) -> list[Made]:
        return [Made("check/问题清单.xlsx", text.encode(), "check", latest=True)]

    run(workspace, problems("一"))
    workspace.ledger.unlink()
    assert run(workspace, problems("一")) == Outcome(unchanged=["check/问题清单.xlsx"])
    workspace.ledger.unlink()
    aside = "check/问题清单(2).xlsx"
    assert run(workspace, problems("二")) == Outcome(written=["check/问题清单.xlsx"], aside=[aside])
    assert tree(workspace) == {"check/问题清单.xlsx": "二", aside: "一"}
    edit(workspace, "check/问题清单.xlsx", "二，批注")  # one that the ledger knows stays, as a document does
    assert run(workspace, problems("三")).kept == ["check/问题清单.xlsx"]


def test_an_edited_list_does_not_come_back_from_withdrawn(workspace: Workspace) -> None:
    reminder = Made("check/催办/创新工作站.docx", "五月".encode(), "check", latest=True)
    run(workspace, [reminder])
    edit(workspace, reminder.path, "五月，改过")
    run(workspace, [], ("check",))
    assert run(workspace, [reminder]) == Outcome(written=[reminder.path])
    assert tree(workspace) == {reminder.path: "五月", f"withdrawn/{reminder.path}": "五月，改过"}


def test_an_issued_document_is_never_changed_or_moved(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一", T002="二", T003="三"))
    with Ledger(workspace.ledger) as ledger:
        ledger.done([replace(entry, state="issued") for entry in ledger.all()])
    outcome = run(workspace, sheets(T001="一", T002="二，已更正"), withheld=(T3,))
    assert outcome == Outcome(unchanged=[T1], kept=[T2], proposals=[f"proposals/{T2}"])
    assert tree(workspace) == {T1: "一", T2: "二", T3: "三", f"proposals/{T2}": "二，已更正"}
    with Ledger(workspace.ledger) as ledger:
        assert [entry.state for entry in ledger.all() if entry.kind == "assessment"] == ["issued"] * 3
        assert clean(workspace, ledger) == Cleaned([f"proposals/{T2}"], [T1, T2, T3])


# ── withdrawn ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_draft_whose_record_vanished_is_withdrawn(workspace: Workspace) -> None:
    run(workspace, [*sheets(T001="一", T002="二"), Made(REPORT, b"r", "annual")])
    assert run(workspace, sheets(T001="一"), ("assessment",)) == Outcome(unchanged=[T1], withdrawn=[T2])
    assert tree(workspace) == {T1: "一", REPORT: "r", f"withdrawn/{T2}": "二"}
    assert run(workspace, sheets(T001="一"), ("assessment",)) == Outcome(unchanged=[T1])


def test_a_kind_that_was_not_made_in_full_loses_nothing(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一", T002="二"))
    assert run(workspace, sheets(T001="一"), ()) == Outcome(unchanged=[T1])
    assert tree(workspace) == {T1: "一", T2: "二"}


def test_a_kind_may_be_struck_off_while_it_is_made(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一", T002="二"))
    complete = {"assessment"}

    def made() -> Iterator[Made]:
        yield from sheets(T001="一")
        complete.discard("assessment")

    with Ledger(workspace.ledger) as ledger:
        assert publish(workspace, ledger, made(), complete, ()) == Outcome(unchanged=[T1])


def test_a_withheld_document_is_withdrawn_and_its_folder_goes_when_empty(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一"))
    assert run(workspace, [], (), withheld=(T1, T2)) == Outcome(withdrawn=[T1])
    assert tree(workspace) == {f"withdrawn/{T1}": "一"}
    assert not (workspace.output / "assessments").exists()


def test_one_that_comes_back_removes_its_withdrawn_copy(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一"))
    run(workspace, [], withheld=(T1,))
    assert run(workspace, sheets(T001="二")) == Outcome(written=[T1])
    assert tree(workspace) == {T1: "二"}
    assert not (workspace.output / "withdrawn").exists()


@pytest.mark.parametrize("withheld", [(T1,), ()])  # or its record vanished
@pytest.mark.parametrize("new, outdated", [("一", []), ("二", [T1])])
def test_an_edited_draft_is_withdrawn_too_and_comes_back_with_its_record(
    workspace: Workspace, withheld: tuple[str, ...], new: str, outdated: list[str]
) -> None:
    run(workspace, sheets(T001="一"))
    edit(workspace, T1, "改过")
    run(workspace, sheets(T001="一"))  # which leaves a proposal
    assert run(workspace, [], withheld=withheld) == Outcome(withdrawn=[T1], edited_away=[T1])
    assert tree(workspace) == {f"withdrawn/{T1}": "改过"}
    assert run(workspace, [], withheld=withheld) == Outcome()
    expected = Outcome(kept=[T1], outdated=outdated, proposals=[f"proposals/{T1}"])
    for _ in range(2):
        assert run(workspace, sheets(T001=new)) == expected
        assert tree(workspace) == {T1: "改过", f"proposals/{T1}": new}
        assert not (workspace.output / "withdrawn").exists()
    edit(workspace, T1, "一")  # undone: as it was generated at the beginning
    assert run(workspace, sheets(T001="三")) == Outcome(written=[T1])


def test_a_withdrawn_copy_that_somebody_edited_there_comes_back_too(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一"))
    assert run(workspace, []) == Outcome(withdrawn=[T1])
    edit(workspace, f"withdrawn/{T1}", "改过")
    assert run(workspace, sheets(T001="一")).kept == [T1]
    assert tree(workspace) == {T1: "改过", f"proposals/{T1}": "一"}


def test_what_the_ledger_does_not_know_in_withdrawn_is_somebodys_work_and_comes_back(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一", T002="二"))
    edit(workspace, T1, "改过")
    run(workspace, [])
    workspace.ledger.unlink()
    assert run(workspace, sheets(T001="一", T002="二")) == Outcome(
        unchanged=[T2], kept=[T1], proposals=[f"proposals/{T1}"]
    )
    assert tree(workspace) == {T1: "改过", T2: "二", f"proposals/{T1}": "一"}


def test_nothing_comes_back_where_a_document_stands(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一"))
    (workspace.output / "withdrawn" / T1).parent.mkdir(parents=True)
    edit(workspace, f"withdrawn/{T1}", "留作参考")
    assert run(workspace, sheets(T001="二")) == Outcome(written=[T1])
    assert tree(workspace) == {T1: "二", f"withdrawn/{T1}": "留作参考"}
    aside = "withdrawn/assessments/创新工作站/T001(2).docx"
    assert run(workspace, [], withheld=(T1,)) == Outcome(withdrawn=[T1], aside=[aside])
    run(workspace, sheets(T001="三"))
    assert tree(workspace) == {T1: "三", aside: "留作参考"}


def test_an_edited_draft_of_somebody_who_moved_is_named_and_lies_in_withdrawn(workspace: Workspace) -> None:
    moved = Made("assessments/新材料工作站/T001.docx", "一".encode(), "assessment")
    run(workspace, sheets(T001="一"))
    edit(workspace, T1, "改过")
    assert run(workspace, [moved]) == Outcome(written=[moved.path], withdrawn=[T1], edited_away=[T1])
    assert tree(workspace) == {moved.path: "一", f"withdrawn/{T1}": "改过"}
    assert run(workspace, sheets(T001="一")).kept == [T1]  # and back again
    assert tree(workspace) == {T1: "改过", f"proposals/{T1}": "一", f"withdrawn/{moved.path}": "一"}


def test_a_link_or_a_folder_in_withdrawn_is_no_edited_document(workspace: Workspace) -> None:
    (workspace.output / "withdrawn" / T1).parent.mkdir(parents=True)
    (workspace.output / "withdrawn" / T1).symlink_to(__file__)
    (workspace.output / "withdrawn" / T2).mkdir()
    assert run(workspace, sheets(T001="一", T002="二")) == Outcome(written=[T1, T2])


def test_an_empty_folder_is_not_left_behind(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一"))
    (workspace.output / T1).unlink()
    edit(workspace, "assessments/创新工作站/.T001.docx.~new", "half")
    assert run(workspace, []) == Outcome()
    assert not (workspace.output / "assessments").exists()


def test_a_withdrawn_copy_of_the_same_bytes_is_one_copy(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一"))
    (workspace.output / "withdrawn" / T1).parent.mkdir(parents=True)
    edit(workspace, f"withdrawn/{T1}", "一")
    assert run(workspace, []) == Outcome(withdrawn=[T1])
    assert tree(workspace) == {f"withdrawn/{T1}": "一"}


def test_what_the_user_deleted_before_it_vanished_is_forgotten(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一"))
    (workspace.output / T1).unlink()
    assert run(workspace, []) == Outcome()
    with Ledger(workspace.ledger) as ledger:
        assert ledger.all() == []


# ── blocked ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_document_open_in_word_is_named_and_all_others_are_made(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(workspace, sheets(T001="一", T002="二"))
    replace = os.replace

    def windows(source: Path, target: Path) -> None:  # what Windows does while Word has the file open
        if Path(target).name == "T001.docx":
            raise PermissionError(13, "Access is denied", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", windows)
    outcome = run(workspace, sheets(T001="一，新", T002="二，新", T003="三"))
    assert outcome == Outcome(written=[T2, T3], blocked=[T1])
    assert tree(workspace) == {T1: "一", T2: "二，新", T3: "三"}
    with Ledger(workspace.ledger) as ledger:
        assert [entry.path for entry in ledger.all() if entry.pending] == []  # what did not happen is not remembered
    assert run(workspace, [], withheld=(T1, T2)).blocked == [T1]
    monkeypatch.undo()
    assert run(workspace, sheets(T001="一，新"), ()) == Outcome(written=[T1])  # closed again, and not taken for edited


def test_a_read_only_document_is_left_alone_and_named(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一", T002="二"))
    (workspace.output / T1).chmod(0o400)
    assert run(workspace, sheets(T001="新", T002="新")) == Outcome(written=[T2], blocked=[T1])
    assert tree(workspace) == {T1: "一", T2: "新"}
    assert run(workspace, sheets(T001="一", T002="新")) == Outcome(unchanged=[T1, T2])


def test_a_folder_in_the_place_of_a_document_and_a_file_in_the_place_of_a_folder(workspace: Workspace) -> None:
    (workspace.output / T1).mkdir(parents=True)
    (workspace.output / "annual").write_text("a file")
    outcome = run(workspace, [*sheets(T001="一", T002="二"), Made(REPORT, b"r", "annual")])
    assert outcome == Outcome(written=[T2], blocked=[T1, REPORT])
    assert tree(workspace) == {T2: "二", "annual": "a file"}
    assert run(workspace, sheets(T002="二"), withheld=(T1,)).blocked == [T1]


def test_a_blocked_proposal_is_named_by_its_own_path(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一"))
    edit(workspace, T1, "改过")
    (workspace.output / "proposals").write_text("a file")
    assert run(workspace, sheets(T001="二")) == Outcome(kept=[T1], outdated=[T1], blocked=[f"proposals/{T1}"])


@pytest.fixture
def ordinary_user() -> Iterator[Workspace]:
    """A workspace of somebody whom the rights of files bind; root, as in containers, becomes nobody for the test."""
    root = Path(tempfile.mkdtemp(dir="/tmp" if os.name == "posix" else None))
    as_root = os.name == "posix" and os.geteuid() == 0
    if as_root:
        os.chown(root, 65534, 65534)
        os.seteuid(65534)
    try:
        yield Workspace(root, 2024)
    finally:
        if as_root:
            os.seteuid(0)
        shutil.rmtree(root)


def test_a_folder_that_cannot_be_written(ordinary_user: Workspace) -> None:
    workspace = ordinary_user
    run(workspace, [*sheets(T001="一"), Made(REPORT, b"r", "annual")])
    (workspace.output / "annual").chmod(0o500)
    outcome = run(workspace, [*sheets(T001="二"), Made(REPORT, b"s", "annual")])
    withdrawing = run(workspace, sheets(T001="二"))
    (workspace.output / "annual").chmod(0o700)
    assert outcome == Outcome(written=[T1], blocked=[REPORT])
    assert withdrawing == Outcome(unchanged=[T1], blocked=[REPORT])
    assert tree(workspace) == {T1: "二", REPORT: "r"}


def test_a_document_that_cannot_be_read(ordinary_user: Workspace) -> None:
    workspace = ordinary_user
    run(workspace, sheets(T001="一"))
    (workspace.output / T1).chmod(0)
    outcome = run(workspace, sheets(T001="二"))
    (workspace.output / T1).chmod(0o600)
    assert outcome == Outcome(blocked=[T1])


def test_links_are_not_followed_out_of_the_output(workspace: Workspace, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "secret.docx").write_text("一")
    (outside / ".T009.docx.~new").write_text("not ours")
    (workspace.output / "annual").parent.mkdir(parents=True)
    (workspace.output / "annual").symlink_to(outside)
    (workspace.output / T1).parent.mkdir(parents=True)
    (workspace.output / T1).symlink_to(outside / "secret.docx")
    outcome = run(workspace, [*sheets(T001="一"), Made(REPORT, b"r", "annual")])
    assert outcome == Outcome(kept=[T1], proposals=[f"proposals/{T1}"], blocked=[REPORT])
    assert sorted(path.name for path in outside.iterdir()) == [".T009.docx.~new", "secret.docx"]
    assert (outside / "secret.docx").read_text() == "一"
    with Ledger(workspace.ledger) as ledger:
        assert clean(workspace, ledger).kept == ["annual", T1]
    assert sorted(path.name for path in outside.iterdir()) == [".T009.docx.~new", "secret.docx"]


# ── killed, interrupted, failed ─────────────────────────────────────────────────────────────────────────────────────


def test_documents_are_asked_for_one_by_one_and_put_in_place_a_batch_at_a_time(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "BATCH", 2)
    seen = []

    def made() -> Iterator[Made]:
        for document in sheets(T001="一", T002="二", T003="三"):
            seen.append(sum(path.name.endswith(".docx") for path in workspace.output.rglob("*")))
            yield document

    with Ledger(workspace.ledger) as ledger:
        publish(workspace, ledger, made(), ALL, ())
    assert seen == [0, 0, 2]


def test_an_interrupt_between_documents_leaves_nothing_half_made(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "BATCH", 2)

    def made() -> Iterator[Made]:
        yield from sheets(T001="一", T002="二", T003="三")
        raise KeyboardInterrupt

    with Ledger(workspace.ledger) as ledger, pytest.raises(KeyboardInterrupt):
        publish(workspace, ledger, made(), ALL, ())
    assert tree(workspace) == {T1: "一", T2: "二"}
    assert run(workspace, sheets(T001="一", T002="二", T003="三")) == Outcome(written=[T3], unchanged=[T1, T2])


def test_a_ledger_that_cannot_be_written_stops_the_run_before_any_rename(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一"))
    with Ledger(workspace.ledger) as ledger:
        ledger._connection.execute("PRAGMA query_only = 1")
        with pytest.raises(LedgerError):
            publish(workspace, ledger, sheets(T001="新", T002="二"), ALL, ())
    assert tree(workspace) == {T1: "一"}


def test_what_a_dead_run_left_beside_its_files_is_removed(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一"))
    edit(workspace, "assessments/创新工作站/.T001.docx.~new", "half")
    edit(workspace, ".T009.docx.~new", "half")
    assert run(workspace, sheets(T001="二")) == Outcome(written=[T1])
    assert tree(workspace) == {T1: "二"}


OLD = [*sheets(T001="一", T002="二", T003="三", T004="四", T005="五", T006="六"), Made(REPORT, b"r", "annual")]
NEW = [
    *sheets(T001="一", T002="二，新", T003="三，新", T006="六", T007="七", T008="八", T009="九，新"),
    *(
        Made(REPORT, b"s", "annual"),
        Made("check/问题清单.xlsx", "新".encode(), "check", latest=True),
        made_by_the_machine("新"),
    ),
]
T9 = "assessments/创新工作站/T009.docx"
HELD = ("assessments/创新工作站/T005.docx",)


def a_year_with_everything(root: Path) -> Workspace:
    """T003 edited with an edited proposal, T004 to vanish, T005 to be withheld, T006 taken back, T008 withdrawn, T009
    too, but edited; a list and a pack that the ledger does not know."""
    workspace = Workspace(root, 2024)
    run(workspace, [*OLD, *sheets(T008="八", T009="九")])
    edit(workspace, T9, "九，改过")
    for path in ("check/问题清单.xlsx", "handover/创新工作站.zip"):
        (workspace.output / path).parent.mkdir()
        edit(workspace, path, "旧")
    edit(workspace, T3, "三，改过")
    edit(workspace, "assessments/创新工作站/T006.docx", "六，改过")
    run(workspace, OLD)
    edit(workspace, f"proposals/{T3}", "三，批注")
    edit(workspace, "assessments/创新工作站/T006.docx", "六")
    return workspace


STEPS = {"mkdir", "open", "write", "close", "sync", "execute", "executemany", "replace", "rename", "unlink", "rmdir"}


def _killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do `work` in a process that SIGKILL ends before its `step`-th call into the system; False if it got through."""
    child = os.fork()
    if child == 0:
        count = 0

        def kill(_frame: object, event: str, function: object) -> None:
            nonlocal count
            if event == "c_call" and getattr(function, "__name__", "") in STEPS:
                count += 1
                if count == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.setprofile(kill)
            work()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL)
    return bool(os.WIFSIGNALED(status))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_killed_anywhere_the_next_run_comes_to_the_same_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "BATCH", 3)
    begun = a_year_with_everything(tmp_path / "begun")
    whole = Workspace(tmp_path / "whole", 2024)
    shutil.copytree(begun.root, whole.root)
    run(whole, NEW, withheld=HELD)
    expected = tree(whole)
    assert expected == {
        T1: "一",
        T2: "二，新",
        T3: "三，改过",
        "assessments/创新工作站/T006.docx": "六",
        "assessments/创新工作站/T007.docx": "七",
        "assessments/创新工作站/T008.docx": "八",
        T9: "九，改过",
        REPORT: "s",
        "check/问题清单.xlsx": "新",
        "check/问题清单(2).xlsx": "旧",
        "handover/创新工作站.zip": "新",
        f"proposals/{T9}": "九，新",
        f"proposals/{T3}": "三，新",
        "proposals/assessments/创新工作站/T003(2).docx": "三，批注",
        "withdrawn/assessments/创新工作站/T004.docx": "四",
        "withdrawn/assessments/创新工作站/T005.docx": "五",
    }
    with Ledger(whole.ledger) as ledger:
        remembered = ledger.all()
    step = 0
    killed = True
    while killed:
        step += 1
        trial = Workspace(tmp_path / f"trial-{step}", 2024)
        shutil.copytree(begun.root, trial.root)
        killed = _killed_at(step, lambda trial=trial: run(trial, NEW, withheld=HELD))  # type: ignore[misc]
        outcome = run(trial, NEW, withheld=HELD)
        assert (step, outcome.kept, outcome.blocked, tree(trial)) == (step, [T3, T9], [], expected)
        assert outcome.outdated == [T3, T9]
        with Ledger(trial.ledger) as ledger:
            assert (step, ledger.all()) == (step, remembered)
        shutil.rmtree(trial.root)
    assert step > 60  # every call of the run had its turn


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_killed_after_the_rename_then_blocked_is_still_not_taken_for_edited(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(workspace, sheets(T001="一"))
    step = 1
    while tree(workspace)[T1] == "一":  # one call later each time, until the new file stands
        assert _killed_at(step, lambda: run(workspace, sheets(T001="二")))
        step += 1
    with Ledger(workspace.ledger) as ledger:
        assert [entry.pending is not None for entry in ledger.all()] == [True]  # and the ledger does not say so yet

    def refuse(_source: Path, target: Path) -> None:
        raise PermissionError(13, "Access is denied", str(target))

    monkeypatch.setattr(os, "replace", refuse)
    assert run(workspace, sheets(T001="三")) == Outcome(blocked=[T1])
    monkeypatch.undo()
    assert run(workspace, sheets(T001="三")) == Outcome(written=[T1])


@pytest.mark.parametrize("failing", range(1, 11))
def test_a_rename_that_fails_blocks_one_document_and_the_next_run_makes_up_for_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    a_year_with_everything(workspace.root)
    replace, count = os.replace, 0

    def fail_once(source: Path, target: Path) -> None:
        nonlocal count
        count += 1
        if count == failing:
            raise PermissionError(13, "Access is denied", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", fail_once)
    assert len(run(workspace, NEW, withheld=HELD).blocked) == 1
    assert not [path for path in tree(workspace) if path.endswith(".~new")]
    again = run(workspace, NEW, withheld=HELD)
    assert (again.kept, again.blocked) == ([T3, T9], [])
    assert tree(workspace)[T2] == "二，新"
    assert run(workspace, NEW, withheld=HELD).written == []


# ── clean ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_clean_removes_what_can_be_made_again_and_nothing_else(workspace: Workspace) -> None:
    check = Made("check/problems.json", b"{}", "check")
    run(workspace, [*sheets(T001="一", T002="二", T003="三"), check])
    edit(workspace, T1, "改过")
    run(workspace, [*sheets(T001="一", T002="二"), check])
    edit(workspace, "assessments/创新工作站/自己的.docx", "自己放的")
    edit(workspace, ".T009.docx.~new", "half")
    (workspace.output / ".lock").touch()
    (workspace.output / "ledger.db.damaged").write_text("an older one")
    (workspace.output / "proof").mkdir()
    with Ledger(workspace.ledger) as ledger:
        cleaned = clean(workspace, ledger)
        again = clean(workspace, ledger)
    assert cleaned.removed == [T2, "check/problems.json", f"proposals/{T1}"]
    assert cleaned.kept == [T1, "assessments/创新工作站/自己的.docx", f"withdrawn/{T3}"]
    assert again == Cleaned([], cleaned.kept)
    assert sorted(path.name for path in workspace.output.iterdir()) == [
        ".lock",
        "assessments",
        "ledger.db",
        "ledger.db.damaged",
        "withdrawn",
    ]


def test_after_clean_a_run_comes_to_the_same_files(workspace: Workspace) -> None:
    run(workspace, sheets(T001="一", T002="二"))
    edit(workspace, T1, "改过")
    run(workspace, sheets(T001="一", T002="二"))
    before = tree(workspace)
    with Ledger(workspace.ledger) as ledger:
        clean(workspace, ledger)
    run(workspace, sheets(T001="一", T002="二"))
    assert tree(workspace) == before
