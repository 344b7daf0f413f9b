"""What may stand in plan.toml: every table, every key, what its value must be, and the choices the engine knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.plan.questions import QUESTIONS, Choice
from pipeline.plan.value_kinds import (
    ALIASES,
    ANY,
    CLAUSE,
    CODE_OR_NONE,
    COPIES_OR_NONE,
    COUNT,
    DAY,
    DAY_OF_MONTH,
    DAY_OR_NONE,
    FLAG,
    PERIOD_OR_NONE,
    PLACES,
    PRIVATE,
    SERIAL_OR_NONE,
    SOME_TEXTS,
    STATEMENTS,
    TEXT,
    TEXTS,
    WORDS,
    YEAR,
    YUAN_OR_NONE,
    Kind,
    one_of,
)

DISTRICT_MEASURES = (
    "commissioners_recruited",
    "commissioners_serving",
    "enterprises_served",
    "coverage",
    "three_zero_new",
    "high_tech_enterprises",
    "tech_sme_enterprises",
    "trainings_held",
    "projects_filed",
    "achievements_recorded",
    "technical_contracts",
    "service_days_total",
)
PERSONAL_MEASURES = (
    "service_days",
    "policy_sessions",
    "projects",
    "work_plans",
    "final_summaries",
    "spot_checks",
    "achievements",
    "enterprises_served",
)

# Each reading and the choices the engine honours.
READINGS: Mapping[str, tuple[Choice, ...]] = {id: question.choices for id, question in QUESTIONS.items()}


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a table. One that is not `required` may be left out and is then `default`."""

    kind: Kind
    required: bool = True
    default: object = None


Table = Mapping[str, Key]


def _optional(kind: Kind, default: object) -> Key:
    return Key(kind, required=False, default=default)


PLACE: Table = {"clause": Key(CLAUSE), "wording": Key(WORDS)}
DUTY: Table = {"label": Key(TEXT), **PLACE, "also": _optional(PLACES, [])}
NUMBER: Table = {"value": Key(COUNT), "unit": Key(TEXT), "soft": _optional(FLAG, False)}
TARGET: Table = {**DUTY, "measure": Key(one_of(*DISTRICT_MEASURES)), **NUMBER}
MINIMUM: Table = {
    **DUTY,
    "measure": Key(one_of(*PERSONAL_MEASURES)),
    **NUMBER,
    "exemptable": _optional(FLAG, False),
    "due": _optional(one_of("year_end", "term_end"), "year_end"),
    "remedy": _optional(WORDS, ""),
    "phrase": _optional(WORDS, ""),
}
DEADLINES: Mapping[str, Table] = {
    "monthly_report": {**DUTY, "day": Key(DAY_OF_MONTH)},
    "report_up": {**DUTY, "date": Key(DAY_OR_NONE)},
}
LISTING: Table = {**DUTY, "items": Key(SOME_TEXTS), "aliases": _optional(ALIASES, {})}
READING: Table = {
    "clause": Key(TEXT),
    "question": Key(TEXT),
    "choice": Key(ANY),
    "reason": Key(TEXT),
    "decided_by": Key(WORDS),
    "decided_on": Key(DAY_OR_NONE),
    "statement": _optional(STATEMENTS, {}),
}
SECTION: Table = {"clause": Key(CLAUSE), "title": Key(TEXT)}
SECTIONS = ("team", "publicity", "growth", "projects", "appraisal", "funds", "safeguards")

PLAN: Table = {
    "year": Key(YEAR),
    "name": Key(TEXT),
    "county": Key(TEXT),
    "issuer": Key(TEXT),
    "number": Key(WORDS),
    "issued_on": Key(DAY),
    "basis": Key(WORDS),
}
PAPERS: Table = {"work_plan": Key(TEXT), "final_summary": Key(TEXT)}
PROJECTS: Table = {"levels": Key(SOME_TEXTS)}
GRADES: Table = {"labels": Key(TEXTS), "caps": _optional(ALIASES, {})}

