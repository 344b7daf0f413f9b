"""What an error withholds: the documents that print the cell or need the row, and no other (forms.md, Severity)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

import pytest

from pipeline.check.withheld import Need, Reasons, Whose, withheld
from pipeline.documents.kinds import KINDS
from pipeline.forms import FORMS
from pipeline.problems import Place, Problem, Severity
from pipeline.records import Dataset
from tests.rules.builders import firm, firms, on, person, posting, visit, year

EVERYBODY = ["T001", "T002", "T003"]
NEEDS = [need for kind in KINDS if (need := kind.works().need)]
LOG, ROSTER = "台账/东部工作站.xlsx", "名册.xlsx"


def three_people() -> Dataset:
    """T001 is posted to firm 1, T002 to firm 2 and visited firm 1 too, T003 to firm 3."""
    pairings = [posting(id, row, at=firm(row - 2)) for row, id in enumerate(EVERYBODY, 3)]
    visits = [visit("T002", on(3, 4), at=[firm(1)])]
    return year(*(person(id, days=0) for id in EVERYBODY), enterprises=firms(4), pairings=pairings, visits=visits)


def error(form: str | None, column: str | None, subject: str | None = "T001", **more: object) -> Problem:
    book = ROSTER if form in ("特派员", "企业名录", "派驻关系") else LOG
    rule = str(more.pop("rule", "required_empty"))
    at = Place(book, form, int(str(more.pop("row", 3))), column)
    return Problem(rule, Severity.ERROR, at, subject, form=form, **more)  # type: ignore[arg-type]


def held(*problems: Problem) -> dict[str, Reasons]:
    """By kind of document, and there by 编号 ("" for the district's), why it is withheld."""
    return withheld(
        problems, three_people(), NEEDS, lambda problem: f"{problem.rule} {problem.place and problem.place.column}"
    )


def reasons(
    assessments: Reasons = MappingProxyType({}), agreements: Reasons = MappingProxyType({}), submission: str = ""
) -> dict[str, Reasons]:
    return {"assessment": assessments, "agreement": agreements, "annual": {"": submission} if submission else {}}


def documents(*problems: Problem) -> tuple[list[str], bool]:
    """Whose assessment sheets are withheld, and whether the submission is."""
    found = held(*problems)
    return list(found["assessment"]), bool(found["annual"])


def agreements(*problems: Problem) -> list[str]:
    """Whose agreements are withheld."""
    return list(held(*problems)["agreement"])


def test_nothing_wrong_withholds_nothing() -> None:
    assert held() == reasons()


@pytest.mark.parametrize("severity", [Severity.UNMET, Severity.DOUBT])
def test_only_errors_withhold(severity: Severity) -> None:
    place = Place(LOG, "服务日志", 5, "服务天数")
    assert documents(Problem("service_days", severity, place, "T001", form="服务日志")) == ([], False)


PERSONAL_LOGS = ["服务日志", "月报", "项目申报", "知识产权与技术合同", "计划与总结", "抽查", "考核结果", "例外说明"]


@pytest.mark.parametrize("form", PERSONAL_LOGS)
def test_an_error_in_a_log_withholds_that_persons_sheet_and_the_submission(form: str) -> None:
    assert documents(error(form, "备注")) == (["T001"], True)


@pytest.mark.parametrize("form", ["培训活动", "经费支出"])
def test_an_error_in_a_log_of_nobody_withholds_the_submission_alone(form: str) -> None:
    assert documents(error(form, "日期", subject=None)) == ([], True)


def test_a_row_of_somebody_unknown_withholds_the_submission_alone() -> None:
    assert documents(error("服务日志", "特派员姓名", subject=None, rule="unknown_person")) == ([], True)


def test_a_name_that_two_people_carry_withholds_both_their_sheets() -> None:
    both = error("服务日志", "特派员姓名", subject=None, rule="ambiguous_person", people=frozenset({"T003", "T001"}))
    assert documents(both) == (["T001", "T003"], True)


@pytest.mark.parametrize(
    ("column", "sheets", "submission"),
    [
        ("身份证号", [], False),
        ("联系电话", [], False),
        ("开户银行", [], False),
        ("银行账号", [], False),
        ("民族", [], False),
        ("备注", [], False),
        ("性别", ["T001"], False),
        ("职务职称", ["T001"], False),
        ("姓名", ["T001"], True),
        ("派出单位", ["T001"], True),
        ("所属工作站", ["T001"], True),
        ("聘期起", ["T001"], True),
        ("聘期止", ["T001"], True),
    ],
)
def test_an_error_in_the_roster_withholds_what_prints_the_cell(
    column: str, sheets: list[str], submission: bool
) -> None:
    assert documents(error("特派员", column)) == (sheets, submission)


@pytest.mark.parametrize("column", ["姓名", "职务职称", "备注"])
def test_a_kind_that_does_not_say_what_it_prints_is_withheld_for_any_cell_of_its_forms(column: str) -> None:
    letter = Need("letter", Whose.PERSON, frozenset({"特派员"}))
    wrong = [error("特派员", column), error("派驻关系", "服务起", "T002")]
    assert withheld(wrong, three_people(), [letter], lambda problem: problem.rule)["letter"] == {
        "T001": "required_empty"
    }


@pytest.mark.parametrize(
    ("column", "sheets", "submission"),
    [("服务起", ["T001"], True), ("服务内容", ["T001"], True), ("原协议编号", [], True), ("备注", [], False)],
)
def test_an_error_in_a_posting(column: str, sheets: list[str], submission: bool) -> None:
    assert documents(error("派驻关系", column)) == (sheets, submission)


@pytest.mark.parametrize(
    ("column", "sheets", "submission"),
    [
        ("统一社会信用代码", ["T001", "T002"], True),
        ("企业名称", ["T001", "T002"], True),
        ("曾用名", ["T001", "T002"], True),
        ("规上工业企业", [], True),
        ("高企发证日期", [], True),
        ("期末研发投入", [], True),
        ("联系电话", [], False),
        ("地址", [], False),
    ],
)
def test_an_error_about_an_enterprise_withholds_the_sheets_that_name_it_only_for_its_identity(
    column: str, sheets: list[str], submission: bool
) -> None:
    """Firm 1: T001 is posted there, T002 visited it."""
    assert documents(error("企业名录", column, firm(1).credit_code)) == (sheets, submission)


def test_an_enterprise_without_a_readable_code_is_found_by_its_row() -> None:
    assert documents(error("企业名录", "统一社会信用代码", None, row=firm(3).source.row)) == (["T003"], True)
    elsewhere = Place("另一名册.xlsx", "企业名录", firm(3).source.row, "统一社会信用代码")
    other = Problem("required_empty", Severity.ERROR, elsewhere, None, form="企业名录")
    assert documents(other) == ([], True)


def test_an_enterprise_nobody_served_concerns_the_submission_alone() -> None:
    assert documents(error("企业名录", "统一社会信用代码", firm(4).credit_code)) == ([], True)


def column_missing(form: str, column: str, people: Iterable[str]) -> Problem:
    facts = {"form": form, "column": column}
    return error(form, None, None, rule="missing_column", facts=facts, people=frozenset(people))


# ── agreements ──


@pytest.mark.parametrize("form", [form.name for form in FORMS if form.name not in ("特派员", "企业名录", "派驻关系")])
def test_no_error_in_a_log_withholds_an_agreement(form: str) -> None:
    both = frozenset({"T001", "T003"})
    problems = [
        error(form, "日期"),
        error(form, "特派员姓名", None, rule="ambiguous_person", people=both),
        column_missing(form, "日期", EVERYBODY),
        column_missing(form, "特派员姓名", []),
        Problem("missing_form", Severity.ERROR, facts={"form": form}, form=form),
    ]
    assert agreements(*problems) == []


@pytest.mark.parametrize(
    ("column", "people"),
    [
        ("编号", ["T001"]),
        ("姓名", ["T001"]),
        ("身份证号", ["T001"]),
        ("联系电话", ["T001"]),
        ("派出单位", ["T001"]),
        ("职务职称", []),
        ("所属工作站", ["T001"]),
        ("聘期起", ["T001"]),
        ("聘期止", ["T001"]),
        ("开户银行", ["T001"]),
        ("银行账号", ["T001"]),
        ("性别", []),
        ("民族", []),
        ("专业领域", []),
        ("备注", []),
    ],
)
def test_an_error_in_the_roster_withholds_the_agreement_that_prints_the_cell(column: str, people: list[str]) -> None:
    assert agreements(error("特派员", column)) == people


def test_a_bad_bank_account_withholds_the_agreement_only() -> None:
    account = error("特派员", "银行账号", rule="digits_lost")
    assert held(account) == reasons(agreements={"T001": "digits_lost 银行账号"})


@pytest.mark.parametrize(
    ("column", "people"),
    [
        ("特派员编号", ["T001"]),
        ("企业名称", ["T001"]),
        ("统一社会信用代码", ["T001"]),
        ("服务起", ["T001"]),
        ("服务止", ["T001"]),
        ("服务内容", ["T001"]),
        ("原协议编号", ["T001"]),
        ("备注", []),
    ],
)
def test_an_error_in_a_posting_withholds_the_agreement(column: str, people: list[str]) -> None:
    assert agreements(error("派驻关系", column)) == people


def test_a_posting_of_one_of_two_withholds_both_agreements() -> None:
    both = frozenset({"T003", "T001"})
    assert agreements(error("派驻关系", "特派员姓名", None, rule="ambiguous_person", people=both)) == ["T001", "T003"]
    assert agreements(error("派驻关系", "特派员编号", None, rule="unknown_person")) == []


@pytest.mark.parametrize(
    ("column", "people"),
    [
        ("统一社会信用代码", ["T001"]),
        ("企业名称", ["T001"]),
        ("曾用名", ["T001"]),
        ("规上工业企业", []),
        ("高企发证日期", []),
        ("期末研发投入", []),
        ("联系电话", []),
        ("地址", []),
    ],
)
def test_the_identity_of_a_firm_withholds_the_agreements_of_those_posted_there(column: str, people: list[str]) -> None:
    """Firm 1: T001 is posted there; that T002 visited it stands in no agreement."""
    assert agreements(error("企业名录", column, firm(1).credit_code)) == people


def test_a_firm_without_a_readable_code_withholds_the_agreements_of_those_posted_there() -> None:
    assert agreements(error("企业名录", "统一社会信用代码", None, row=firm(3).source.row)) == ["T003"]
    assert agreements(error("企业名录", "统一社会信用代码", firm(4).credit_code)) == []


@pytest.mark.parametrize("form", ["特派员", "企业名录", "派驻关系"])
def test_a_roster_form_that_is_missing_withholds_every_agreement(form: str) -> None:
    assert agreements(Problem("missing_form", Severity.ERROR, facts={"form": form}, form=form)) == EVERYBODY


@pytest.mark.parametrize(
    ("problem", "people"),
    [
        pytest.param(column_missing("特派员", "联系电话", ["T001", "T003"]), ["T001", "T003"], id="名册缺联系电话"),
        pytest.param(column_missing("派驻关系", "服务起", ["T002"]), ["T002"], id="派驻缺服务起"),
        pytest.param(column_missing("派驻关系", "特派员编号", []), EVERYBODY, id="派驻不知是谁"),
        pytest.param(column_missing("企业名录", "统一社会信用代码", []), EVERYBODY, id="名录缺代码"),
    ],
)
def test_a_column_that_a_roster_form_lacks_withholds_the_agreements(problem: Problem, people: list[str]) -> None:
    assert agreements(problem) == people


@pytest.mark.parametrize(
    ("rostered", "firms", "people"),
    [
        pytest.param((), (), [], id="only log rows differ"),
        pytest.param(("T003",), (), ["T003"], id="a roster row differs"),
        pytest.param((), (firm(2).credit_code, firm(4).credit_code), ["T002"], id="firms differ"),
    ],
)
def test_a_copy_withholds_the_agreements_of_those_whose_roster_rows_differ(
    rostered: tuple[str, ...], firms: tuple[str, ...], people: list[str]
) -> None:
    facts = {"original": LOG, "same": 30, "different": 3, "rostered": rostered, "firms": firms}
    copy = Problem("workbook_copy", Severity.ERROR, Place("台账(1).xlsx"), facts=facts, people=frozenset(EVERYBODY))
    assert agreements(copy) == people


def test_an_unreadable_workbook_that_may_hold_rosters_withholds_every_agreement() -> None:
    facts = {"code": "truncated", "station": ""}
    anybody = Problem("unreadable", Severity.ERROR, Place("新.xlsx"), facts=facts, people=frozenset(EVERYBODY))
    assert agreements(anybody) == EVERYBODY


@pytest.mark.parametrize("rule", ["unreadable", "no_form"])
def test_the_workbook_of_a_workstation_is_its_log_and_withholds_no_agreement_but_of_whom_no_posting_is_known(
    rule: str,
) -> None:
    """Also where the one workstation is everybody's. T003's postings may be in there: they are nowhere else."""
    dataset = three_people()
    facts = {"code": "truncated", "station": "东部工作站"}
    station = Problem(rule, Severity.ERROR, Place(LOG), facts=facts, people=frozenset(EVERYBODY))
    assert list(withheld([station], dataset, NEEDS, str)["agreement"]) == []
    unposted = replace(dataset, pairings=dataset.pairings[:2])
    assert list(withheld([station], unposted, NEEDS, str)["agreement"]) == ["T003"]


# ── whole tables and workbooks ──


@pytest.mark.parametrize("form", [form.name for form in FORMS])
def test_a_form_that_must_be_there_withholds_everything_another_one_nothing(form: str) -> None:
    must = form in ("特派员", "企业名录", "派驻关系", "服务日志")
    missing = Problem("missing_form", Severity.ERROR, facts={"form": form}, form=form)
    assert documents(missing) == (EVERYBODY if must else [], must)


@pytest.mark.parametrize(
    ("problem", "sheets", "submission"),
    [
        pytest.param(column_missing("特派员", "联系电话", EVERYBODY), [], False, id="名册缺联系电话"),
        pytest.param(column_missing("特派员", "派出单位", ["T001"]), ["T001"], True, id="名册缺派出单位"),
        pytest.param(column_missing("服务日志", "服务天数", ["T001", "T002"]), ["T001", "T002"], True, id="缺天数"),
        pytest.param(column_missing("服务日志", "特派员姓名", []), EVERYBODY, True, id="缺姓名，不知是谁"),
        pytest.param(column_missing("企业名录", "统一社会信用代码", []), EVERYBODY, True, id="名录缺代码"),
        pytest.param(column_missing("培训活动", "主题", []), [], True, id="培训缺主题"),
        pytest.param(column_missing("经费支出", "金额", []), [], True, id="经费缺金额"),
    ],
)
def test_a_column_that_a_table_lacks(problem: Problem, sheets: list[str], submission: bool) -> None:
    assert documents(problem) == (sheets, submission)


@pytest.mark.parametrize(("different", "people", "submission"), [(0, [], False), (1, ["T002"], True), (3, [], True)])
def test_a_copy_withholds_what_it_differs_in(different: int, people: list[str], submission: bool) -> None:
    facts = {"original": "名册.xlsx", "same": 30, "different": different, "rostered": (), "firms": ()}
    place = Place("名册(1).xlsx")
    copy = Problem("workbook_copy", Severity.ERROR, place, facts=facts, people=frozenset(people))
    assert documents(copy) == (people, submission)


@pytest.mark.parametrize("rule", ["unreadable", "no_form"])
def test_a_workbook_that_gives_nothing_withholds_the_sheets_it_may_concern_and_the_submission(rule: str) -> None:
    place = Place(LOG)
    assert documents(Problem(rule, Severity.ERROR, place, people=frozenset({"T002"}))) == (["T002"], True)


# ── reasons ──


def test_the_reason_is_the_first_error_and_how_many_more_there_are() -> None:
    errors = [error("服务日志", "日期", row=9), error("服务日志", "服务天数", row=5), error("月报", "月份", row=7)]
    reason = "required_empty 月份（另有 2 处错误）"
    assert held(*errors) == held(*reversed(errors)) == reasons({"T001": reason}, submission=reason)
    assert held(errors[0]) == reasons({"T001": "required_empty 日期"}, submission="required_empty 日期")
    terms = [error("特派员", "聘期起"), error("特派员", "聘期止"), error("特派员", "备注")]
    assert held(*terms)["agreement"] == {"T001": "required_empty 聘期止（另有 1 处错误）"}


def test_an_error_is_judged_by_its_own_cell_not_by_the_first_of_its_kind() -> None:
    """A phone number and a term missing in one row are one problem of the list, but the term is on the sheet."""
    assert documents(error("特派员", "联系电话"), error("特派员", "聘期起")) == (["T001"], True)
