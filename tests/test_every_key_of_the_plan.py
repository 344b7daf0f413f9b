"""No key of plan.toml is without effect: whoever changes one changes something that is made or said.

The sample's plan, with what it leaves open decided and every optional key written out, is taken key by key: each gets
another value, and what is made of a little year has to differ somewhere.
"""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.check.catalogue import table
from pipeline.check.given_back.problem_list import problem_list
from pipeline.check.given_back.results import Results
from pipeline.check.history import Compared
from pipeline.check.saying import say
from pipeline.documents.agreement.draft import drafter, drafts
from pipeline.documents.agreement.numbers import spelled
from pipeline.documents.annual.annex import annex
from pipeline.documents.annual.submission import submission
from pipeline.documents.assessment.sheet import assessor
from pipeline.documents.blank_forms.sheets import blank_forms
from pipeline.documents.kinds import KINDS
from pipeline.documents.notice.text import notice
from pipeline.documents.omitted import unknown_omissions
from pipeline.forms import FORMS
from pipeline.issued.comparison import compare
from pipeline.plan import Plan, read_plan, schema
from pipeline.records import (
    Achievement,
    AssessmentResult,
    Commissioner,
    Dataset,
    Expense,
    Pairing,
    Paper,
    ProjectApplication,
    ServiceLog,
    Training,
)
from pipeline.rules import count
from tests import example_year
from tests.example_year import GLASS, STEEL, date, log, roster
from tests.plan.samples import PLAN_2024
from tests.rules.builders import problems

OTHER = "另称"  # an item, alias or kind that only the other value knows
Path_ = tuple[str | int, ...]
Toml = dict[str, Any]

# What the sample leaves open, decided so that it shows.
DECIDED: Toml = {
    "deadline": {"report_up": {"date": dt.date(2024, 12, 20)}},
    "grades": {"labels": ["优秀", "合格", "不合格"], "caps": {"优秀": 100, "合格": 100}},
    "notice": {
        "contact_person": "某某",
        "contact_phone": "0477-8000000",
        "copies_to": "区委办公室",
        "annex_label": "附件1",
    },
    "agreement": {"party_a": "某局", "subsidy_amount": 1500, "subsidy_per": "每月", "copies": "一式三份"},
    "submission": {"signer": "某某", "date": dt.date(2024, 12, 31), "number": "东工信科发〔2024〕30号"},
}
# Where another value is not the same one with a word more.
CHOICES: Mapping[str, tuple[object, ...]] = {
    "clause": ("三（二）", "三（一）"),
    "due": ("year_end", "term_end"),
    "kind": ("报告", "函"),
    "copies": ("一式三份", "一式九份"),
    "subsidy_per": ("每月", "每年"),
    "party_a_code": ("91350100M000100Y43", "91150602MA0N00001R"),
    "cap": (100, 40),
}
OTHERS: Mapping[Path_, object] = {
    ("plan", "year"): 2023,  # later ones refuse the dates of this one
    ("plan", "number"): "东工信科发〔2024〕18号",
    ("agreement", "number"): "协议{serial}号",
}
MEASURES = {"target": "service_days_total", "minimum": "enterprises_served"}
# Questions to which there is no other answer yet, or another is refused while minimums are marked otherwise.
NO_OTHER_CHOICE = {*(id for id, choices in schema.READINGS.items() if len(choices) == 1), "exemptable"}


