"""附表.xlsx as a reader finds it: the figures of the tally, live formulas that agree with them, no private number."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from pipeline.documents.annual.annex import annex
from pipeline.forms import FORMS
from pipeline.intake.privacy import concealer, public
from pipeline.plan.model import Citation, Plan, Target
from pipeline.records import Dataset
from pipeline.rules.counting import count
from pipeline.rules.tally import Tally
from pipeline.sheets.writing.workbook import workbook
from tests import example_year as year
from tests.example_plan import plan

Rows = list[list[Any]]


class Annex:
    """The finished workbook, read twice: formulas and values."""

    def __init__(self, dataset: Dataset, plan: Plan) -> None:
        self.tally: Tally = count(dataset, plan)
        self.data = workbook(annex(plan, self.tally), "附表")
        self._live = openpyxl.load_workbook(io.BytesIO(self.data))
        self._cached = openpyxl.load_workbook(io.BytesIO(self.data), data_only=True)
        self.sheets = self._live.sheetnames

    def live(self, sheet: str) -> Rows:
        return [[cell.value for cell in row] for row in self._live[sheet].iter_rows()]

    def values(self, sheet: str) -> Rows:
        return [[cell.value for cell in row] for row in self._cached[sheet].iter_rows()]


def records() -> Dataset:
    """The example year as documents get it."""
    return public(year.dataset(), concealer(year.dataset()))


@pytest.fixture(scope="module")
def example() -> Annex:
    return Annex(records(), plan())


def test_a_sheet_a_table(example: Annex) -> None:
    assert example.sheets == [
        "目标完成情况",
        "特派员考核",
        "例外",
        "派驻关系",
        "企业分类覆盖",
        "企业与覆盖",
        "三清零",
        "项目申报",
        "知识产权与技术合同",
        "政策与培训",
        "培训活动",
        "经费",
        "经费明细",
    ]


def test_a_target_of_nothing_is_reached_by_nothing() -> None:
    nothing = replace(plan(), targets=(replace(plan().targets[1], value=0),))
    example = Annex(replace(records(), service_logs=()), nothing)
    assert example.values("目标完成情况")[3] == [1, "服务企业", "一", "家", 0, 0, 0, 1, "达标"]


def test_targets_one_by_one_with_rate_and_gap_as_formulas(example: Annex) -> None:
    assert example.values("目标完成情况")[0][0] == "2024年示例区企业科技特派员工作目标完成情况表"
    assert example.values("目标完成情况")[3:7] == [
        [1, "选聘企业科技特派员", "一；二（一）一", "人", 3, 3, 0, 1, "达标"],
        [2, "服务企业", "一", "家", 4, 3, 1, 0.75, "未达标"],
        [3, "三类企业服务覆盖面", "一", "%", 100, 60, 40, 0.6, "推进中"],
        [4, "新增“三清零”企业", "一", "家", 1, 1, 0, 1, "达标"],
    ]
    assert example.live("目标完成情况")[3][6:8] == ["=MAX(E4-F4,0)", "=IF(E4=0,1,F4/E4)"]


def test_commissioners_with_their_results(example: Annex) -> None:
    rows = example.values("特派员考核")

    assert rows[2][7] == "完成情况" and rows[2][12] == "月报（份）" and rows[2][17] == "达标情况"
    assert rows[3][7:15] == [
        "政策宣传和解读\n（次）",
        "协助申报项目\n（个）",
        "服务天数\n（天）",
        "工作计划\n（份）",
        "派驻总结\n（份）",
        "按时",
        "迟报",
        "缺报",
    ]
    assert [[row[0], row[1], *row[6:]] for row in rows[4:7]] == [
        ["T001", "张伟", 2, 2, 1, 31, 1, 1, 12, 0, 0, 2, 1, *["达标"] * 6, "优秀"],
        [
            "T002",
            "其其格·苏",
            2,
            2,
            1,
            21,
            1,
            1,
            10,
            1,
            1,
            1,
            0,
            *["达标", "达标", "例外", "达标", "达标", "未达标"],
            None,
        ],
        ["T003", "李𬭩", 0, 0, 0, 0, 0, 0, 0, 0, 12, 0, 0, *["未达标"] * 6, None],
    ]


def test_totals_of_commissioners_agree_with_the_tally(example: Annex) -> None:
    values, live, people = example.values("特派员考核"), example.live("特派员考核"), example.tally.people

    assert live[7][9] == "=SUM(J5:J7)"
    assert values[7][9] == sum(person.days.value for person in people) == 52
    assert values[7][7:17] == [4, 2, 52, 2, 2, 22, 1, 13, 3, 1]
    assert live[8][19] == '=COUNTIF(T5:T7,"例外")+COUNTIF(T5:T7,"达标")'
    assert values[8][17:23] == [2, 2, 2, 2, 2, 1]
    assert values[9][0].startswith("方案要求：政策宣传和解读 2 次（三（一））；协助申报项目 1 个（三（三））；")


def test_an_exception_in_force_is_listed(example: Annex) -> None:
    assert example.values("例外")[3][1:9] == [
        "T002",
        "其其格·苏",
        "服务天数",
        30,
        21,
        "天",
        "七月至九月病休，单位证明在案",
        "刘主任",
    ]


def test_an_exception_is_not_in_force_before_its_duty_is_due() -> None:
    early = Annex(replace(records(), as_of=dt.date(2024, 12, 30)), plan())
    assert [row[1] for row in early.values("例外")[3:]] == [None]


def test_coverage_by_kind_adds_up_and_counts_nobody_twice(example: Annex) -> None:
    rows = example.values("企业分类覆盖")

    assert [[row[0], *row[4:]] for row in rows[3:13]] == [
        ["规模以上工业企业、高新技术企业、科技型中小企业", 1, 1, 0, 1],
        ["规模以上工业企业", 2, 2, 0, 1],
        ["高新技术企业", 1, 0, 1, 0],
        ["科技型中小企业", 1, 0, 1, 0],
        ["其他企业", 1, 0, 1, 0],
        ["合计", 6, 3, 3, 0.5],
        ["其中：规模以上工业企业", 3, 3, 0, 1],
        ["其中：高新技术企业", 2, 1, 1, 0.5],
        ["其中：科技型中小企业", 2, 1, 1, 0.5],
        ["以上三类（每家只计一次）", 5, 3, 2, 0.6],
    ]
    live = example.live("企业分类覆盖")
    assert live[8][4:] == ["=SUM(E4:E8)", "=SUM(F4:F8)", "=SUM(G4:G8)", '=IF(E9=0,"无此类企业",F9/E9)']
    assert live[9][4] == '=SUMIF(B4:B8,"√",E4:E8)'
    assert live[12][5] == '=SUMIF(A4:A8,"<>其他企业",F4:F8)'
    assert rows[12][6] == len(example.tally.uncovered)


def test_each_enterprise_with_its_valid_kinds_and_who_served_it(example: Annex) -> None:
    rows = example.values("企业与覆盖")

    assert rows[3] == [1, "东胜示例钢构有限公司", year.STEEL, "√", "√", "√", "已服务", 37, "T001 张伟、T002 其其格·苏"]
    assert rows[5][3:8] == ["√", None, None, "已服务", 1]  # its 高企 certificate has lapsed
    assert rows[6][5:9] == ["√", "未服务", 0, None]
    assert rows[9] == [None, "合计", None, 3, 2, 2, 3, 39, None]
    assert example.live("企业与覆盖")[9][3:8] == [
        '=COUNTIF(D4:D9,"√")',
        '=COUNTIF(E4:E9,"√")',
        '=COUNTIF(F4:F9,"√")',
        '=COUNTIF(G4:G9,"已服务")',
        "=SUM(H4:H9)",
    ]


def test_three_zero_shows_both_ends_of_the_year(example: Annex) -> None:
    rows = example.values("三清零")

    assert rows[3][3:11] == ["研发活动", "研发机构", "研发投入", "三项齐备"] * 2
    assert rows[4][3:] == ["有", "有", "有", "√", "有", "有", "有", "√", None]
    assert rows[5][3:] == ["有", "无", "有", None, "有", "有", "有", "√", "√"]
    assert rows[6][3:] == ["不详", "不详", "不详", None, "无", "无", "无", None, None]
    assert rows[7][3:] == [2, 1, 2, 1, 2, 2, 2, 2, 1]
    assert rows[7][11] == next(result.value for result in example.tally.targets if result.target.id == "three_zero")
    assert example.live("三清零")[7][3] == '=COUNTIF(D5:D7,"有")'


def test_lists_carry_every_record(example: Annex) -> None:
    assert [row[1:5] for row in example.values("派驻关系")[3:]] == [
        ["T001", "张伟", "东部工作站", "东胜示例钢构有限公司"],
        ["T001", "张伟", "东部工作站", "鄂尔多斯市晨光玻璃有限公司"],
        ["T002", "其其格·苏", "东部工作站", "东胜示例钢构有限公司"],
        ["T003", "李𬭩", "西部工作站", "鄂尔多斯市飞鸿无人机有限公司"],
    ]
    assert [row[4:8:3] for row in example.values("项目申报")[3:]] == [
        ["高强钢焊接关键技术研究", "是"],
        ["钢结构构件数字化检测", None],
    ]
    assert [row[4] for row in example.values("知识产权与技术合同")[3:6]] == ["知识产权", "技术合同", "技术合同"]
    assert example.values("知识产权与技术合同")[6][9] == 205000.5
    assert example.live("知识产权与技术合同")[6][9] == "=SUM(J4:J6)"
    assert example.values("培训活动")[5][5] == 100


def test_what_two_people_hold_is_one_row_with_both() -> None:
    base = records()
    project, entry = base.projects[0], base.achievements[0]
    shared = Annex(
        replace(
            base,
            projects=tuple(replace(project, commissioner=id, thing=project.source) for id in ("T001", "T002")),
            achievements=tuple(replace(entry, commissioner=id, thing=entry.source) for id in ("T001", "T002")),
        ),
        plan(),
    )
    for sheet in ("项目申报", "知识产权与技术合同"):
        [row] = [row for row in shared.values(sheet)[3:] if row[0] == 1]
        assert row[1:3] == ["T001、T002", "张伟、其其格·苏"]
        assert [row[0] for row in shared.values(sheet)[3:]].count(2) == 0
    said = "几人共同承担的项目和成果，各人分别计入，合计大于全区的实际数。"
    assert str(shared.values("特派员考核")[-1][0]).endswith(said)
    assert said not in str(Annex(base, plan()).values("特派员考核"))


def test_policy_topics_and_money_are_those_of_the_tally(example: Annex) -> None:
    assert example.values("政策与培训")[3:7] == [
        [1, "科技兴蒙30条", 1, "√"],
        [2, "研发费用加计扣除", 2, "√"],
        [3, "揭榜挂帅", 0, None],
        [None, "已宣讲的政策项数", None, 2],
    ]
    money = example.values("经费")
    assert {row[1]: Decimal(str(row[3])) for row in money[3:8]} == example.tally.expenses_by_use
    assert [row[2] for row in money[3:8]] == ["√", "√", "√", "√", None]
    assert money[8][3] == example.values("经费明细")[6][4] == 48800.4
    assert example.live("经费")[3][4] == '=IF(SUM(D4:D8)=0,"—",D4/SUM(D4:D8))'


def test_id_phone_and_bank_numbers_appear_nowhere(example: Annex) -> None:
    text = "".join(str(value) for sheet in example.sheets for row in example.values(sheet) for value in row)

    for number in (*year.ID_NUMBERS, *year.PHONES, *year.ACCOUNTS, "8000001"):
        assert number not in text and number not in text.replace(" ", "").replace("-", "")
    assert "焊接工艺改进，联系电话 （号码略）" in text  # it was typed into 服务内容


def test_input_is_never_a_formula(example: Annex) -> None:
    book = openpyxl.load_workbook(io.BytesIO(example.data))

    assert (book["经费明细"]["F6"].value, book["经费明细"]["F6"].data_type) == ('=HYPERLINK("x")', "s")


def test_another_plan_is_another_table_and_no_line_of_python() -> None:
    usual = plan()
    more = Target("days", "服务总天数", (Citation("二"),), "service_days_total", 100, "天")
    other = replace(
        usual, targets=(more,), minimums=usual.minimums[:1], deadlines={}, labels={**usual.labels, "flag_1": "发明专利"}
    )
    made = Annex(records(), other)

    assert made.values("目标完成情况")[3][1:] == ["服务总天数", "二", "天", 100, 52, 48, 0.52, "未达标"]
    headings = made.values("特派员考核")[3]
    assert headings[7:9] == ["服务天数\n（天）", "政策宣传和解读\n（次）"]  # days are shown though nothing is asked
    assert "月报（份）" not in made.values("特派员考核")[2]
    assert made.values("特派员考核")[4][7:] == [31, 2, 2, 1, "达标", "优秀"]
    assert made.values("三清零")[3][3] == "发明专利"


def test_an_empty_year_is_tables_that_say_so() -> None:
    made = Annex(Dataset(year.YEAR, year.LAST), plan())

    assert made.values("企业分类覆盖")[3][0] == "（无）"
    assert made.values("特派员考核")[4][0] == "（无）"


def test_same_records_same_bytes(example: Annex) -> None:
    assert Annex(records(), plan()).data == example.data


def test_the_share_of_a_capped_grade_is_a_live_formula_under_the_grades() -> None:
    capped = Annex(records(), replace(plan(), grade_caps={"优秀": 35}))
    assert [row[-1] for row in capped.values("特派员考核") if row[2] == "优秀占比（上限35%）"] == [1]
    assert [row[-1] for row in capped.live("特派员考核") if row[2] == "优秀占比（上限35%）"] == [
        '=COUNTIF(X5:X7,"优秀")/COUNTA(X5:X7)'
    ]
    ungraded = Annex(replace(records(), results=()), replace(plan(), grade_caps={"优秀": 35}))
    assert not [row for row in ungraded.values("特派员考核") if row[2] and "占比" in str(row[2])]


# ── what nobody handed in ──

COLUMNS = {  # the columns of 特派员考核 that a form fills
    "项目申报": ("协助申报项目\n（个）", "协助申报项目"),
    "计划与总结": ("工作计划\n（份）", "派驻总结\n（份）", "工作计划", "派驻总结"),
    "月报": ("按时", "迟报", "缺报", "月报"),
    "知识产权与技术合同": ("知识产权与技术合同\n（项）",),
    "抽查": ("接受抽查\n（次）",),
    "考核结果": ("考核等次",),
}
FILLS = {"项目申报": "projects", "计划与总结": "papers", "月报": "monthly_reports", "抽查": "spot_checks"}


def without(form: str) -> Annex:
    records_of = {**FILLS, "知识产权与技术合同": "achievements", "培训活动": "trainings", "经费支出": "expenses"}
    emptied = {records_of[form]: ()} if form in records_of else {}
    return Annex(replace(records(), forms=year.FORMS - {form}, **emptied), plan())  # type: ignore[arg-type]


@pytest.mark.parametrize("form", COLUMNS)
def test_a_person_is_nowhere_short_of_what_nobody_handed_in(form: str) -> None:
    """Each cell, the total and the number of those who met it: 未提供, never 0. No other column says so."""
    rows = without(form).values("特派员考核")
    tops, headings = rows[2], rows[3]
    columns = [place for place, pair in enumerate(zip(tops, headings, strict=True)) if set(pair) & set(COLUMNS[form])]
    assert len(columns) == len(COLUMNS[form])
    body, (total, met) = rows[4:7], rows[7:9]
    for place in range(len(headings)):
        said = {row[place] for row in body}
        assert ("未提供" in said) is (place in columns), headings[place]
    for place in columns:
        assert {row[place] for row in body} == {"未提供"}
        assert total[place] in ("未提供", None) and met[place] in ("未提供", None)


@pytest.mark.parametrize(
    ("form", "sheet"),
    [
        *(("项目申报", "项目申报"), ("知识产权与技术合同", "知识产权与技术合同"), ("培训活动", "培训活动")),
        *(("经费支出", "经费明细"), ("例外说明", "例外")),
    ],
)
def test_a_list_of_what_nobody_handed_in_says_so(form: str, sheet: str) -> None:
    def body(made: Annex) -> list[Any]:
        return [cell for row in made.values(sheet)[3:] for cell in row if cell is not None]

    emptied = {"例外说明": "exceptions"}
    if form in emptied:
        made = Annex(replace(records(), forms=year.FORMS - {form}, exceptions=()), plan())
    else:
        made = without(form)
    assert body(made) == ["未提供"]


def test_what_is_summed_from_what_nobody_handed_in_is_no_zero() -> None:
    uses = without("经费支出").values("经费")
    assert {(row[3], row[4]) for row in uses[3:7]} == {("未提供", "未提供")}
    assert uses[7][3] == "未提供"
    topics = without("培训活动").values("政策与培训")
    assert {(row[2], row[3]) for row in topics[3:6]} == {("未提供", "未提供")}
    assert topics[6][3] == "未提供"


def test_a_target_on_what_nobody_handed_in_and_a_share_of_nothing() -> None:
    target = Target("trainings", "举办培训", (Citation("二"),), "trainings_held", 6, "场")
    made = Annex(replace(records(), forms=year.FORMS - {"培训活动"}, trainings=()), replace(plan(), targets=(target,)))
    assert made.values("目标完成情况")[3] == [1, "举办培训", "二", "场", 6, "未提供", None, "—", "未提供"]
    none = tuple(replace(firm, above_scale=False, high_tech=False, tech_sme=False) for firm in records().enterprises)
    made = Annex(replace(records(), enterprises=none), plan())
    assert made.values("目标完成情况")[5] == [
        3,
        "三类企业服务覆盖面",
        "一",
        "%",
        100,
        "无此类企业",
        None,
        "—",
        "无此类企业",
    ]
    shares = [row[-1] for row in made.values("企业分类覆盖")[3:9]]
    assert shares == [0.5, 0.5, "无此类企业", "无此类企业", "无此类企业", "无此类企业"]
    assert made.live("企业分类覆盖")[5][-1] == '=IF(E6=0,"无此类企业",F6/E6)'


def test_what_forms_say_that_their_absence_costs_is_there() -> None:
    """The sheets that a form names stand in the annex."""
    names = Annex(records(), plan()).sheets
    said = {sheet for form in FORMS for sheet in re.findall("「(.*?)」", form.costs)}
    assert said <= set(names)
    assert {"政策与培训", "培训活动", "经费", "经费明细", "项目申报", "知识产权与技术合同", "例外"} <= said
