"""The notice as a finished file, read back as `plan --issued` reads any issued plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.documents.notice.text import notice
from pipeline.plan import Plan, read_plan
from pipeline.word.template import Template
from tests.conftest import REPOSITORY, Root
from tests.documents.notice.test_text import OTHER_NUMBERS
from tests.plan.samples import PLAN_2024, edited


def written(plan: Plan, path: Path) -> Path:
    path.write_bytes(Template(REPOSITORY / "templates/通知.docx").render(notice(plan)))
    return path


@pytest.mark.parametrize("changes", [(), OTHER_NUMBERS], ids=["the sample", "other numbers"])
def test_the_notice_holds_every_number_of_its_plan(root: Root, changes: tuple[tuple[str, str], ...]) -> None:
    plan_file = root.input / "plan.toml"
    plan_file.write_text(edited(PLAN_2024, *changes), encoding="utf-8")
    made = written(read_plan(plan_file), root.path / "通知.docx")
    done = root.run("plan", "--issued", str(made))
    assert "在 通知.docx 中全部找到，数字一致。" in done.stdout
    assert done.returncode == 0


def test_the_notice_of_one_plan_does_not_pass_for_another(root: Root) -> None:
    plan_file = root.input / "plan.toml"
    made = written(read_plan(plan_file), root.path / "通知.docx")
    plan_file.write_text(edited(PLAN_2024, *OTHER_NUMBERS), encoding="utf-8")
    done = root.run("plan", "--issued", str(made))
    assert "「服务天数」（service_days）：印发文本三（四）中找不到“不少于35天”，该处是“不少于30天”。" in done.stdout
    assert done.returncode == 1


def test_what_stands_in_the_way_is_named_with_what_to_do(root: Root) -> None:
    (root.output / "notice/通知.docx").mkdir(parents=True)
    done = root.run("notice")
    assert done.returncode == 1
    assert (
        "写不进去：notice/通知.docx（原处是一个文件夹，占了文件的位置）。请把这个文件夹移走后重新运行。"
        in done.stdout.splitlines()
    )


def test_an_empty_file_in_its_place_is_made_anew_and_said(root: Root) -> None:
    root.run("notice")
    made = (root.output / "notice/通知.docx").read_bytes()
    (root.output / "notice/通知.docx").write_bytes(b"")
    done = root.run("notice")
    assert done.returncode == 0
    assert "原处的文件是空的或者不完整，不作为修改，已重新生成：notice/通知.docx。" in done.stdout.splitlines()
    assert (root.output / "notice/通知.docx").read_bytes() == made
