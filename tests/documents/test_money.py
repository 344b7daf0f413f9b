"""One spelling for each kind of amount: 15万元 in prose, 150,000.00 in tables, 150,000元 in a contract."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from pipeline.documents.agreement.draft import drafter, drafts
from pipeline.documents.annual.annex import annex
from pipeline.documents.annual.submission import submission
from pipeline.documents.assessment.sheet import assessor
from pipeline.records import Achievement, Dataset, Expense
from pipeline.rules import count
from pipeline.sheets.writing.workbook import workbook
from tests.rules.builders import FIRM, PLAN, log, on, person, year

AMOUNTS = [  # yuan, in prose, in tables, in a contract
    ("150000", "15万元", "150,000.00", "150,000元"),
    ("287200", "28.72万元", "287,200.00", "287,200元"),
    ("1700", "1,700元", "1,700.00", "1,700元"),
    ("12345.6", "1.23万元", "12,345.60", "12,345.60元"),
]


@pytest.fixture(params=AMOUNTS, ids=lambda case: case[0])
def case(request: pytest.FixtureRequest) -> tuple[str, str, str, str]:
    found: tuple[str, str, str, str] = request.param
    return found


def of(yuan: str) -> Dataset:
    """One contract and one expense of so many yuan."""
    amount, firm = Decimal(yuan), FIRM.credit_code
    contract = Achievement(
        *("T001", (firm,), "技术合同", "某合同", "2024000001", on(5, 6), amount, ""), log("知识产权与技术合同", 3)
    )
    expense = Expense(on(3, 1), "讲课", PLAN.funds.items[0], amount, "", "", log("经费支出", 3))
    return year(person(), achievements=[contract], expenses=[expense])


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ():
        yield from texts(part)


def test_the_submission(case: tuple[str, str, str, str]) -> None:
    yuan, prose, table, _ = case
    dataset = of(yuan)
    context: dict[str, Any] = submission(dataset, PLAN, count(dataset, PLAN))
    said = "".join(texts(context))
    rounded = "（按四舍五入列示，准确金额见下表）" if yuan == "12345.6" else ""
    assert f"合同金额合计{prose}。" in said
    assert f"支出经费{prose}，其中：{PLAN.funds.items[0]}{prose}{rounded}。" in said
    assert next(row["金额"] for row in context["经费"]["表"]) == table == context["经费"]["合计"]


def test_the_annex(case: tuple[str, str, str, str]) -> None:
    yuan, _, table, _ = case
    dataset = of(yuan)
    data = workbook(annex(PLAN, count(dataset, PLAN)), "附表")
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    for name in ("经费", "经费明细", "知识产权与技术合同"):
        cells = [cell for row in book[name].iter_rows() for cell in row if cell.value == float(yuan)]
        assert cells and {cell.number_format for cell in cells} == {"#,##0.00"}, name
    assert format(Decimal(yuan), ",.2f") == table


def test_the_assessment_sheet(case: tuple[str, str, str, str]) -> None:
    """A table of its own: to the cent, for nothing is annexed to it."""
    yuan, _, table, _ = case
    dataset = of(yuan)
    (someone,) = count(dataset, PLAN).people
    context: dict[str, Any] = assessor(PLAN, count(dataset, PLAN))(someone)
    assert [row["金额"] for row in context["成果"]] == [f"{table}元"]


def test_the_agreement(case: tuple[str, str, str, str]) -> None:
    yuan, _, _, contract = case
    dataset = of(yuan)
    plan = replace(PLAN, agreement={**PLAN.agreement, "subsidy_amount": float(yuan)})
    (draft,) = drafts(dataset, plan)
    context: dict[str, Any] = drafter(dataset, plan, count(dataset, plan))(draft, {}).context
    assert f"人民币{contract}（大写：" in context["补助"]["标准"]
