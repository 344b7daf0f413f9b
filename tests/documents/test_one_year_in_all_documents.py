"""Report, annex and assessment sheets speak of the same people and records, on whatever day the year is looked at.

A year of awkward terms, with records before, in and after them; at each month's end the three are made, read again from
the finished files, and every figure that stands in more than one of them is the same.
"""

from __future__ import annotations

import calendar
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from pipeline.chinese.figures import in_prose
from pipeline.documents.annual.annex import annex
from pipeline.documents.annual.submission import submission
from pipeline.documents.assessment.sheet import assessor
from pipeline.forms import FORMS
from pipeline.intake import take_in
from pipeline.rules import count
from pipeline.rules.tally import Tally
from pipeline.sheets import read_folder
from pipeline.sheets.writing.workbook import workbook
from pipeline.word.template import Template
from pipeline.word.text import paragraphs
from tests.documents.builders import TEMPLATES
from tests.intake.conftest import Rows
from tests.rules.builders import PLAN

D = dt.date
TERMS = {
    "K01": (D(2024, 1, 1), D(2024, 12, 31)),
    "K02": (D(2024, 4, 16), D(2025, 4, 15)),  # comes on the day after a report was due
    "K03": (D(2024, 2, 29), D(2024, 8, 9)),  # leaves in the middle of a month
    "K04": (D(2024, 11, 30), D(2024, 12, 31)),
    "K05": (D(2022, 3, 1), D(2024, 2, 10)),
    "K06": (D(2023, 1, 1), D(2023, 12, 31)),  # none in the year
    "K07": (D(2024, 12, 31), D(2026, 12, 30)),
    "K08": (D(2024, 6, 1), D(2024, 6, 30)),
}
FIRMS = {"甲公司": "91150602MA0N00001R", "乙公司": "91150602MA0N00002W", "丙公司": "91150602MA0N000030"}
MONTH_ENDS = [D(2024, month, calendar.monthrange(2024, month)[1]) for month in range(1, 13)]


def books() -> Mapping[str, Rows]:
    """Everybody has something of each kind in nearly every month, whatever their term."""
    people: Rows = [["编号", "姓名", "联系电话", "派出单位", "所属工作站", "聘期起", "聘期止"]]
    postings: Rows = [["特派员编号", "企业名称", "服务起", "服务止"]]
    visits: Rows = [["日期", "结束日期", "特派员编号", "特派员姓名", "服务企业", "服务类型", "服务天数", "佐证材料"]]
    reports: Rows = [["特派员编号", "特派员姓名", "月份", "报送日期"]]
    projects: Rows = [["特派员编号", "特派员姓名", "服务企业", "项目名称", "项目级别", "申报日期", "是否联合承担"]]
    titles: Rows = [["特派员编号", "特派员姓名", "服务企业", "类型", "名称", "登记编号", "日期", "合同金额"]]
    papers: Rows = [["特派员编号", "特派员姓名", "材料", "提交日期"]]
    checks: Rows = [["日期", "特派员编号", "特派员姓名", "抽查单位", "结果"]]
    names = list(FIRMS)
    for number, (id, term) in enumerate(TERMS.items(), 1):
        name, firm = f"人{number}", names[number % 3]
        people.append([id, name, f"1390000{number:04}", "某校", ("东站", "西站")[number % 2], *term])
        postings.append([id, firm, *term])
        for month in range(number % 3 + 1, 13, 2 if number % 2 else 1):
            day, kind = D(2024, month, 3 + number), ("技术服务", "政策宣讲")[month % 2]
            last = D(2024, month, 6 + number) if month % 3 == 0 else None
            others = "、".join(names[: 1 + month % 3])
            visits.append([day, last, id, name, others, kind, 2.5 if last else 1, "签到表"])
            if month % 4:
                reports.append([id, name, f"{month}月", D(2024, month, 10 if month % 5 else 20)])
            if month % 3 == 1:
                level = ("市级", "区级")[month % 2]
                projects.append([id, name, others, f"项目{id}{month}", level, day, ("是", "否", "")[month % 3]])
                titles.append([id, name, firm, "技术合同", f"合同{id}{month}", f"{number}{month:02}", day, 12_345.67])
                checks.append([day, id, name, "东站", "在岗"])
        papers.append([id, name, "工作计划", D(2024, number, 1)])
        papers.append([id, name, "派驻总结", D(2024, 13 - number, 1)])
    directory: Rows = [["企业名称", "统一社会信用代码", "规上工业企业"], *([*one, "是"] for one in FIRMS.items())]
    trainings = [[D(2024, month, 2), f"培训{month}", "线上", "某局", month] for month in (2, 5, 9)]
    money = [[D(2024, month, 2), f"支出{month}", "科技培训", 4_321.09 * month] for month in (1, 3, 10)]
    return {
        **{"特派员": people, "企业名录": directory, "派驻关系": postings, "服务日志": visits, "月报": reports},
        **{"项目申报": projects, "知识产权与技术合同": titles, "计划与总结": papers, "抽查": checks},
        "培训活动": [["日期", "主题", "形式", "主办", "人数"], *trainings],
        "经费支出": [["日期", "事项", "用途", "金额"], *money],
        "例外说明": [["规则", "对象", "事实", "理由", "批准人", "批准日期"]],
    }


