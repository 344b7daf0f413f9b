"""What may stand in plan.toml: every table, every key, what its value must be, and the choices the engine knows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from stdnum.cn import uscc

from pipeline.plan.clauses import paths

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
READINGS: Mapping[str, tuple[str | int | bool, ...]] = {
    "thresholds_inclusive": (True, False),
    "deadline_inclusive": (True, False),
    "report_due": ("same_month", "next_month"),
    "report_owed": ("partly", "wholly"),
    "report_first_month": tuple(range(1, 13)),
    "minimums_prorated": (False, True),
    "project_counts": ("unless_denied", "only_confirmed"),
    "three_zero_new": ("three_flags",),
    "high_tech_counts": ("valid", "claimed"),
    "tech_sme_counts": ("this_year", "claimed"),
    "serving_kind": ("count", "share"),
    "agreement_per": ("commissioner", "pairing"),
    "exemptable": ("service_days_only", "as_marked"),
    "funds_only_listed": (True, False),
    "report_up_scope": ("full_report", "counts_only"),
    "plan_attached": ("follows", "annex"),
}


SLOT = re.compile(r"\{([^{}]*)\}")  # where a text names a value that stands elsewhere in plan.toml
SERIAL = re.compile(r"\{serial(?::0([1-9]))?\}")  # where a running number stands, padded to so many digits


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value must be: its name for people, an example as TOML writes it, the test.

    A `private` value is never repeated in a message.
    """

    name: str
    example: str
    accepts: Callable[[object], bool]
    private: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a table. One that is not `required` may be left out and is then `default`."""

    kind: Kind
    required: bool = True
    default: object = None


Table = Mapping[str, Key]


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0  # True is an int for Python, not for us


def _is_yuan(value: object) -> bool:
    """A price as TOML writes one: 1000 or 1000.5; at most what can be said in words."""
    return type(value) in (int, float) and 0 < value < 10**12 and round(value, 2) == value  # type: ignore[operator, call-overload]


def _is_numbering(value: str) -> bool:
    return len(SERIAL.findall(value)) == 1 and not re.search(r"\{\{|\}\}|[\n\r]", value)


def _is_day(value: object) -> bool:
    return type(value) is dt.date


def _all(accepts: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(accepts(entry) for entry in value)


def _is_clause(value: object) -> bool:
    return isinstance(value, str) and bool(paths(value))


TEXT = Kind("不为空的文字", '"……"', _is_text)
WORDS = Kind('文字（可以是空的 ""）', '"……"', lambda value: isinstance(value, str))
PRIVATE = Kind('文字（可以是空的 ""）', '"……"', lambda value: isinstance(value, str), private=True)
TEXTS = Kind("一列不为空的文字", '["……", "……"]', _all(_is_text))
SOME_TEXTS = Kind("至少一项的一列文字", '["……", "……"]', lambda value: _all(_is_text)(value) and value != [])
COUNT = Kind("不小于 0 的整数", "12", _is_count)
PERCENT = Kind("0 到 100 的整数", "50", lambda value: type(value) is int and 0 <= value <= 100)
YEAR = Kind("四位数的年份", "2025", lambda value: type(value) is int and 1949 < value < 10000)
DAY_OF_MONTH = Kind("1 到 31 的整数", "10", lambda value: type(value) is int and 1 <= value <= 31)
FLAG = Kind("true 或 false", "true", lambda value: isinstance(value, bool))
DAY = Kind("不加引号的日期", "2025-01-31", _is_day)
DAY_OR_NONE = Kind('不加引号的日期，没有定的为空 ""', "2025-01-31", lambda value: value == "" or _is_day(value))
CLAUSE = Kind("方案的条款", '"二（一）一"', _is_clause)
PLACES = Kind("一列出处", '[{ clause = "二（一）一", wording = "……" }]', _all(lambda value: isinstance(value, dict)))
ALIASES = Kind("一张表，每项是一列文字", "{}", lambda value: isinstance(value, dict))
ANY = Kind("值", "true", lambda value: True)
YUAN_OR_NONE = Kind(
    '以元为单位、至多两位小数的正数，没有定的为空 ""', "1000", lambda value: value == "" or _is_yuan(value)
)
SERIAL_OR_NONE = Kind(
    '恰有一处 {serial} 或 {serial:03} 的一行文字，不编号的为空 ""',
    '"〔{year}〕{serial:03}号"',
    lambda value: isinstance(value, str) and (value == "" or _is_numbering(value)),
)
CODE_OR_NONE = Kind(
    '校验正确的 18 位统一社会信用代码，没有的为空 ""',
    '"91350100M000100Y43"',
    lambda value: value == "" or (isinstance(value, str) and uscc.is_valid(value)),
)
PERIOD_OR_NONE = Kind(
    '“每月”“每年”“聘期内一次性”这样的说法，没有定的为空 ""',
    '"每月"',
    lambda value: isinstance(value, str) and (value == "" or len(value) > 1),
)
COPIES_OR_NONE = Kind(
    '“一式几份”这样的说法，没有定的为空 ""',
    '"一式三份，甲方、乙方和工作站各执一份"',
    lambda value: isinstance(value, str) and (value == "" or bool(re.match("(本协议)?一式.+份", value))),
)


def one_of(*choices: str) -> Kind:
    shown = "、".join(f'"{choice}"' for choice in choices)
    return Kind(f"{shown} 之一", f'"{choices[0]}"', lambda value: isinstance(value, str) and value in choices)


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
LABELS: Table = dict.fromkeys(
    (
        *("programme", "commissioner", "commissioner_short", "workstation", "employer", "enterprise"),
        *("above_scale", "high_tech", "tech_sme", "three_zero", "flag_1", "flag_2", "flag_3"),
        *("met", "unmet", "exempted", "not_due", "on_time", "late", "missing", "not_owed"),
        *("unknown", "yes", "no", "city_office", "assessment_title"),
    ),
    Key(TEXT),
)
TEXT_OF_PLAN: Table = {"body": Key(TEXT)}
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

# The tables that must be there, and those of entries that may be added and removed, down to none.
TABLES = (
    *("plan", "policy_topics", "funds", "reading", "section", "service_types", "achievement_groups", "papers"),
    *("projects", "grades", "labels", "notice", "agreement", "submission"),
)
OPEN_TABLES = ("target", "minimum", "deadline", "recorded")
OPTIONAL_TABLES = ("text",)
