"""One thing is one thing: rows of several workbooks about one visit, project, contract or expense are one record."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.check.audiences.words import bureau_words
from pipeline.forms import EXPENSES, FORMS
from pipeline.forms.declaring import Thing
from pipeline.intake.matching import Firms, People
from pipeline.intake.things import once
from pipeline.problems import Severity, Source, gather
from pipeline.records import Dataset, Expense, things
from tests.intake.conftest import Rows, Year

D = dt.date
BUREAU, LOG = "区局.xlsx", "台账/日志.xlsx"
T001, T002 = ["T001", "张伟"], ["T002", "李娜"]
HEADINGS: dict[str, list[str]] = {
    "服务日志": ["日期", "结束日期", "特派员编号", "特派员姓名", "服务企业", "服务类型", "服务天数", "服务内容", "佐证材料"],
    "项目申报": ["特派员编号", "特派员姓名", "服务企业", "项目名称", "项目级别", "申报日期", "是否联合承担", "状态", "佐证材料"],
    "知识产权与技术合同": ["特派员编号", "特派员姓名", "服务企业", "类型", "名称", "登记编号", "日期", "合同金额", "佐证材料"],
    "培训活动": ["日期", "主题", "主办", "人数", "讲师"],
    "经费支出": ["日期", "事项", "用途", "金额", "收款方", "凭证号"],
    "月报": ["特派员编号", "特派员姓名", "月份", "报送日期"],
    "计划与总结": ["特派员编号", "特派员姓名", "材料", "提交日期"],
    "抽查": ["日期", "特派员编号", "特派员姓名", "抽查单位", "结果", "备注"],
    "考核结果": ["特派员编号", "特派员姓名", "等次", "评定日期", "意见"],
    "例外说明": ["规则", "对象", "事实", "理由", "批准人", "批准日期"],
}  # fmt: skip


def visit(
    content: str = "走访", days: object = 1, end: object = None, who: list[str] = T001, **other: Any
) -> list[Any]:
    start, firm, kind = other.get("start", D(2024, 6, 6)), other.get("firm", "甲公司"), other.get("kind", "政策宣传")
    return [start, end, *who, firm, kind, days, content, "签到表"]


def project(
    name: str = "项目一",
    who: list[str] = T001,
    *,
    firm: str = "甲公司",
    level: str = "市级",
    joint: str = "是",
    state: str = "已受理",
    day: int = 6,
) -> list[Any]:
    return [*who, firm, name, level, D(2024, 5, day), joint, state, "申报书"]


def contract(
    name: str = "合同一",
    number: str = "",
    who: list[str] = T001,
    *,
    firm: str = "甲公司",
    amount: object = 50000,
    kind: str = "技术合同",
) -> list[Any]:
    return [*who, firm, kind, name, number, D(2024, 5, 6), amount, "复印件"]


def spent(item: str = "讲课费", amount: object = 1200, payee: str = "", voucher: str = "") -> list[Any]:
    return [D(2024, 5, 6), item, "科技培训", amount, payee, voucher]


def filled(year: Year, form: str, bureau: Rows, station: Rows) -> Dataset:
    """The year with these rows of a form in the bureau's workbook and in the station's."""
    year.books[BUREAU] = {form: [HEADINGS[form], *bureau], "便签": [["记得带伞"]]}
    others = [visit(who=T002, start=D(2024, 2, day)) for day in range(1, 7)]  # so that neither repeats the other
    year.books[LOG] = {"服务日志": [HEADINGS["服务日志"], *others], form: [HEADINGS[form], *station]}
    if form == "服务日志":
        year.books[LOG] = {form: [HEADINGS[form], *others, *station]}
    return year.read().dataset


def doubts(year: Year) -> list[str]:
    """What is said of rows that are one."""
    found = gather(one for one in year.read().problems if one.rule in ("repeated_row", "same_thing", "shared_thing"))
    assert {one.severity for group in found for one in group} <= {Severity.DOUBT}
    return [bureau_words(group, year.plan, str).sentence for group in found]


def visits_of_t001(data: Dataset) -> list[Any]:
    return [one for one in data.service_logs if one.commissioner == "T001"]


def test_a_session_that_two_workbooks_noted_is_one_and_the_doubt_shows_what_differs(year: Year) -> None:
    data = filled(year, "服务日志", [visit("宣讲“新政30条”")], [visit("宣讲新政30条")])
    [one] = visits_of_t001(data)
    assert (one.source.workbook, [other.workbook for other in one.source.also]) == (BUREAU, [LOG])
    assert doubts(year) == [
        "台账/日志.xlsx「服务日志」第 8 行：T001 张伟 与区局.xlsx「服务日志」第 2 行是同一件事，以那一行为准，只计一次；"
        "不同之处：「服务内容」这里是“宣讲新政30条”，那里是“宣讲“新政30条””。请核对：是同一件的只留一行，不是的请写明区别。"
    ]


def test_the_same_words_in_two_workbooks_are_one_repeated_row(year: Year) -> None:
    assert len(visits_of_t001(filled(year, "服务日志", [visit()], [visit()]))) == 1
    assert doubts(year) == [
        "台账/日志.xlsx「服务日志」第 8 行：T001 张伟 与区局.xlsx「服务日志」第 2 行完全相同，只计一次。请核对后删去多余的一行。"
    ]


@pytest.mark.parametrize(
    ("bureau", "station", "number"),
    [
        pytest.param(visit(), visit(who=T002), 1, id="另一个人"),
        pytest.param(visit(), visit(start=D(2024, 6, 7)), 2, id="另一天"),
        pytest.param(visit(), visit(firm="丙公司"), 2, id="另一家企业"),
        pytest.param(visit(), visit(kind="技术服务"), 2, id="另一种类型"),
        pytest.param(visit(firm="甲公司、丙公司"), visit(firm="甲公司"), 2, id="多走一家是另一次"),
        pytest.param(visit(firm="甲公司、丙公司"), visit(firm="丙公司；甲公司"), 1, id="企业次序不同"),
        pytest.param(visit(firm="乙厂"), visit(firm="乙(东胜)公司"), 1, id="曾用名"),
        pytest.param(visit(kind="政策宣传"), visit(kind="政策 宣传"), 1, id="空格"),
    ],
)
def test_what_a_visit_is_about(year: Year, bureau: list[Any], station: list[Any], number: int) -> None:
    assert len(visits_of_t001(filled(year, "服务日志", [bureau], [station]))) == number


@pytest.mark.parametrize(
    ("bureau", "station", "holds"),
    [
        (visit(days=1), visit(days=2, end=D(2024, 6, 7)), (LOG, Decimal(2), D(2024, 6, 7))),
        (visit(days=1, end=D(2024, 6, 7)), visit(days=1), (BUREAU, Decimal(1), D(2024, 6, 7))),
        (visit(days=1), visit(days=1, end=D(2024, 6, 8)), (LOG, Decimal(1), D(2024, 6, 8))),
        (visit(days=0), visit(days=0.5), (LOG, Decimal("0.5"), D(2024, 6, 6))),
    ],
)
def test_the_row_with_more_days_holds_then_the_later_end(
    year: Year, bureau: list[Any], station: list[Any], holds: tuple[str, Decimal, D]
) -> None:
    [one] = visits_of_t001(filled(year, "服务日志", [bureau], [station]))
    assert (one.source.workbook, one.days, one.end) == holds


def test_what_the_row_that_holds_leaves_empty_the_other_fills(year: Year) -> None:
    without = visit("", days=1)
    without[-1] = ""
    [one] = visits_of_t001(filled(year, "服务日志", [without], [visit("座谈")]))
    assert (one.source.workbook, one.content, one.evidence) == (BUREAU, "座谈", "签到表")


def test_rows_of_one_workbook_count_each(year: Year) -> None:
    """Morning and afternoon: the station's two are two, and the bureau's is one of them."""
    data = filled(year, "服务日志", [visit("下午", 0.5)], [visit("上午", 0.5), visit("下午", 0.5)])
    assert sorted(one.content for one in visits_of_t001(data)) == ["上午", "下午"]
    [said] = doubts(year)
    assert "第 9 行：T001 张伟 与区局.xlsx「服务日志」第 2 行完全相同" in said


def test_rows_of_one_workbook_that_differ_in_punctuation_alone_count_and_are_a_doubt(year: Year) -> None:
    data = filled(year, "服务日志", [], [visit("宣讲“新政”", 0.5), visit("宣讲 新政。", 0.5), visit("座谈", 0.5)])
    assert len(visits_of_t001(data)) == 3
    assert doubts(year) == [
        "台账/日志.xlsx「服务日志」第 9 行：T001 张伟 与台账/日志.xlsx「服务日志」第 8 行只有标点或写法不同，两行都已计入。"
        "请核对是否重复录入；重复的请删去一行。"
    ]


def test_three_workbooks_with_one_visit_have_one(year: Year) -> None:
    year.books["站二.xlsx"] = {"服务日志": [HEADINGS["服务日志"], visit("丙"), visit(start=D(2024, 8, 8))]}
    data = filled(year, "服务日志", [visit("甲")], [visit("乙")])
    assert [len(one.source.also) for one in visits_of_t001(data)] == [2, 0]
    [said] = doubts(year)
    assert "另有 1 处同类问题：站二.xlsx「服务日志」第 2 行与区局.xlsx「服务日志」第 2 行是同一件事" in said


@pytest.mark.parametrize(
    ("station", "rows"),
    [
        pytest.param([visit("乙")], 2, id="写法不同的两行都读了"),
        pytest.param([visit("甲")], 1, id="另一份里一字不差的不算"),
        pytest.param([visit("甲"), visit("甲")], 2, id="同一份里一字不差的各算"),
    ],
)
def test_the_rows_that_were_read_are_told_before_one_thing_is_made_one(
    year: Year, station: list[list[Any]], rows: int
) -> None:
    before = filled(year, "服务日志", [], []).rows["服务日志"]
    assert filled(year, "服务日志", [visit("甲")], station).rows["服务日志"] - before == rows


def test_a_visit_under_way_is_one_on_the_as_of_day_too(year: Year) -> None:
    rows = [visit(days=3, end=D(2024, 6, 8))], [visit(days=5, end=D(2024, 6, 10))]
    filled(year, "服务日志", *rows)
    [one] = visits_of_t001(year.read(D(2024, 6, 7)).dataset)
    assert (one.days, one.end) == (2, D(2024, 6, 7))


# ── projects and contracts ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_project_in_two_workbooks_is_one(year: Year) -> None:
    data = filled(year, "项目申报", [project(state="已立项")], [project(), project("项目二")])
    assert sorted((one.name, one.state) for one in data.projects) == [("项目一", "已立项"), ("项目二", "已受理")]
    [said] = doubts(year)
    assert "「状态」这里是“已受理”，那里是“已立项”" in said


@pytest.mark.parametrize(
    ("other", "number"),
    [
        (project("“项目　一”"), 1),
        (project(day=27), 1),
        (project(level="区级"), 2),
        (project(firm="丙公司"), 2),
        (project("项目-一"), 1),
    ],
)
def test_what_a_project_is_about(year: Year, other: list[Any], number: int) -> None:
    assert len(filled(year, "项目申报", [project()], [other]).projects) == number


@pytest.mark.parametrize("amounts", [(63000, 61000), (61000, 63000)])
@pytest.mark.parametrize("noted", [63000, 61000])
def test_of_two_of_one_name_the_one_that_says_the_same_is_the_one(
    year: Year, amounts: tuple[int, int], noted: int
) -> None:
    """The station has two things of one name; what the bureau notes of one of them adds nothing to their amounts."""
    station = [
        contract(amount=amount, kind=kind) for amount, kind in zip(amounts, ("技术合同", "软件著作权"), strict=True)
    ]
    data = filled(year, "知识产权与技术合同", [contract(amount=noted, kind="发明专利")], station)
    assert sorted(one.amount for one in data.achievements) == [61000, 63000]


@pytest.mark.parametrize(
    ("one", "other", "joint"),
    [("是", "", True), ("", "否", None), ("否", "是", True), ("否", "否", False), ("", "", None)],
)
def test_jointly_comes_before_an_empty_cell_and_this_before_not_jointly(
    year: Year, one: str, other: str, joint: bool | None
) -> None:
    data = filled(year, "项目申报", [project(joint=one)], [project(joint=other, state="已立项")])
    assert [each.joint for each in data.projects] == [joint]


@pytest.mark.parametrize("bureau", [True, False])
def test_two_people_may_hold_one_project(year: Year, bureau: bool) -> None:
    """It counts for each of them and once for the district, whether one workbook says so or two."""
    rows = ([project()], [project(who=T002)]) if bureau else ([], [project(), project(who=T002)])
    data = filled(year, "项目申报", *rows)
    assert [one.commissioner for one in data.projects] == ["T001", "T002"]
    [held] = things(data.projects)
    assert held.commissioners == ("T001", "T002")
    first = "区局.xlsx「项目申报」第 2 行" if bureau else "台账/日志.xlsx「项目申报」第 2 行"
    assert doubts(year) == [
        f"台账/日志.xlsx「项目申报」第 {2 if bureau else 3} 行：T002 李娜 与{first}（T001 张伟）是同一件，各人都已计入，全区只计一次。"
        "请核对：确由多人承担的不必处理，不是同一件的请写明区别。"
    ]


def test_of_a_contract_of_two_people_the_larger_amount_is_the_districts(year: Year) -> None:
    data = filled(
        year, "知识产权与技术合同", [], [contract(amount=50000), contract(who=T002, amount=80000), contract("合同二")]
    )
    assert [(held.commissioners, held.record.amount) for held in things(data.achievements)] == [
        (("T001", "T002"), 80000),
        (("T001",), 50000),
    ]


@pytest.mark.parametrize(
    ("bureau", "station", "number"),
    [
        pytest.param(contract(number="号001"), contract("另一名称", "号 001"), 1, id="登记编号相同"),
        pytest.param(contract(number="号001"), contract(number="号002"), 2, id="登记编号不同"),
        pytest.param(contract(number="2024-001"), contract(number="2024001"), 2, id="数字间的连字符有意义"),
        pytest.param(contract(number="号001"), contract(), 1, id="一处没有编号，看名称和企业"),
        pytest.param(contract(number="号001"), contract(number="待定"), 1, id="待定不是编号"),
        pytest.param(contract(number="无"), contract(number="/"), 1, id="都没有编号"),
        pytest.param(contract(number="无"), contract("合同二", "无"), 2, id="无不是编号"),
        pytest.param(contract(kind="技术合同"), contract(kind="其他合同"), 1, id="类型不比"),
        pytest.param(contract(), contract(firm="丙公司"), 2, id="另一家企业"),
    ],
)
def test_what_a_contract_is_about(year: Year, bureau: list[Any], station: list[Any], number: int) -> None:
    data = filled(year, "知识产权与技术合同", [bureau], [station])
    assert len(data.achievements) == number
    assert all(one.registration_number not in ("无", "待定", "/") for one in data.achievements)


@pytest.mark.parametrize(("first", "second"), [(50000, 80000), (80000, 50000), (None, 80000), (80000, None)])
def test_of_amounts_that_differ_the_larger_counts(year: Year, first: object, second: object) -> None:
    data = filled(year, "知识产权与技术合同", [contract(amount=first)], [contract(amount=second)])
    assert [one.amount for one in data.achievements] == [80000]


def test_one_without_a_number_is_one_of_those_of_its_name(year: Year) -> None:
    data = filled(year, "知识产权与技术合同", [contract(number="号001"), contract(number="号002")], [contract()])
    assert sorted(one.registration_number for one in data.achievements) == ["号001", "号002"]


# ── what is nobody's, and the other forms ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("bureau", "station", "number"),
    [
        pytest.param(spent(), spent(), 1, id="相同"),
        pytest.param(spent(), spent("讲课费。"), 1, id="标点"),
        pytest.param(spent(), spent(amount=1300), 2, id="金额不同"),
        pytest.param(spent(voucher="记-1"), spent(voucher="记-2"), 2, id="凭证号不同"),
        pytest.param(spent(payee="甲中心"), spent(payee="乙中心"), 2, id="收款方不同"),
        pytest.param(spent(voucher="记-1"), spent(), 1, id="一处没有凭证号"),
        pytest.param(spent(voucher="记-1"), spent(voucher="无"), 1, id="无不是凭证号"),
        pytest.param(spent(payee="甲中心", voucher="记-1"), spent(payee="甲 中心"), 1, id="收款方相同"),
    ],
)
def test_what_an_expense_is_about(year: Year, bureau: list[Any], station: list[Any], number: int) -> None:
    assert len(filled(year, "经费支出", [bureau], [station]).expenses) == number


def test_of_two_expenses_each_finds_the_one_with_its_voucher(year: Year) -> None:
    rows = [spent(voucher="记-1"), spent(voucher="记-2")]
    data = filled(year, "经费支出", rows, [spent(voucher="记-2", payee="乙中心"), spent(payee="甲中心")])
    assert sorted((one.voucher, one.payee) for one in data.expenses) == [("记-1", "甲中心"), ("记-2", "乙中心")]


@pytest.mark.parametrize(
    ("form", "bureau", "station", "fills", "number"),
    [
        ("培训活动", [D(2024, 3, 3), "新政培训", "区局", 10, "高原"], [D(2024, 3, 3), "“新政”培训", "区局", 30, ""], "trainings", 1),
        ("培训活动", [D(2024, 3, 3), "新政培训", "区局", 10, "高原"], [D(2024, 3, 3), "新政培训", "城东", 10, ""], "trainings", 2),
        ("月报", [*T001, "3月", D(2024, 3, 9)], [*T001, "2024-03", D(2024, 3, 9)], "monthly_reports", 1),
        ("月报", [*T001, "3月", D(2024, 3, 9)], [*T001, "3月", D(2024, 3, 12)], "monthly_reports", 2),
        ("计划与总结", [*T001, "工作计划", D(2024, 1, 5)], [*T001, "工作 计划", D(2024, 1, 5)], "papers", 1),
        ("计划与总结", [*T001, "工作计划", D(2024, 1, 5)], [*T001, "工作计划", D(2024, 1, 6)], "papers", 2),
        ("抽查", [D(2024, 6, 3), *T001, "区局", "在岗", ""], [D(2024, 6, 3), *T001, "区局", "请假", "病假"], "spot_checks", 1),
        ("抽查", [D(2024, 6, 3), *T001, "区局", "在岗", ""], [D(2024, 6, 3), *T001, "城东工作站", "在岗", ""], "spot_checks", 2),
        ("考核结果", [*T001, "优秀", D(2024, 12, 9), ""], [*T001, "优秀", D(2024, 12, 9), "同意"], "results", 1),
        ("考核结果", [*T001, "优秀", D(2024, 12, 9), ""], [*T001, "合格", D(2024, 12, 9), ""], "results", 2),
        ("例外说明", ["service_days", "T001", "21", "病休", "甲", D(2024, 12, 9)], ["service_days", "T001", "22", "病休", "甲", D(2024, 12, 9)], "exceptions", 2),
    ],
)  # fmt: skip
def test_what_the_rows_of_other_forms_are_about(
    year: Year, form: str, bureau: list[Any], station: list[Any], fills: str, number: int
) -> None:
    records = getattr(filled(year, form, [bureau], [station]), fills)
    assert len(records) == number
    if form == "培训活动":
        assert max(one.people for one in records) == (30 if number == 1 else 10)


def test_what_a_thing_is_is_declared_with_its_form() -> None:
    declared = {form.name: form.thing for form in FORMS if form.log}
    assert declared["培训活动"] == Thing(("日期", "主题", "主办"), larger=("人数",))
    assert declared["抽查"] == Thing(("日期", "抽查单位"))  # says nothing: its columns of identity
    assert [name for name, thing in declared.items() if thing.shared] == ["项目申报", "知识产权与技术合同"]


# ── whatever order, and however many ────────────────────────────────────────────────────────────────────────────────


def test_the_order_of_rows_changes_nothing(year: Year) -> None:
    chance = random.Random(9)
    bureau = [visit(content, days) for content, days in (("上午", 0.5), ("上午。", 0.5), ("下午", 0.5), ("全天", 1))]
    station = [visit(content, days) for content, days in (("下午", 0.5), ("晚上", 0.3), ("全天", 0.5))]
    seen = set()
    for _ in range(5):
        chance.shuffle(bureau)
        chance.shuffle(station)
        found = visits_of_t001(filled(year, "服务日志", bureau, station))
        seen.add(tuple((one.content, one.days, one.source.workbook, len(one.source.also)) for one in found))
    assert len(seen) == 1
    assert len(seen.pop()) == 4


def test_twenty_thousand_rows_of_one_expense_are_drawn_together_at_once() -> None:
    def rows(workbook: str, payee: str) -> list[Expense]:
        return [
            Expense(D(2024, 5, 6), "讲课费", "科技培训", Decimal(1), payee, f"记-{row}", Source(workbook, "经费", row))
            for row in range(2, 10_002)
        ]

    started = time.process_time()
    kept, problems = once([*rows("甲.xlsx", ""), *rows("乙.xlsx", "某中心")], EXPENSES, People([]), Firms([]))
    assert (len(kept), len(problems)) == (10_000, 10_000)
    assert time.process_time() - started < 20


BOOKS = ("甲.xlsx", "乙.xlsx", "丙.xlsx")


@st.composite
def expenses(draw: st.DrawFn) -> list[Expense]:
    """Of two days and two spellings of one item, with a voucher or payee or without, in three workbooks."""

    def one(row: int) -> Expense:
        day, item = draw(st.sampled_from([6, 7])), draw(st.sampled_from(["讲课费", "讲课费。"]))
        payee, voucher = draw(st.sampled_from(["", "甲", "乙"])), draw(st.sampled_from(["", "记-1", "记-2"]))
        source = Source(draw(st.sampled_from(BOOKS)), "经费", row)
        return Expense(D(2024, 5, day), item, "科技培训", Decimal(100), payee, voucher, source)

    return [one(row) for row in range(2, 2 + draw(st.integers(0, 9)))]


def drawn(rows: list[Expense]) -> list[Expense]:
    kept, problems = once(rows, EXPENSES, People([]), Firms([]))
    assert len([one for one in problems if not one.message]) == len(rows) - len(kept)  # every row is kept, or said
    return kept


@settings(deadline=None, derandomize=True)
@given(expenses().flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_in_whatever_order_the_same_rows_are_drawn_together(both: tuple[list[Expense], list[Expense]]) -> None:
    assert sorted(map(repr, drawn(both[0]))) == sorted(map(repr, drawn(list(both[1]))))


@settings(deadline=None, derandomize=True)
@given(expenses())
def test_rows_of_one_workbook_are_never_one_and_no_row_is_lost(rows: list[Expense]) -> None:
    by_row = {row.source.row: row for row in rows}
    seen = []
    for one in drawn(rows):
        own = [by_row[source.row] for source in (one.source, *one.source.also)]
        seen += [row.source.row for row in own]
        assert len({row.source.workbook for row in own}) == len(own)
        assert len({row.date for row in own}) == 1
        assert len({row.voucher for row in own} - {""}) <= 1 and len({row.payee for row in own} - {""}) <= 1
    assert sorted(seen) == sorted(by_row)


@settings(deadline=None, derandomize=True)
@given(expenses())
def test_where_nothing_tells_rows_apart_there_are_as_many_things_as_one_workbook_has(rows: list[Expense]) -> None:
    alike = [replace(row, payee="", voucher="") for row in rows]
    number = Counter((row.date, row.source.workbook) for row in alike)
    most = {day: max(number[day, book] for book in BOOKS) for day in {row.date for row in alike}}
    assert Counter(one.date for one in drawn(alike)) == most
