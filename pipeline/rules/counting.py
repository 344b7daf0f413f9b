"""Counting a year, once, for rules and documents alike."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipeline.plan import Minimum, Plan, Target
from pipeline.records import Commissioner, Dataset, Enterprise, Pairing, ServiceLog
from pipeline.rules import measures
from pipeline.rules.measures import DISTRICT, PERSONAL, Counted, certificate_valid, registered_in
from pipeline.rules.own import Own, own_records
from pipeline.rules.predicates import covers, due_on, exceeds, permitted_use, reached, recruited, required_of
from pipeline.rules.reports import report_result
from pipeline.rules.selection import selected
from pipeline.rules.tally import (
    EnterpriseTally,
    GradeShare,
    MinimumResult,
    PersonTally,
    Standing,
    Tally,
    TargetResult,
)


def count(dataset: Dataset, plan: Plan) -> Tally:
    """Every figure of the year as of `dataset.as_of`, each with the rows it comes from.

    People whose term does not touch the plan's year, or begins after the as-of day, are not counted, and nor is what is
    theirs. People and enterprises come in order of identity.
    """
    return Year(dataset).counted(plan)


class Year:
    """A dataset that is counted by several plans: what they select alike is gathered, and its days counted, once."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._chosen: list[tuple[Dataset, Mapping[str, Own]]] = []

    def counted(self, plan: Plan) -> Tally:
        """As `count` says."""
        chosen = selected(self._dataset, plan)
        for known, own in self._chosen:
            if known == chosen:
                return _counted(known, own, plan)
        own = own_records(chosen)
        self._chosen.append((chosen, own))
        return _counted(chosen, own, plan)


def _counted(dataset: Dataset, own: Mapping[str, Own], plan: Plan) -> Tally:
    enterprises = _enterprises(dataset, plan)
    people = _people(dataset, own, plan)
    counted = Counted(dataset, people, enterprises)
    return Tally(
        people,
        enterprises,
        tuple(_target(target, counted, plan) for target in plan.targets),
        _topics(dataset, plan),
        _expenses(dataset, plan),
        _grade_shares(people, plan),
        dataset,
    )


def _people(dataset: Dataset, records: Mapping[str, Own], plan: Plan) -> tuple[PersonTally, ...]:
    deadline = plan.deadlines.get("monthly_report")

    def tally(person: Commissioner) -> PersonTally:
        own = records[person.id]
        return PersonTally(
            person,
            recruited(person, plan),
            _in_order(own.pairings),
            own.visits,
            measures.service_days(own, plan),
            measures.policy_sessions(own, plan),
            _served(own.visits, dataset.enterprise_by_code),
            tuple(_minimum(entry, person, own, plan, dataset) for entry in plan.minimums),
            report_result(person, own.reports, deadline, plan, dataset) if deadline else None,
            own.projects,
            own.achievements,
            own.papers,
            own.spot_checks,
            max(own.results, key=lambda result: result.decided_on, default=None),
        )

    return tuple(tally(person) for person in dataset.commissioners)


def _in_order(pairings: Sequence[Pairing]) -> tuple[Pairing, ...]:
    return tuple(sorted(pairings, key=lambda pairing: (pairing.start or dt.date.min, pairing.enterprise)))


def _served(visits: Sequence[ServiceLog], enterprises: Mapping[str, Enterprise]) -> tuple[Enterprise, ...]:
    codes = sorted({code for visit in visits for code in visit.enterprises})
    return tuple(enterprises[code] for code in codes if code in enterprises)


def _minimum(minimum: Minimum, person: Commissioner, own: Own, plan: Plan, dataset: Dataset) -> MinimumResult:
    measure = PERSONAL[minimum.measure]
    counted = measure.count(own, plan)
    required = required_of(minimum, person, plan)
    due = due_on(minimum, person, plan)
    met = reached(counted.value, required, minimum, plan)
    exception = None if met else next((entry for entry in own.exceptions if covers(entry, minimum, counted)), None)
    if measure.form not in dataset.forms:
        standing = Standing.NOT_PROVIDED
    elif met:
        standing = Standing.MET
    elif due is None or dataset.as_of < due:
        standing = Standing.NOT_DUE
    else:
        standing = Standing.EXEMPTED if exception else Standing.UNMET
    return MinimumResult(minimum, required, counted, standing, exceeds(minimum, plan), due, exception)


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
    measure = DISTRICT[target.measure]
    value = measure.count(counted, plan)
    if measure.form not in counted.dataset.forms:
        standing = Standing.NOT_PROVIDED
    elif value is None:
        standing = Standing.NONE
    elif reached(value, target.value, target, plan):
        standing = Standing.MET
    elif counted.dataset.as_of < plan.last_day:
        standing = Standing.NOT_DUE
    else:
        standing = Standing.SHORT if target.soft else Standing.UNMET
    return TargetResult(target, value or Decimal(0), standing, exceeds(target, plan))


def _topics(dataset: Dataset, plan: Plan) -> Mapping[str, int]:
    texts = [f"{training.subject} {training.topics}" for training in dataset.trainings]

    def told(topic: str) -> int:
        words = (topic, *plan.policy_topics.aliases.get(topic, ()))
        return sum(1 for text in texts if any(word in text for word in words))

    return {topic: told(topic) for topic in plan.policy_topics.items}


def _expenses(dataset: Dataset, plan: Plan) -> Mapping[str, Decimal]:
    sums: dict[str, Decimal] = {item: Decimal(0) for item in plan.funds.items}
    for expense in sorted(dataset.expenses, key=lambda expense: expense.use):
        use = permitted_use(expense.use, plan) or expense.use
        sums[use] = sums.get(use, Decimal(0)) + expense.amount
    return sums


def _grade_shares(people: Sequence[PersonTally], plan: Plan) -> tuple[GradeShare, ...]:
    given = Counter(person.result.grade for person in people if person.result is not None)
    capped = [grade for grade in plan.grades if grade in plan.grade_caps]
    return tuple(GradeShare(grade, given[grade], given.total(), plan.grade_caps[grade]) for grade in capped if given)
