"""annual/: the year-end submission as finished files, the report and its annexed tables."""

from __future__ import annotations

from pipeline.check.withheld import DISTRICT, Reasons
from pipeline.check.year import Checked
from pipeline.documents.annual.annex import annex
from pipeline.documents.annual.submission import submission
from pipeline.documents.kind import Desk, Document, Kind, Making
from pipeline.documents.making import KEY, rendered, template_of
from pipeline.publishing.made import Made
from pipeline.sheets.writing.workbook import workbook

REPORT, ANNEX = "年度报告.docx", "附表.xlsx"


def make(desk: Desk, kind: Kind) -> Making:
    """The report and its annex; nothing where an error withholds them."""
    year = desk.year
    if DISTRICT in desk.held[kind.id]:
        return
    dataset, plan, tally = year.intake.dataset, year.plan, year.tally
    template = template_of(desk, kind)
    context = submission(dataset, plan, tally)
    yield Document(rendered(f"{kind.folder}/{REPORT}", kind, {KEY: f"annual {plan.year}"}, template, context))
    tables = workbook(annex(plan, tally), "附表")
    yield Document(Made(f"{kind.folder}/{ANNEX}", tables, kind.id))


def not_made(kind: Kind, year: Checked, reasons: Reasons) -> dict[str, str]:
    """Both, where an error withholds the submission."""
    return {f"{kind.folder}/{name}": reason for reason in reasons.values() for name in (REPORT, ANNEX)}