def little_year() -> Dataset:
    """The example year, and one thing of every kind that no plan of the sample knows.

    T004 comes on the day after a report was due and stays beyond the year; T005 came the year before, leaves in the
    middle of a month, and went to several firms once, once after that, once for no time. A registration of last year is
    claimed.
    """
    year, at, day, term = example_year.dataset(), log("记录", 9), date(8, 6), (date(7, 16), dt.date(2025, 6, 30))
    former = (dt.date(2023, 7, 1), date(5, 10))

    def session(on: dt.date, days: int) -> ServiceLog:
        return ServiceLog("T005", (STEEL, GLASS), on, on, "政策宣讲", Decimal(days), "", "", at)

    lapsed = [
        replace(firm, registration_number=firm.registration_number.replace("2024", "2023")) for firm in year.enterprises
    ]
    return replace(
        year,
        commissioners=(
            *year.commissioners,
            Commissioner("T004", "某四", "某校", "西部工作站", *term, roster("特派员", 6)),
            Commissioner("T005", "某五", "某校", "西部工作站", *former, roster("特派员", 7)),
        ),
        enterprises=tuple(lapsed),
        pairings=(*year.pairings, Pairing("T004", GLASS, *term, "", "", roster("派驻关系", 9))),
        service_logs=(
            *year.service_logs,
            ServiceLog("T004", (GLASS,), day, day, OTHER, Decimal(1), "", "", at),
            *(session(date(4, 8), 1), session(date(6, 3), 1), session(date(5, 6), 0)),
        ),
        projects=(*year.projects, ProjectApplication("T001", (STEEL,), "某项目", OTHER, day, False, "", "", at)),
        achievements=(*year.achievements, Achievement("T001", (STEEL,), OTHER, "某成果", "", day, None, "", at)),
        papers=(*year.papers, Paper("T001", OTHER, day, at)),
        trainings=(*year.trainings, Training(day, OTHER, "线上", "某局", 9, "", "", at)),
        expenses=(*year.expenses, Expense(day, "某事", OTHER, Decimal(1), "", "", at)),
        results=(*year.results, AssessmentResult("T002", "合格", date(12, 31), "", at)),
        forms=frozenset(form.name for form in FORMS),
    )


YEAR = little_year()
SUMMER = replace(YEAR, as_of=date(6, 30), forms=YEAR.forms - {"抽查"}, spot_checks=())  # one form was not handed in


# ── what is made of a plan, the quickest first ──


def judged(plan: Plan) -> object:
    return [(one.severity, one.rule, one.exempted, say(one, plan)) for one in problems(YEAR, plan)]


def assessments(plan: Plan, year: Dataset = YEAR) -> object:
    sheet_of = assessor(plan, count(year, plan))
    return [sheet_of(person) for person in count(year, plan).people]


def agreements(plan: Plan) -> object:
    due = drafts(YEAR, plan)
    written = drafter(YEAR, plan, count(YEAR, plan))
    return [written(draft, {one.key: spelled(str(plan.agreement["number"]), 7) for one in due}) for draft in due]


def makers(base: Plan) -> Sequence[Callable[[Plan], object]]:
    """What is made and said, the base plan being the one that was issued."""
    day = base.issued_on
    text = "\n".join([base.number, f"{day.year}年{day.month}月{day.day}日", base.name, *base.text])
    return (
        notice,
        judged,
        assessments,
        lambda plan: assessments(plan, SUMMER),
        agreements,
        lambda plan: submission(YEAR, plan, count(YEAR, plan)),
        table,
        lambda plan: unknown_omissions(KINDS, plan),
        lambda plan: [missing.sentence for missing in compare(plan, text)],
        blank_forms,
        lambda plan: annex(plan, count(YEAR, plan)),
        lambda plan: problem_list(Results("", YEAR.as_of, Compared(()), {}, readings=tuple(plan.readings.values()))),
    )


# ── the plan, its keys, another value for each ──


def plan_of(document: Toml, folder: Path) -> Plan:
    path = folder / "plan.toml"
    path.write_text("".join(lines(document)), encoding="utf-8")
    return read_plan(path)


def lines(document: Toml, header: str = "") -> Iterator[str]:
    """The document as TOML."""
    for key, value in document.items():
        if not isinstance(value, dict):
            yield f"{json.dumps(key, ensure_ascii=False)} = {spelled_out(value)}\n"
    for key, value in document.items():
        if isinstance(value, dict):
            name = f"{header}{json.dumps(key, ensure_ascii=False)}"
            yield f"[{name}]\n"
            yield from lines(value, f"{name}.")


def spelled_out(value: object) -> str:
    match value:
        case list():
            return f"[{', '.join(map(spelled_out, value))}]"
        case dict():
            return f"{{{', '.join(f'{key} = {spelled_out(one)}' for key, one in value.items())}}}"
        case dt.date():
            return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def whole() -> Toml:
    """The sample's plan with everything decided and every key that the schema knows."""
    document = tomllib.loads(PLAN_2024)
    for name, keys in DECIDED.items():
        for key, value in keys.items():
            document[name][key] = document[name].get(key, {}) | value if isinstance(value, dict) else value
    for path, keys in tables(document):
        here = at(document, path)
        for name, key in keys.items():
            if here.get(name, "") in ("", None):
                plain = name in ("phrase", "remedy") or not (key.default is None or key.default == "")
                here[name] = key.default if plain else tomllib.loads(f"x = {key.kind.example}")["x"]
    for reading in document["reading"].values():
        reading |= {"decided_by": "局长办公会", "decided_on": dt.date(2024, 8, 1)}
    document["reading"]["exemptable"]["choice"] = "as_marked"
    document["reading"]["plan_attached"]["choice"] = "annex"
    document["minimum"]["project"]["exemptable"] = True
    return document


