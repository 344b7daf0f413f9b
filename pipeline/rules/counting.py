"""Counting a year, once, for rules and documents alike."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Protocol, TypeVar

from pipeline.plan import Duty, Minimum, Plan, Target
from pipeline.records import AcceptedException, Commissioner, Dataset, Enterprise, Pairing, ServiceLog
from pipeline.rules.measures import DISTRICT, PERSONAL, Counted, Own, certificate_valid, registered_in
from pipeline.rules.reports import report_result
from pipeline.rules.tally import Count, EnterpriseTally, MinimumResult, PersonTally, Standing, Tally, TargetResult


def count(dataset: Dataset, plan: Plan) -> Tally:
    """Every figure of the year as of `dataset.as_of`, each with the rows it comes from.

    People whose term does not touch the plan's year, or begins after the as-of day, are not counted.
    People and enterprises come in order of identity.
    """
    enterprises = _enterprises(dataset, plan)
    people = _people(dataset, plan)
    counted = Counted(dataset, people, enterprises)
    return Tally(
        people,
        enterprises,
        tuple(_target(target, counted, plan) for target in plan.targets),
        _topics(dataset, plan),
        _expenses(dataset, plan),
    )


def in_year(person: Commissioner, plan: Plan) -> bool:
    """Whether the person's term touches the plan's year; a term that could not be read is taken to."""
    start, end = person.term_start or plan.first_day, person.term_end or plan.last_day
    return start <= plan.last_day and end >= plan.first_day


def of_the_year(dataset: Dataset, plan: Plan) -> tuple[Commissioner, ...]:
    """The commissioners of the year as of `dataset.as_of`: those whose term touches it and has begun, in order."""
    return tuple(
        person
        for person in dataset.commissioners
        if in_year(person, plan) and (person.term_start is None or person.term_start <= dataset.as_of)
    )


class _OfPerson(Protocol):
    @property
    def commissioner(self) -> str: ...


T = TypeVar("T", bound=_OfPerson)


def by_person(records: Iterable[T]) -> Mapping[str, tuple[T, ...]]:
    """Records grouped by 编号, each group in the order given."""
    found: dict[str, list[T]] = defaultdict(list)
    for record in records:
        found[record.commissioner].append(record)
    return {key: tuple(group) for key, group in found.items()}


def _people(dataset: Dataset, plan: Plan) -> tuple[PersonTally, ...]:
    pairings = by_person(dataset.pairings)
    visits = by_person(dataset.service_logs)
    reports = by_person(dataset.monthly_reports)
    projects = by_person(dataset.projects)
    achievements = by_person(dataset.achievements)
    papers = by_person(dataset.papers)
    checks = by_person(dataset.spot_checks)
    results = by_person(dataset.results)
    excused = by_person(dataset.exceptions)
    enterprises = dataset.enterprise_by_code

    def tally(person: Commissioner) -> PersonTally:
        key = person.id
        own = Own(
            visits.get(key, ()),
            reports.get(key, ()),
            projects.get(key, ()),
            achievements.get(key, ()),
            papers.get(key, ()),
            checks.get(key, ()),
        )
        deadline = plan.deadlines.get("monthly_report")
        return PersonTally(
            person,
            _in_order(pairings.get(key, ())),
            own.visits,
            PERSONAL["service_days"](own, plan),
            PERSONAL["policy_sessions"](own, plan),
            _served(own.visits, enterprises),
            tuple(_minimum(entry, person, own, excused.get(key, ()), plan, dataset.as_of) for entry in plan.minimums),
            report_result(person, own.reports, deadline, plan, dataset.as_of) if deadline else None,
            own.projects,
            own.achievements,
            own.papers,
            own.spot_checks,
            max(results.get(key, ()), key=lambda result: result.decided_on, default=None),
        )

    return tuple(tally(person) for person in of_the_year(dataset, plan))


def _in_order(pairings: Sequence[Pairing]) -> tuple[Pairing, ...]:
    return tuple(sorted(pairings, key=lambda pairing: (pairing.start or dt.date.min, pairing.enterprise)))


def _served(visits: Sequence[ServiceLog], enterprises: Mapping[str, Enterprise]) -> tuple[Enterprise, ...]:
    codes = sorted({code for visit in visits for code in visit.enterprises})
    return tuple(enterprises[code] for code in codes if code in enterprises)


_BOUNDS = ("以上", "不少于", "不低于")  # the words that the reading `thresholds_inclusive` is about
_PRORATED = ("service_days", "projects")  # the measures that the reading `minimums_prorated` is about


def exceeds(duty: Duty, plan: Plan) -> bool:
    """Whether the duty's number itself is not enough.

    以上 and 不少于 include the number (Civil Code art. 1259) unless the reading `thresholds_inclusive` says otherwise;
    a duty whose wording has no such word (1个申报项目, 全覆盖) is reached at its number under either reading.
    """
    bounded = any(word in citation.wording for citation in duty.citations for word in _BOUNDS)
    return bounded and not plan.reading("thresholds_inclusive")


def reached(value: Decimal, required: int, duty: Duty, plan: Plan) -> bool:
    """Whether a figure is enough for the duty."""
    return value > required if exceeds(duty, plan) else value >= required


def required_of(minimum: Minimum, person: Commissioner, plan: Plan) -> int:
    """What is asked of this person: the plan's number.

    By the reading `minimums_prorated`, days and projects are asked by the calendar months the term touches, rounded up.
    """
    if not plan.reading("minimums_prorated") or minimum.measure not in _PRORATED:
        return minimum.value
    start = max(person.term_start or plan.first_day, plan.first_day)
    end = min(person.term_end or plan.last_day, plan.last_day)
    return math.ceil(minimum.value * max(end.month - start.month + 1, 0) / 12)


def due_on(minimum: Minimum, person: Commissioner, plan: Plan) -> dt.date | None:
    """The day at whose close the minimum is judged.

    None for what is due at the end of a term that lies beyond the plan's year, or that could not be read.
    """
    end = person.term_end
    if minimum.due == "term_end" and (end is None or end > plan.last_day):
        return None
    return min(end or plan.last_day, plan.last_day)


def _minimum(
    minimum: Minimum,
    person: Commissioner,
    own: Own,
    exceptions: Sequence[AcceptedException],
    plan: Plan,
    as_of: dt.date,
) -> MinimumResult:
    counted = PERSONAL[minimum.measure](own, plan)
    required = required_of(minimum, person, plan)
    due = due_on(minimum, person, plan)
    if reached(counted.value, required, minimum, plan):
        return MinimumResult(minimum, required, counted, Standing.MET)
    if due is None or as_of < due:
        return MinimumResult(minimum, required, counted, Standing.NOT_DUE)
    exception = next((entry for entry in exceptions if covers(entry, minimum, counted)), None)
    return MinimumResult(minimum, required, counted, Standing.EXEMPTED if exception else Standing.UNMET, exception)


def names_rule(exception: AcceptedException, duty: Duty) -> bool:
    """Whether the exception speaks of this duty, by id or by its label."""
    return exception.rule in (duty.id, duty.label)


def covers(exception: AcceptedException, minimum: Minimum, counted: Count) -> bool:
    """An exception holds for the exact figure it was granted for, and only where the plan allows one."""
    return minimum.exemptable and names_rule(exception, minimum) and figure(exception.fact) == counted.value


def figure(text: str) -> Decimal | None:
    """The number in 事实 such as 21, 21天 or ２１.５ 天; None where there is none or more than one."""
    found = re.findall(r"\d+(?:\.\d+)?", unicodedata.normalize("NFKC", text))
    return Decimal(found[0]) if len(found) == 1 else None


def _enterprises(dataset: Dataset, plan: Plan) -> tuple[EnterpriseTally, ...]:
    visits: dict[str, int] = defaultdict(int)
    servers: dict[str, set[str]] = defaultdict(set)
    for visit in dataset.service_logs:
        for code in visit.enterprises:
            visits[code] += 1
            servers[code].add(visit.commissioner)
    day = min(dataset.as_of, plan.last_day)
    claimed_high_tech = plan.reading("high_tech_counts") == "claimed"
    claimed_tech_sme = plan.reading("tech_sme_counts") == "claimed"
    return tuple(
        EnterpriseTally(
            enterprise,
            enterprise.above_scale,
            enterprise.high_tech and (claimed_high_tech or certificate_valid(enterprise, day)),
            enterprise.tech_sme and (claimed_tech_sme or registered_in(enterprise, plan.year)),
            visits[enterprise.credit_code] > 0,
            visits[enterprise.credit_code],
            tuple(sorted(servers[enterprise.credit_code])),
            _newly_cleared(enterprise),
        )
        for enterprise in dataset.enterprises
    )


def _newly_cleared(enterprise: Enterprise) -> bool:
    start = enterprise.start
    return enterprise.above_scale and enterprise.end.cleared and start.known and not start.cleared


def _target(target: Target, counted: Counted, plan: Plan) -> TargetResult:
    value = DISTRICT[target.measure](counted, plan)
    if reached(value, target.value, target, plan):
        standing = Standing.MET
    else:
        standing = Standing.UNMET if counted.dataset.as_of >= plan.last_day else Standing.NOT_DUE
    return TargetResult(target, value, standing)


def _topics(dataset: Dataset, plan: Plan) -> Mapping[str, int]:
    def told(topic: str) -> int:
        words = (topic, *plan.policy_topics.aliases.get(topic, ()))
        texts = [f"{training.subject} {training.topics}" for training in dataset.trainings]
        return sum(1 for text in texts if any(word in text for word in words))

    return {topic: told(topic) for topic in plan.policy_topics.items}


def permitted_use(use: str, plan: Plan) -> str | None:
    """The plan's name for a use of funds, found by its name or an alias; None where the plan does not list it."""
    for item in plan.funds.items:
        if use == item or use in plan.funds.aliases.get(item, ()):
            return item
    return None


def _expenses(dataset: Dataset, plan: Plan) -> Mapping[str, Decimal]:
    sums: dict[str, Decimal] = {item: Decimal(0) for item in plan.funds.items}
    for expense in sorted(dataset.expenses, key=lambda expense: expense.use):
        use = permitted_use(expense.use, plan) or expense.use
        sums[use] = sums.get(use, Decimal(0)) + expense.amount
    return sums
