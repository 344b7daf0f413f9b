"""Reminders as pages: what LibreOffice prints of a short one, a long one and those of the sample year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest

from pipeline.check.findings import Finding
from pipeline.check.reminders.reminder import reminders
from pipeline.check.year import check_year
from pipeline.problems import Place, Problem, Severity
from pipeline.publishing.workspace import Workspace
from pipeline.records import Dataset
from pipeline.rules import count
from pipeline.word.template import Template
from tests.check.findings import heard, of_year
from tests.conftest import REPOSITORY
from tests.documents.builders import TEMPLATES
from tests.office import Printed
from tests.rules.builders import PLAN, on, person, problems, without, year

pytestmark = pytest.mark.office
WIDTH, HEIGHT = 595, 842  # A4 in points
LOG = "台账/东部工作站.xlsx"
ROWS = 60
HEADING = "序号级别位置对象问题怎么办"


def wrong(row: int) -> Problem:
    """A row that names an enterprise nobody knows."""
    who = f"T{row % 5 + 1:03}"
    name = f"内蒙古自治区鄂尔多斯市第{row}装备制造有限责任公司"
    place = Place(LOG, "2024年服务日志", row + 4, "服务企业", "E")
    facts = {"name": name, "near": ""}
    return Problem("unknown_enterprise", Severity.ERROR, place, who, "", facts, form="服务日志", about=name)


def rendered(dataset: Dataset, findings: Sequence[Finding]) -> dict[str, bytes]:
    template = Template(TEMPLATES / "催办单.docx")
    contexts = reminders(dataset, PLAN, count(dataset, PLAN), findings, heard(dataset, PLAN))
    return {station: template.render(context) for station, context in contexts.items()}


def documents() -> dict[str, bytes]:
    """A short reminder, a long one, and those of the sample's workstations."""
    people = [person(f"T{number:03}") for number in range(1, 6)]
    short = year(person("T001", plans=0))
    late = year(
        *(replace(each, papers=()) for each in people[:4]),
        person("T005", days=21, reports=without(2, 8, 9)),
        as_of=dt.date(2024, 12, 20),
    )
    many = [one for row in range(ROWS) for one in of_year([wrong(row)], late, PLAN)]  # each a finding of its own
    made = {
        "一条": rendered(short, of_year(problems(short), short, PLAN))["东部工作站"],
        "很多": rendered(late, [*many, *of_year(problems(late), late, PLAN)])["东部工作站"],
    }
    sample = check_year(Workspace(REPOSITORY, 2024), on(9, 30))
    return made | rendered(sample.intake.dataset, sample.findings)


@pytest.fixture(scope="module")
def pages(pdfs: Printed) -> dict[str, list[str]]:
    """The text of each page, white space aside, by the document's name."""
    return {name: text_of(pdf) for name, pdf in pdfs[__name__].items()}


def text_of(pdf: Path) -> list[str]:
    with pdfplumber.open(pdf) as opened:
        assert {(round(page.width), round(page.height)) for page in opened.pages} == {(WIDTH, HEIGHT)}
        return ["".join((page.extract_text() or "").split()) for page in opened.pages]


def test_one_duty_is_one_page(pages: dict[str, list[str]]) -> None:
    assert len(pages["一条"]) == 1


def test_the_sample_stations_get_two_pages_at_most(pages: dict[str, list[str]]) -> None:
    assert {name for name, text in pages.items() if len(text) > 2} == {"很多"}


def test_sixty_rows_are_all_there_on_few_pages_each_under_the_headings(pages: dict[str, list[str]]) -> None:
    text = pages["很多"]
    assert len(text) <= 6
    table, answers = text.index(next(page for page in text if HEADING in page)), "".join(text)
    assert table == 0
    assert [f"第{row}装备" in answers for row in range(ROWS)] == [True] * ROWS
    last = next(number for number, page in enumerate(text) if "二、到期未完成的任务" in page)
    assert [page.startswith(HEADING) for page in text[1:last]] == [True] * (last - 1)


def test_pages_are_numbered_and_signed_at_the_end(pages: dict[str, list[str]]) -> None:
    for text in pages.values():
        assert [page.endswith(f"第{number}页共{len(text)}页") for number, page in enumerate(text, 1)] == [True] * len(
            text
        )
        before, signed, _ = text[-1].rpartition("东胜区工科局科技规划发展室")
        assert signed and "报送联系单位" in before


def test_no_tag_is_left_on_any_page(pages: dict[str, list[str]]) -> None:
    assert not [name for name, text in pages.items() if "{" in "".join(text) or "}" in "".join(text)]
