"""The order of a run: nothing is read that no kind needs, what stops one kind stops no other, packs come last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from pipeline.documents.kind import Kind
from pipeline.documents.kinds import AGREEMENT, ANNUAL, FORMS, HANDOVER, NOTICE
from pipeline.publishing.workspace import Workspace
from pipeline.stages.run import Ran, run
from pipeline.stages.summary import closing, summary
from tests.conftest import Root


def ran(root: Root, target: Kind) -> Ran:
    return run(Workspace(root.path, int(root.year)), None, target, lambda total: nullcontext(lambda: None))


def without_spreadsheets(root: Root) -> None:
    for path in root.input.rglob("*.*"):
        if path.is_file() and path.name != "plan.toml":
            path.unlink()
    (root.input / "名册.xlsx").write_bytes(b"cut short")


@pytest.mark.parametrize(("target", "made"), [(NOTICE, "印发通知：新写 1 份"), (FORMS, "空白台账：新写 3 份")])
def test_what_needs_the_plan_alone_reads_no_spreadsheet(root: Root, target: Kind, made: str) -> None:
    without_spreadsheets(root)
    one = ran(root, target)
    assert (one.desk.checked, one.partly) == (None, False)
    assert summary(one) == [f"{made}，未变 0 份。", f"请看：{root.output / target.folder}"]


def test_a_plan_that_cannot_be_issued_says_why_and_nothing_else(root: Root) -> None:
    plan = root.input / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("不少于30天", "不少于31天"), encoding="utf-8")
    end = closing(ran(root, NOTICE))
    assert end.partly
    assert end.lines[0].startswith("通知没有生成：它与 plan.toml 对不上")
    assert not [line for line in end.lines if line.startswith(("印发通知", "请看"))]


def test_a_broken_template_stops_its_kind_alone_and_its_earlier_files_stay(root: Root) -> None:
    assert not ran(root, HANDOVER).partly
    (root.path / "templates/补充协议.docx").write_bytes(b"no document")
    after = ran(root, HANDOVER)
    assert {kind.id for kind in after.kinds} - after.complete == {"agreement"}
    assert len(list(root.output.glob("agreements/*/*.docx"))) == 34
    fault, lost, lacking = after.faults
    assert "补充协议.docx" in fault
    assert lost == "补充协议因此没有生成，少了 34 份。"
    assert lacking.startswith("没有生成移交包 ") and "，因为缺少 补充协议。" in lacking
    assert not list(root.output.glob("handover/*"))
    assert [line for line in summary(after) if line.startswith("补充协议：")] == ["补充协议：新写 0 份，未变 0 份。"]


def test_the_bar_is_told_how_many_documents_there_will_be(root: Root) -> None:
    told: list[int] = []
    done: list[None] = []

    @contextmanager
    def progress(total: int) -> Iterator[Callable[[], None]]:
        told.append(total)
        yield lambda: done.append(None)

    for target in (NOTICE, AGREEMENT, ANNUAL, HANDOVER):
        run(Workspace(root.path, int(root.year)), None, target, progress)
    assert told == [0, 34, 34, 68]
    assert len(done) == sum(told)  # the lists, copies and reminders of the check are none of them


def test_packs_hold_what_lies_there_after_all_else_is_made(root: Root) -> None:
    one = ran(root, HANDOVER)
    assert [kind.id for kind in one.kinds] == ["check", "notice", "agreement", "assessment", "annual", "handover"]
    packs = [path for path in one.outcome.written if path.startswith("handover/")]
    assert one.outcome.written[-len(packs) :] == packs
    assert {Path(path).stem for path in packs} >= {"局机关"}
