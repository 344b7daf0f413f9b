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
