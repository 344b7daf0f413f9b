"""What happens in the sample year. The story of the year comes first: everybody outside it meets every duty."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bench.sample_year.diary import Visit, ordinary_visits
from bench.sample_year.district import EXCEPTIONS, Expense, Grant, Training, expenses, trainings
from bench.sample_year.firms import Firm, firms
from bench.sample_year.pairs import Pairing, active, pairings
from bench.sample_year.papers import (
    Achievement,
    Check,
    Paper,
    Project,
    Report,
    achievements,
    checks,
    papers,
    projects,
    reports,
)
from bench.sample_year.people import Person, people


@dataclass(frozen=True, slots=True)
class Course:
    """How one person's year departs from the ordinary; what is left at its default is as it should be."""

    serves: bool = True
    days: str | None = None  # service days in all, e.g. "18.5"; None: an ordinary year, above thirty
    sessions: int | None = None  # policy publicity and interpretation; None: three to five
    late: Mapping[int, dt.date] = field(default_factory=dict)  # month -> the day its report came
    missing: frozenset[int] = frozenset()  # months without a report
    project: str = "joint"  # joint, alone (not undertaken with the firm), none
    work_plan: bool = True
    final_summary: bool = True  # only asked of those whose term ends within the year


# ---- The story of the year -------------------------------------------------------------------------------------------
# Each line is a problem that the check has to find (rule: severity), beside those of the district further down.
STORY: Mapping[str, Course] = {
    # monthly_report: unmet. March came four days after the 15th.
    "T003": Course(late={3: dt.date(2024, 3, 19)}),
    # service_days: unmet but exempted. 21 days; 区局台账「例外说明」 accepts this very figure.
    "T006": Course(days="21"),
    # monthly_report: unmet. February never came, May came in June.
    "T008": Course(late={5: dt.date(2024, 6, 3)}, missing=frozenset({2})),
    # policy_sessions: unmet. One session only, two are asked.
    "T009": Course(sessions=1),
    # monthly_report: unmet. August never came.
    "T011": Course(missing=frozenset({8})),
    # project: unmet. No application at all.
    "T012": Course(project="none"),
    # service_days, policy_sessions, project, monthly_report: unmet, four problems. Handed in a work plan, never served.
    "T014": Course(serves=False, missing=frozenset(range(1, 13)), project="none"),
    # monthly_report: unmet. April late, September and October missing.
    "T016": Course(late={4: dt.date(2024, 4, 22)}, missing=frozenset({9, 10})),
    # service_days: unmet. 18.5 days and no exception.
    "T019": Course(days="18.5"),
    # work_plan: unmet.
    "T020": Course(work_plan=False),
    # final_summary: unmet. The term ended on 31 December.
    "T023": Course(final_summary=False),
    # project: unmet. The one application was not undertaken jointly (是否联合承担 is 否).
    "T025": Course(project="alone"),
    # monthly_report: unmet. July came one day late, on the 16th.
    "T027": Course(late={7: dt.date(2024, 7, 16)}),
    # T030 left on 31 July with a final summary: seven reports are owed, all came; no problem.
    # monthly_report: unmet. November late.
    "T033": Course(late={11: dt.date(2024, 11, 18)}),
}
ORDINARY = Course()

# unpaired_visit: doubt. T010 calls once at a firm that is another's.
STRAY_VISITOR, STRAY_FIRM_OF = "T010", "T001"
# repeated_row: doubt, counted once. A joint visit that T005's and T008's stations both noted.
REPEATED_VISITOR, REPEATED_AT = "T005", "数字科技工作站"
# unknown_service_type: doubt.
UNKNOWN_KIND_VISITOR, UNKNOWN_KIND = "T024", "对接洽谈"
# Overlapping dates, no problem: a second firm on a day that already counts; a visit inside a longer one.
OVERLAPPING = ("T007", "T017")
# A second term of the same person at the same firm, no problem: one posting with both.
RETURNING = "T018"

