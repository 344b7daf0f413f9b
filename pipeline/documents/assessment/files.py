"""assessments/<工作站>/<编号>.docx as finished files."""

from __future__ import annotations

from pipeline.check.withheld import Reasons
from pipeline.check.year import Checked
from pipeline.documents.assessment.sheet import assessor
from pipeline.documents.kind import Desk, Document, Kind, Making
from pipeline.documents.making import KEY, about, path_of, rendered, template_of


def expected(year: Checked) -> int:
    return len(year.tally.people)


def make(desk: Desk, kind: Kind) -> Making:
    """An assessment sheet for each commissioner of the year whose records can be trusted."""
    year, held = desk.year, desk.held[kind.id]
    template = template_of(desk, kind)
    context_of = assessor(year.plan, year.tally)
    for person in year.tally.people:
        key = person.commissioner.id
        if key not in held:
            properties = {KEY: f"assessment {year.plan.year} {key}"}
            path = path_of(kind, year, key, key)
            yield Document(rendered(path, kind, properties, template, context_of(person)), about(year, key))


def not_made(kind: Kind, year: Checked, reasons: Reasons) -> dict[str, str]:
    """The paths of the sheets that errors withhold."""
    return {path_of(kind, year, key, key): reason for key, reason in reasons.items()}
