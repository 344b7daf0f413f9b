"""What the stages put together: problems, their sentences, and what is withheld, from real workbooks."""

from __future__ import annotations

import shutil

from pipeline.check.year import check_year
from pipeline.documents.kinds import held, not_made
from pipeline.problems import Severity
from pipeline.publishing.workspace import Workspace
from tests.conftest import Root

ID, PHONE = "150602198001010003", "13900000001"


def test_a_missing_phone_withholds_no_sheet_but_a_missing_term_does(root: Root) -> None:
    """Both are one problem of the list; the sheet needs only the second."""
    key = "T001"
    root.change("名册.xlsx", "特派员", lambda row: row.get("编号") == key, 联系电话=None)
    root.run("check")
    assert [problem["subject"] for problem in root.problems("required_empty")] == [key]
    assert [entry["document"].split("/")[0] for entry in root.report["withheld"]] == ["agreements"]
    root.change("名册.xlsx", "特派员", lambda row: row.get("编号") == key, 聘期起=None)
    root.run("check")
    (problem,) = root.problems("required_empty")
    assert len(problem["others"]) == 1
    assert [entry["document"].rsplit("/")[-1] for entry in root.report["withheld"]] == [
        f"{key}.docx",
        "年度报告.docx",
        "附表.xlsx",
        f"{key}.docx",
    ]


def test_a_private_number_in_the_wrong_cell_is_not_repeated(root: Root) -> None:
    """An ID number in a date column, and a phone number behind the name of a firm."""
    root.change("名册.xlsx", "特派员", lambda row: row.get("编号") == "T001", 聘期止=ID)
    named = {"企业名称": f"某公司{PHONE}", "统一社会信用代码": None}
    root.change("名册.xlsx", "派驻关系", lambda row: bool(row.get("企业名称")), **named)
    said = root.run("check").stdout
    messages = [*root.problems("not_a_date"), *root.problems("unknown_enterprise")]
    assert ["（号码略）" in problem["message"] for problem in messages] == [True, True]
    for text in (said, root.files()["check/problems.json"].decode()):
        assert ID not in text and PHONE not in text


def test_in_january_the_sample_s_roster_is_enough_for_every_agreement(root: Root) -> None:
    shutil.rmtree(root.input / "台账")
    (root.input / "区局台账.xlsx").unlink()
    workspace = Workspace(root.path, int(root.year))
    checked = check_year(workspace, None, logs_wanted=False)
    assert [problem.rule for problem in checked.problems if problem.severity is not Severity.DOUBT] == []
    assert "missing_form" not in {problem.rule for problem in checked.problems}
    assert len(checked.tally.people) == len(checked.intake.dataset.commissioners) > 30
    assert all(person.pairings for person in checked.tally.people)
    assert held(checked)["agreement"] == {} and not_made(checked, held(checked)) == {}
    asked = check_year(workspace, None)
    assert {problem.form for problem in asked.problems if problem.severity is Severity.ERROR} == {"服务日志"}
    assert len(held(asked)["assessment"]) == len(checked.tally.people) and held(asked)["agreement"] == {}


def test_in_december_agreements_and_the_check_find_the_same(root: Root) -> None:
    workspace = Workspace(root.path, int(root.year))
    assert check_year(workspace, None, logs_wanted=False) == check_year(workspace, None)