# The firms of the story, by their place in the directory.
NEWLY_CLEARED = (2, 11, 20, 33)  # 规上工业企业; four of five newly 三清零: three_zero is unmet
UNKNOWN_START = 25  # three_zero_baseline: doubt. All three at the end, 期初研发投入 left empty; not counted
LAPSED = (48, 60)  # certificates that lapsed during 2024: certificate, two doubts; 42 of 44 count, 40 are asked
LAST_YEARS_NUMBER = (90, 131)  # 入库登记编号 of 2023: registration, two doubts; 126 count: tech_sme is unmet
RENAMED = {5: "鄂尔多斯市样板机械有限公司", 70: "内蒙古样板软件有限公司"}  # 曾用名
# coverage: one doubt for the district, the enterprises that nobody serves.
# funds: one doubt, an insurance among the expenses (district.py). extra_columns: one doubt, 录入人 (offices.py).
# policy_topics: 揭榜挂帅 is dealt with in no training; recorded, no problem.
# ----------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Year:
    """The year as plain data, in order of identity and date."""

    people: tuple[Person, ...]
    firms: tuple[Firm, ...]
    pairings: tuple[Pairing, ...]
    visits: tuple[Visit, ...]
    reports: tuple[Report, ...]
    projects: tuple[Project, ...]
    achievements: tuple[Achievement, ...]
    papers: tuple[Paper, ...]
    checks: tuple[Check, ...]
    trainings: tuple[Training, ...]
    expenses: tuple[Expense, ...]
    grants: tuple[Grant, ...]

    def person(self, id: str) -> Person:
        return next(person for person in self.people if person.id == id)


def make_year(scale: int = 1) -> Year:
    """The sample year with `scale` times its people, firms and rows; the story is told once, at any scale."""
    staff, directory = people(scale), _directory(scale)
    posts = pairings(staff, directory, RETURNING)
    visits: list[Visit] = []
    reported: list[Report] = []
    applied: list[Project] = []
    gained: list[Achievement] = []
    written: list[Paper] = []
    for person in staff:
        course = STORY.get(person.id, ORDINARY)
        own = tuple(post for post in posts if post.person == person.id)
        if course.serves:
            visits += _visits(person, own, posts, course)
            gained += achievements(person, own)
        reported += reports(person, course.late, course.missing)
        if course.project != "none":
            applied += projects(person, own, joint=course.project == "joint")
        written += papers(person, work_plan=course.work_plan, final_summary=course.final_summary)
    return Year(
        people=staff,
        firms=directory,
        pairings=posts,
        visits=tuple(visits),
        reports=tuple(reported),
        projects=tuple(applied),
        achievements=tuple(gained),
        papers=tuple(written),
        checks=checks(staff, posts, absent=frozenset(id for id, course in STORY.items() if not course.serves)),
        trainings=trainings(),
        expenses=expenses(),
        grants=EXCEPTIONS,
    )


def _directory(scale: int) -> tuple[Firm, ...]:
    """The firms with what the story says of a few of them."""
    made = list(firms(scale))
    for place in NEWLY_CLEARED:
        made[place] = replace(made[place], start=(True, place % 2 == 0, False), end=(True, True, True))
    made[UNKNOWN_START] = replace(made[UNKNOWN_START], start=(True, True, None), end=(True, True, True))
    for place in LAPSED:
        number = "GR2021" + made[place].certificate[6:]
        made[place] = replace(made[place], certificate=number, certified=dt.date(2021, 9, 16))
    for place in LAST_YEARS_NUMBER:
        made[place] = replace(made[place], registration="2023" + made[place].registration[4:])
    for place, former in RENAMED.items():
        made[place] = replace(made[place], former=former)
    return tuple(made)


def _visits(person: Person, own: tuple[Pairing, ...], posts: tuple[Pairing, ...], course: Course) -> list[Visit]:
    """One person's diary in order of date, with the rows the story adds."""
    draw = random.Random(f"visits {person.id}")
    visits = ordinary_visits(person, own, draw, course.days, course.sessions)
    plain = [visit for visit in visits if visit.end is None and visit.days == "1" and len(visit.firms) == 1]
    if person.id == STRAY_VISITOR:
        elsewhere = next(post.firm for post in posts if post.person == STRAY_FIRM_OF)
        visits[visits.index(plain[3])] = replace(plain[3], firms=(elsewhere,), kind="技术服务")
    if person.id == UNKNOWN_KIND_VISITOR:
        technical = next(visit for visit in plain if visit.kind == "技术服务")
        visits[visits.index(technical)] = replace(technical, kind=UNKNOWN_KIND)
    if person.id == REPEATED_VISITOR:
        joint = next(visit for visit in plain[10:] if visit.kind == "技术服务")
        visits[visits.index(joint)] = replace(joint, also_in=REPEATED_AT)
    if person.id in OVERLAPPING:
        longer = [visit for visit in visits if visit.days == "3"]
        first = longer[0] if person.id == OVERLAPPING[1] else plain[5]
        at = first.start
        other = next(post.firm for post in own if post.firm not in first.firms and active(post, at, at))
        visits.append(replace(first, firms=(other,), end=None, days="1", kind="技术服务"))
    return sorted(visits, key=lambda visit: (visit.start, visit.end or visit.start, visit.firms[0].code))
