"""`rules`: every rule that a check asks."""

from __future__ import annotations

from pipeline.check.catalogue import table
from pipeline.check.year import open_plan
from pipeline.publishing.workspace import Workspace
from pipeline.stages.closing import Closing


def list_rules(workspace: Workspace) -> Closing:
    """The table of rules with the labels of the year's plan. PlanError where that cannot be used."""
    return Closing(tuple(table(open_plan(workspace)).splitlines()), partly=False)