# The words of documents; a document that needs a further one adds its name here and the word to plan.toml.
LABELS: Table = {
    **dict.fromkeys(
        (
            *("programme", "commissioner", "commissioner_short", "workstation", "employer", "enterprise"),
            *("above_scale", "high_tech", "tech_sme", "three_zero", "flag_1", "flag_2", "flag_3"),
            *("met", "unmet", "exempted", "not_due", "on_time", "late", "missing", "not_owed"),
            *("unknown", "yes", "no", "city_office", "assessment_title"),
        ),
        Key(TEXT),
    ),
    "not_provided": _optional(TEXT, "未提供"),
    "short": _optional(TEXT, "推进中"),
    "none": _optional(TEXT, "无此类企业"),
    "whole_county": _optional(WORDS, ""),
}
TEXT_OF_PLAN: Table = {"body": Key(TEXT)}
TEMPLATES: Table = {"omit": _optional(TEXTS, [])}
CONTACT: Table = {"contact_office": Key(WORDS), "contact_person": Key(PRIVATE), "contact_phone": Key(PRIVATE)}
NOTICE: Table = {
    "letterhead": Key(WORDS),
    "title": Key(SOME_TEXTS),
    "to": Key(TEXT),
    "body": Key(SOME_TEXTS),
    **CONTACT,
    "plan_title": Key(SOME_TEXTS),
    "annex_label": Key(WORDS),
    "seal": Key(FLAG),
    "copies_to": Key(WORDS),
    "printed_by": Key(WORDS),
    "printed_on": Key(DAY_OR_NONE),
}
AGREEMENT: Table = {
    "title": _optional(WORDS, ""),
    "number": _optional(SERIAL_OR_NONE, ""),
    "party_a": Key(WORDS),
    "party_a_code": _optional(CODE_OR_NONE, ""),
    "party_a_representative": Key(PRIVATE),
    "subsidy_basis": Key(WORDS),
    "subsidy_amount": Key(YUAN_OR_NONE),
    "subsidy_per": _optional(PERIOD_OR_NONE, ""),
    "subsidy_payment": Key(WORDS),
    "support": Key(TEXTS),
    "appraisal": Key(WORDS),
    "joint_ip": Key(WORDS),
    "dispute": _optional(WORDS, ""),
    "signed_at": _optional(WORDS, ""),
    "copies": Key(COPIES_OR_NONE),
}
SUBMISSION: Table = {
    "kind": Key(one_of("报告", "函", "材料报送")),
    "recipient": Key(TEXT),
    "title": Key(SOME_TEXTS),
    "number": Key(WORDS),
    "signer": Key(PRIVATE),
    "date": Key(DAY_OR_NONE),
    "attachments": Key(TEXTS),
    "letterhead": Key(WORDS, required=False, default=""),
    "copies_to": Key(WORDS, required=False, default=""),
    "printed_by": Key(WORDS, required=False, default=""),
    "printed_on": Key(DAY_OR_NONE, required=False),
    **CONTACT,
}

# The tables whose keys are words of ours; the keys of any other are the office's own.
_KEYS: Mapping[str, Table] = {
    **{"plan": PLAN, "target": TARGET, "minimum": MINIMUM, "recorded": DUTY, "reading": READING, "section": SECTION},
    **{"policy_topics": LISTING, "funds": LISTING, "papers": PAPERS, "projects": PROJECTS, "grades": GRADES},
    **{"labels": LABELS, "notice": NOTICE, "agreement": AGREEMENT, "submission": SUBMISSION, "text": TEXT_OF_PLAN},
    "templates": TEMPLATES,
}
PRIVATE_KEYS = frozenset(name for table in _KEYS.values() for name, key in table.items() if key.kind.private)


def kinds_of(table: str) -> dict[str, Kind]:
    """Of what kind the value of each key is in the table of this name, such as target.recruited; empty where keys are
    the office's own."""
    name, _, entry = table.partition(".")
    keys = DEADLINES.get(entry, {}) if name == "deadline" else _KEYS.get(name, {})
    own = entry and name not in ("target", "minimum", "recorded", "reading", "section", "deadline")
    return {} if own else {key: value.kind for key, value in keys.items()}


# The tables that must be there, and those of entries that may be added and removed, down to none.
TABLES = (
    *("plan", "policy_topics", "funds", "reading", "section", "service_types", "achievement_groups", "papers"),
    *("projects", "grades", "labels", "notice", "agreement", "submission"),
)
OPEN_TABLES = ("target", "minimum", "deadline", "recorded")
OPTIONAL_TABLES = ("text", "templates")
