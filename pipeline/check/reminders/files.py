"""check/催办/<工作站>.docx as finished files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.check.audiences.stations import Stations
from pipeline.check.catalogue import labels
from pipeline.check.findings import Finding
from pipeline.check.folder import KIND, REMINDERS, path_of
from pipeline.check.reminders.reminder import reminders
from pipeline.check.year import Checked
from pipeline.publishing.made import Made
from pipeline.publishing.names import safe_name
from pipeline.word.template import Template


def due(checked: Checked) -> int:
    """How many workstations owe something."""
    stations = Stations(checked.intake.dataset, checked.plan, labels(checked.plan), checked.conceal)
    return len(reminders(checked.intake.dataset, checked.plan, checked.tally, checked.findings, stations))


def reminder_files(
    checked: Checked, findings: Sequence[Finding], stations: Stations, template: Template
) -> Iterator[Made]:
    """The reminder of each workstation that owes something. A TemplateError where a value cannot be printed."""
    contexts = reminders(checked.intake.dataset, checked.plan, checked.tally, findings, stations)
    for station, context in contexts.items():
        properties = {"DocumentKey": f"reminder {checked.plan.year} {station}"}
        path = path_of(f"{REMINDERS}/{safe_name(station)}.docx")
        yield Made(path, template.render(context, properties), KIND)
