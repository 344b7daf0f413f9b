"""plan.toml -> Plan. Whatever is wrong with the file is one Chinese sentence naming file and key, a PlanError."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.plan import schema
from pipeline.plan.entries import Entries
from pipeline.plan.model import Plan
from pipeline.plan.tables import load


def read_plan(path: Path) -> Plan:
    """The plan of one year.

    Refused, each with one sentence: a missing or unreadable file, TOML syntax (with the line), a missing table or key,
    an unknown one, a wrong type, a negative number, an entry without its clause, an unknown measure or choice,
    two entries of one id.
    """
    tables, document = load(path)
    facts: dict[str, Any] = tables.checked("[plan]", document["plan"], schema.PLAN)
    entries = Entries(tables, facts)
    entries.unique(document)
    readings = entries.readings(document["reading"])
    grades, caps = entries.grades(document["grades"])
    papers: dict[str, Any] = tables.checked("[papers]", document["papers"], schema.PAPERS)
    projects: dict[str, Any] = tables.checked("[projects]", document["projects"], schema.PROJECTS)
    plan = Plan(
        **facts,
        targets=entries.targets(document["target"]),
        minimums=entries.minimums(document["minimum"], readings["exemptable"]),
        deadlines=entries.deadlines(document["deadline"]),
        recorded=entries.recorded(document["recorded"]),
        policy_topics=entries.listing("policy_topics", document["policy_topics"]),
        funds=entries.listing("funds", document["funds"]),
        readings=readings,
        sections=entries.sections(document["section"]),
        service_types=entries.groups("service_types", document["service_types"], ("policy", "other")),
        achievement_groups=entries.groups("achievement_groups", document["achievement_groups"], ()),
        papers=papers,
        project_levels=tuple(projects["levels"]),
        grades=grades,
        grade_caps=caps,
        labels=entries.words("labels", document["labels"], schema.LABELS),
        notice=entries.words("notice", document["notice"], schema.NOTICE),
        agreement=entries.words("agreement", document["agreement"], schema.AGREEMENT),
        submission=entries.words("submission", document["submission"], schema.SUBMISSION),
        omitted=tuple(tables.checked("[templates]", document.get("templates", {}), schema.TEMPLATES)["omit"]),
        file=str(path),
    )
    return replace(plan, text=entries.text(document.get("text"), plan.duties))