@dataclass(frozen=True)
class Made:
    """The three documents of one day as they are read from their files."""

    report: str
    annex: Mapping[str, list[dict[str, Any]]]
    sheets: Mapping[str, list[list[str]]]  # by 编号, the rows of each assessment sheet's tables
    tally: Tally

    def said(self, pattern: str) -> Decimal:
        """The figure that the report says in words of this pattern; 0 where it says nothing such."""
        found = re.search(pattern, self.report)
        return Decimal(found[1]) if found else Decimal(0)

    def column(self, sheet: str, heading: str) -> list[Any]:
        """The cells of the annex under a heading, those of closing rows left out."""
        found = [row[heading] for row in self.annex[sheet]]
        assert found or not self.annex[sheet]
        return found

    def total(self, sheet: str, heading: str) -> Decimal:
        return sum((Decimal(str(cell or 0)) for cell in self.column(sheet, heading)), Decimal(0))

    def facts(self, label: str) -> Mapping[str, tuple[str, str]]:
        """What the assessment sheets say of a duty, by 编号: the figure and how it stands."""
        found = {}
        for id, rows in self.sheets.items():
            (row,) = [row for row in rows if row[0] == label and len(row) == 5]
            found[id] = row[3], row[4]
        return found

    def listed(self, first: str, of: str) -> int:
        """How many rows the lists below the heading `first` have in all assessment sheets; 无 is none."""
        number = 0
        for rows in self.sheets.values():
            start = next(place for place, row in enumerate(rows) if row[0] == first and of in row)
            for row in rows[start + 1 :]:
                if len(row) != len(rows[start]):
                    break
                number += row[0] not in ("无", "")
        return number


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("year")
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in books().items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path / "全年.xlsx")
    return path


@cache
def template(name: str) -> Template:
    return Template(TEMPLATES / f"{name}.docx")


@pytest.fixture(scope="module", params=MONTH_ENDS, ids=str)
def made(request: pytest.FixtureRequest, folder: Path) -> Made:
    intake = take_in(read_folder(folder, FORMS, 2024), PLAN, request.param)
    dataset = intake.dataset
    tally = count(dataset, PLAN)
    report = template("年度报告").render(submission(dataset, PLAN, tally))
    book = openpyxl.load_workbook(io.BytesIO(workbook(annex(PLAN, tally), "附表")), data_only=True)
    sheet_of = assessor(PLAN, tally)
    sheets = {person.commissioner.id: template("考核表").render(sheet_of(person)) for person in tally.people}
    return Made(
        "\n".join(paragraphs(report)),
        {sheet.title: list(_rows(sheet)) for sheet in book.worksheets},
        {id: list(_table_rows(data)) for id, data in sheets.items()},
        tally,
    )


def _rows(sheet: Any) -> Iterator[dict[str, Any]]:
    """The body rows by heading, a heading under a group as 组/列; what merged cells hide is "" there."""
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    grouped = any(str(cell or "") in ("完成情况", "期初") for cell in cells[2])
    top, headings = (cells[2], cells[3]) if grouped else (cells[2], cells[2])
    group, keys = "", []
    for over, heading in zip(top, headings, strict=True):
        group = str(over) if over else group
        keys.append(str(over) if not heading or heading == over else f"{group}/{heading}")
    for row in cells[4 if grouped else 3 :]:
        if isinstance(row[0], int) or re.fullmatch(r"K\d\d", str(row[0])) or sheet.title == "企业分类覆盖":
            yield dict(zip(keys, row, strict=True))


def _table_rows(data: bytes) -> Iterator[list[str]]:
    """Each row of each table, merged cells once."""
    for table in docx.Document(io.BytesIO(data)).tables:
        for row in table.rows:
            cells: list[Any] = []
            for cell in row.cells:
                if not cells or cell._tc is not cells[-1]._tc:
                    cells.append(cell)
            yield [cell.text for cell in cells]


def heading(made: Made, label: str, group: str) -> str:
    (found,) = [key for key in made.annex["特派员考核"][0] if key.startswith(f"{group}/{label}")]
    return found


def figures(texts: Mapping[str, tuple[str, str]]) -> Decimal:
    """The sum of what assessment sheets say: 21天，差9天 is 21."""
    return sum((Decimal(re.match(r"[\d.]+", fact)[0]) for fact, _ in texts.values()), Decimal(0))  # type: ignore[index]


def test_the_people_are_the_same(made: Made) -> None:
    ids = made.column("特派员考核", "编号")
    begun = [id for id, (start, end) in TERMS.items() if start <= made.tally.records.as_of and end >= D(2024, 1, 1)]
    assert ids == list(made.sheets) == begun
    assert made.said(r"选聘科技特派员(\d+)人，其中") == len(ids) == made.column("目标完成情况", "完成值")[0]
    assert set(made.column("派驻关系", "编号")) == set(ids)


