"""One spelling for each share, wherever it is said: sentences of the check, the submission, the annex as it is shown.

18.75 % reads 18.8 %, half up; 99.97 % never reads 100 %, and what is short by 0.03 points is not short by 0.
"""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import Cell

from pipeline.check.reminders.reminder import reminders
from pipeline.check.saying import say
from pipeline.documents.annual.annex import annex
from pipeline.documents.annual.submission import submission
from pipeline.documents.assessment.sheet import assessor
from pipeline.plan import Plan
from pipeline.problems import gather
from pipeline.records import AssessmentResult, Dataset, Expense
from pipeline.rules import Phase, count, judge
from pipeline.rules.tally import Tally, TargetResult
from pipeline.sheets.writing.workbook import workbook
from tests.check.findings import heard, of_year
from tests.rules.builders import PLAN, firms, log, on, person, visit, year

OFFICE = shutil.which("soffice")
CAPPED = replace(PLAN, grades=("优秀", "合格"), grade_caps={"优秀": 10})


@dataclass(frozen=True)
class Case:
    """So many of so many, how the share reads, and by how many points it is short of the whole."""

    some: int
    of: int
    share: str
    short: str


CASES = [Case(3, 16, "18.8", "81.3"), Case(2_999, 3_000, "99.9", "0.1")]


@pytest.fixture(params=CASES, ids=lambda case: f"{case.some} of {case.of}", scope="module")
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


@cache
def made(case: Case) -> tuple[Dataset, Plan, Tally]:
    """A year in which this share of the firms was served, of the money was spent on one use, and of each target done."""
    all_firms = firms(case.of, above_scale=True)
    served = visit("T001", on(3, 4), at=all_firms[: case.some])
    dataset = year(
        person(days=0),
        enterprises=all_firms,
        visits=[served],
        expenses=[
            Expense(on(3, 1), "讲课", "科技培训", Decimal(case.some), "", "", log("经费支出", 3)),
            Expense(on(3, 2), "笔记本", "办公用品", Decimal(case.of - case.some), "", "", log("经费支出", 4)),
        ],
        results=[AssessmentResult("T001", "优秀", on(12, 28), "", log("考核结果", 3))],
    )
    tally = count(dataset, CAPPED)
    share = replace(tally.grade_shares[0], given=case.some, of=case.of)
    targets = tuple(_as_share(result, case) for result in tally.targets)
    return dataset, CAPPED, replace(tally, targets=targets, grade_shares=(share,))


def _as_share(result: TargetResult, case: Case) -> TargetResult:
    """The target as one of percent: a plan may set any of them so (serving_kind)."""
    target = replace(result.target, unit="%", value=100)
    unmet = result.standing.UNMET
    return replace(result, target=target, value=Decimal(case.some) * 100 / case.of, standing=unmet)


def displayed(cell: Cell) -> str:
    """What a spreadsheet shows of the cell: its value by its number format."""
    value = cell.value
    if not isinstance(value, int | float):
        return str(value or "")
    sections = str(cell.number_format).split(";")
    conditions = [re.match(r"\[(>=?)([\d.]+)\]", section) for section in sections]
    holds = [
        not found or (value >= float(found[2]) if found[1] == ">=" else value > float(found[2])) for found in conditions
    ]
    section = re.sub(r"^\[[^\]]*\]", "", sections[holds.index(True)])
    if section.startswith('"'):
        return section.strip('"')
    number = Decimal(repr(value)) * (100 if section.endswith("%") else 1)
    places = re.search(r"\.(0+)", section)
    rounded = number.quantize(Decimal(1).scaleb(-len(places[1]) if places else 0), rounding=ROUND_HALF_UP)
    return f"{rounded:,f}" + ("%" if section.endswith("%") else "")


def sentences(case: Case) -> list[str]:
    dataset, plan, tally = made(case)
    return [say(found[0], plan) for found in gather(judge(dataset, plan, tally, Phase.YEAR_END))]