def tables(document: Toml) -> Iterator[tuple[tuple[str, ...], schema.Table]]:
    """Every table of the document with the keys that it may have."""
    yield from (((name,), keys) for name, keys in TABLES.items())
    for name, keys in ENTRIES.items():
        yield from (((name, id), keys) for id in document[name])
    yield from ((("deadline", id), keys) for id, keys in schema.DEADLINES.items())


TABLES: Mapping[str, schema.Table] = {
    "plan": schema.PLAN,
    "policy_topics": schema.LISTING,
    "funds": schema.LISTING,
    "papers": schema.PAPERS,
    "projects": schema.PROJECTS,
    "grades": schema.GRADES,
    "labels": schema.LABELS,
    "notice": schema.NOTICE,
    "agreement": schema.AGREEMENT,
    "submission": schema.SUBMISSION,
    "text": schema.TEXT_OF_PLAN,
    "templates": schema.TEMPLATES,
}
GROUPS = ("service_types", "achievement_groups")  # whose keys are the plan's own
ENTRIES: Mapping[str, schema.Table] = {
    "target": schema.TARGET,
    "minimum": schema.MINIMUM,
    "recorded": schema.DUTY,
    "reading": schema.READING,
    "section": schema.SECTION,
}


def at(document: Any, path: Path_) -> Any:
    for step in path:
        document = document[step]
    return document


def keys_of(document: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Every key that holds a value; of a list of places, each key of each place."""
    here = at(document, path)
    if isinstance(here, dict):
        for key in here:
            yield from keys_of(document, (*path, key))
    elif isinstance(here, list) and here and isinstance(here[0], dict):
        for number in range(len(here)):
            yield from keys_of(document, (*path, number))
    else:
        yield path


def another(path: Path_, value: Any) -> Any:
    """Another value that the key may have."""
    name = str(path[-1])
    if path in OTHERS:
        return OTHERS[path]
    if name == "measure":
        return MEASURES[str(path[0])]
    if name == "choice":
        return next(choice for choice in schema.READINGS[str(path[1])] if choice != value)
    if name == "also":
        return [{"clause": "三（二）", "wording": OTHER}]
    choices = CHOICES.get("cap" if path[:2] == ("grades", "caps") else name)
    if choices and path != ("reading", path[1], "kind"):
        return next(choice for choice in choices if choice != value)
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case dt.date():
            return value + dt.timedelta(days=1)
        case list():
            return [*value, OTHER]
        case str():
            return f"{value}另" if name != "body" or path[0] != "text" else f"{value}六、附则\n"
    raise AssertionError(f"{path}: {value!r}")


BASE = whole()
KEYS = [path for path in keys_of(BASE) if not (path[-1] == "choice" and path[1] in NO_OTHER_CHOICE)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Callable[[Plan], bool]]:
    """Whether each thing that is made of a plan is another one than that of the whole plan."""
    base = plan_of(BASE, tmp_path_factory.mktemp("base"))

    def differs(make: Callable[[Plan], object]) -> Callable[[Plan], bool]:
        first = cache(lambda: repr(make(base)))
        return lambda plan: repr(make(plan)) != first()

    return [differs(make) for make in makers(base)]


def test_every_table_that_a_plan_may_have_is_walked() -> None:
    assert {*TABLES, *ENTRIES, "deadline", *GROUPS} == {*schema.TABLES, *schema.OPEN_TABLES, *schema.OPTIONAL_TABLES}
    assert {path[0] for path in KEYS} == {*TABLES, *ENTRIES, "deadline", *GROUPS}


@pytest.mark.parametrize("path", KEYS, ids=lambda path: ".".join(map(str, path)))
def test_another_value_makes_or_says_something_else(
    path: Path_, made: Sequence[Callable[[Plan], bool]], tmp_path: Path
) -> None:
    document = deepcopy(BASE)
    at(document, path[:-1])[path[-1]] = another(path, at(BASE, path))
    plan = plan_of(document, tmp_path)
    whatever = made[:-1] if path[-1] == "choice" else made  # another choice is not only said to have been chosen
    assert any(differs(plan) for differs in whatever), f"{path} 没有作用"