def test_service_is_the_same(made: Made) -> None:
    days, sessions = made.facts("服务天数"), made.facts("政策宣传和解读")
    serving = [id for id, (fact, _) in days.items() if not fact.startswith("0天")]
    assert made.said(r"开展服务(\d+)人") == len(serving) == made.column("目标完成情况", "完成值")[1]
    assert len([number for number in made.column("特派员考核", "服务企业数") if number]) == len(serving)
    column = heading(made, "服务天数", "完成情况")
    assert made.said(r"累计服务([\d.]+)天") == made.total("特派员考核", column) == figures(days)
    column = heading(made, "政策宣传", "完成情况")
    assert made.said(r"政策宣传和解读(\d+)次") == made.total("特派员考核", column) == figures(sessions)


def test_the_firms_served_are_the_same(made: Made) -> None:
    served = [row for row in made.annex["企业与覆盖"] if row["是否服务"] == "已服务"]
    assert made.said(r"服务企业(\d+)家，累计") == len(served) == made.column("目标完成情况", "完成值")[2]
    (total,) = [row for row in made.annex["企业分类覆盖"] if row["企业类别"] == "合计"]
    assert total["已服务"] == len(served)
    named = {id for row in served for id in re.findall(r"K\d\d", str(row["服务特派员"]))}
    assert named <= made.sheets.keys()
    visits = sum(len(visit.enterprises) for person in made.tally.people for visit in person.visits)
    assert made.total("企业与覆盖", "服务次数") == visits


def test_projects_and_contracts_are_the_same(made: Made) -> None:
    projects = made.column("项目申报", "项目名称")
    assert made.said(r"申报科技计划项目(\d+)个") == len(projects) == made.listed("项目名称", "级别")
    assert made.said(r"市级(\d+)个") == made.column("项目申报", "项目级别").count("市级")
    assert made.said(r"与企业联合承担(\d+)个") == made.column("项目申报", "是否联合承担").count("是")
    assert made.said(r"申报涉及企业\d+家，参与的科技特派员(\d+)人") == len(set(made.column("项目申报", "编号")))
    titles = made.column("知识产权与技术合同", "名称")
    assert made.said(r"等成果(\d+)项") == len(titles) == made.listed("类型", "登记编号")
    assert made.total("特派员考核", "知识产权与技术合同\n（项）") == len(titles)
    amount = made.total("知识产权与技术合同", "合同金额")
    assert not amount or f"合同金额合计{in_prose(amount)}。" in made.report


def test_trainings_and_money_are_the_same(made: Made) -> None:
    assert made.said(r"科技政策培训(\d+)场") == len(made.column("培训活动", "主题"))
    assert made.said(r"参训(\d+)人次") == made.total("培训活动", "人数")
    money = made.total("经费明细", "金额")
    assert made.total("经费", "金额") == money
    assert f"支出经费{in_prose(money)}" in made.report


def test_reports_are_the_same(made: Made) -> None:
    facts = [fact for fact, _ in made.facts("每月书面汇报").values()]
    for word in ("按时", "迟报", "缺报"):
        told = sum(int(found) for fact in facts for found in re.findall(rf"{word}(\d+)次", fact))
        listed = made.total(
            "特派员考核", f"月报（份）/{PLAN.labels[{'按时': 'on_time', '迟报': 'late'}.get(word, 'missing')]}"
        )
        assert made.said(rf"应报\d+次，.*?{word}(\d+)次") == told == listed, word


@pytest.mark.parametrize("minimum", PLAN.minimums, ids=lambda minimum: minimum.id)
def test_duties_stand_the_same(made: Made, minimum: Any) -> None:
    standing = made.column("特派员考核", heading(made, minimum.label, "达标情况"))
    facts = made.facts(minimum.label)
    assert standing == [word for _, word in facts.values()]
    values = made.column("特派员考核", heading(made, minimum.label, "完成情况"))
    assert [Decimal(str(value)) for value in values] == [figures({"": fact}) for fact in facts.values()]
    (line,) = re.findall(rf"\d\.{minimum.label}（.*?）：(.*)。", made.report)
    for word in ("达标", "未达标", "未到期"):
        said = re.search(rf"(?:^|；){word}(\d+)人", line)
        assert int(said[1] if said else 0) == standing.count(word), line
    short = {id: fact.partition("，")[0] for id, (fact, word) in facts.items() if word == "未达标"}
    assert dict(re.findall(r"(K\d\d) 人\d（(.*?)）", line)) == short


def test_targets_are_the_same(made: Made) -> None:
    for row in made.annex["目标完成情况"]:
        label = re.escape(row["目标"])
        value = re.search(rf"{label}([\d.]+)(?:人|家|%)，完成目标", made.report)
        assert value and abs(Decimal(value[1]) - Decimal(str(row["完成值"]))) < Decimal("0.06"), row
        assert re.search(rf"{row['是否达标']}的任务：[^。]*?{label}", made.report), row
