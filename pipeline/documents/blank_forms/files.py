"""forms/<name>.xlsx as finished files. They need nothing but the plan."""

from __future__ import annotations

from pipeline.documents.blank_forms.sheets import blank_forms
from pipeline.documents.kind import Desk, Document, Kind, Making
from pipeline.publishing.made import Made
from pipeline.sheets.writing.workbook import workbook


def make(desk: Desk, kind: Kind) -> Making:
    for name, sheets in blank_forms(desk.plan).items():
        data = workbook(sheets, f"{desk.plan.year}年{name}")
        yield Document(Made(f"{kind.folder}/{name}.xlsx", data, kind.id))