def texts(value: object) -> Iterator[str]:
    """Every text in a document's context."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ():
        yield from texts(part)


def test_the_check_says_it_so(case: Case) -> None:
    said = sentences(case)
    assert f"已服务 {case.share}%，尚有 {case.of - case.some} 家未服务" in "".join(said)
    assert f"占 {case.share}%，上限是 10%" in "".join(said)
    (recruited,) = (sentence for sentence in said if sentence.startswith("全区选聘企业科技特派员"))
    assert recruited.startswith(f"全区选聘企业科技特派员 {case.share}%，目标 100%，还差 {case.short}个百分点（")


def test_the_submission_says_it_so(case: Case) -> None:
    context = submission(*made(case))
    told = "".join(texts(context))
    rows = [row for row in _rows(context) if "完成率" in row]
    assert rows and {(row["完成值"], row["完成率"]) for row in rows} == {(f"{case.share}%", f"{case.share}%")}
    assert f"{case.share}%，完成目标（100%）的{case.share}%，差{case.short}个百分点" in told
    assert f"优秀占{case.share}%，超过10%的比例上限" in told
    assert next(row["占比"] for row in _rows(context) if "占比" in row) == f"{case.share}%"


def _rows(value: object) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if "序号" in value:
            yield value
        for part in value.values():
            yield from _rows(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _rows(part)


@cache
def shown(case: Case) -> dict[str, list[list[str]]]:
    """The annex as a spreadsheet shows it, by sheet."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(annex(*made(case)[1:]), "附表")), data_only=True)
    return {sheet.title: [[displayed(cell) for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


def test_the_annex_shows_it_so(case: Case) -> None:
    sheets = shown(case)
    targets = [row for row in sheets["目标完成情况"] if row[3] == "%"]
    assert len(targets) == len(PLAN.targets)
    assert {(row[4], row[5], row[6], row[7]) for row in targets} == {("100", case.share, case.short, f"{case.share}%")}
    total = next(row for row in sheets["企业分类覆盖"] if row[0] == "合计")
    assert total[-1] == f"{case.share}%"
    assert next(row for row in sheets["经费"] if row[1] == "科技培训")[-1] == f"{case.share}%"
    assert next(row for row in sheets["特派员考核"] if row[2] == "优秀占比（上限10%）")[-1] == f"{case.share}%"


def test_no_other_spelling_is_anywhere(case: Case) -> None:
    """In all that is said of the year, in sheets and reminders too: one decimal at most, and no whole but the target."""
    dataset, plan, tally = made(case)
    findings = of_year(judge(dataset, plan, tally, Phase.YEAR_END), dataset, plan)
    everything = [
        *sentences(case),
        *texts(submission(dataset, plan, tally)),
        *texts([assessor(plan, tally)(someone) for someone in tally.people]),
        *texts(reminders(dataset, plan, tally, findings, heard(dataset, plan))),
        *(text for rows in shown(case).values() for row in rows for text in row),
    ]
    said = [re.sub(r"(目标 |努力实现|目标（|^)100%", "", text) for text in everything]  # without the target itself
    shares = {share for text in said for share in re.findall(r"([\d.,]+) ?[%％]", text)}
    rest = str(Decimal(100 * (case.of - case.some) / case.of).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
    assert shares <= {case.share, "10", rest, rest.removesuffix(".0"), "0", "0.0"}
    assert not [text for text in said if re.search(r"18\.75|99\.9\d|\d %", text)]


@pytest.mark.office
@pytest.mark.skipif(OFFICE is None, reason="没有 LibreOffice（soffice），不能看到表格显示的样子")
def test_an_office_program_shows_the_annex_so(tmp_path: Path) -> None:
    sheets = [sheet for case in CASES for sheet in annex(*made(case)[1:]) if sheet.name == "目标完成情况"]
    both = [replace(sheet, name=f"{number}") for number, sheet in enumerate(sheets)]
    (tmp_path / "附表.xlsx").write_bytes(workbook(both, "附表"))
    command = [str(OFFICE), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    subprocess.run(
        [*command, "html", "--outdir", tmp_path, tmp_path / "附表.xlsx"], check=True, capture_output=True, timeout=300
    )
    page = (tmp_path / "附表.html").read_text(encoding="utf-8")
    cells = [html.unescape(re.sub("<[^>]*>", "", cell)) for cell in re.findall(r"(?s)<td.*?</td>", page)]
    rows = [cells[place : place + 5] for place, text in enumerate(cells) if text == "%"]
    assert rows == [["%", "100", one.share, one.short, f"{one.share}%"] for one in CASES for _ in PLAN.targets]
