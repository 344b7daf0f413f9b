"""Do the records agree with one another: terms, pairings, visits, baselines, evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import Commissioner, Dataset, Pairing, ServiceLog
from pipeline.rules.registry import AT_YEAR_END, rule
from pipeline.rules.tallies import in_year
from pipeline.rules.tally import Tally


@rule("outside_year", Severity.ERROR)
def terms_touch_the_year(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """聘期和派驻期与方案年度有交集。"""
    for person in dataset.commissioners:
        if not in_year(person, plan):
            late = person.term_start is not None and person.term_start > plan.last_day
            column = "聘期起" if late else "聘期止"
            facts: dict[str, object] = {"what": "聘期", "start": person.term_start, "end": person.term_end, "year": plan.year}
            yield _of_person("outside_year", Severity.ERROR, person, column, facts, "term_outside_year")
    people = dataset.commissioner_by_id
    for pairing in dataset.pairings:
        if pairing.start is None or pairing.end is None or pairing.start > pairing.end:
            continue
        if pairing.start > plan.last_day or pairing.end < plan.first_day:
            column = "服务起" if pairing.start > plan.last_day else "服务止"
            facts = {"what": "派驻期", "start": pairing.start, "end": pairing.end, "year": plan.year}
            yield _of_pairing("outside_year", Severity.ERROR, pairing, people, column, facts, "term_outside_year")


@rule("reversed_dates", Severity.ERROR)
def terms_run_forwards(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """聘期和派驻期的止日不早于起日。"""
    people = dataset.commissioner_by_id
    for person in dataset.commissioners:
        if person.term_start and person.term_end and person.term_start > person.term_end:
            facts: dict[str, object] = {"what": "聘期", "start": person.term_start, "end": person.term_end}
            yield _of_person("reversed_dates", Severity.ERROR, person, "聘期止", facts)
    for pairing in dataset.pairings:
        if pairing.start and pairing.end and pairing.start > pairing.end:
            facts = {"what": "派驻期", "start": pairing.start, "end": pairing.end}
            yield _of_pairing("reversed_dates", Severity.ERROR, pairing, people, "服务止", facts)


@rule("overlapping_pairing", Severity.ERROR)
def pairings_do_not_overlap(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """同一特派员与同一企业的派驻期不重叠；先后两段是一个派驻关系。"""
    same: dict[tuple[str, str], list[Pairing]] = defaultdict(list)
    for pairing in dataset.pairings:
        if pairing.start and pairing.end:
            same[pairing.commissioner, pairing.enterprise].append(pairing)
    people, enterprises = dataset.commissioner_by_id, dataset.enterprise_by_code
    for (_, code), group in same.items():
        ordered = sorted(group, key=lambda pairing: (pairing.start, pairing.end, pairing.source.workbook, pairing.source.row))
        for first, second in zip(ordered, ordered[1:], strict=False):
            if first.end and second.start and second.start <= first.end:
                facts: dict[str, object] = {"enterprise": enterprises[code].name, "other": first.source.at("服务起")}
                yield _of_pairing("overlapping_pairing", Severity.ERROR, second, people, "服务起", facts)


@rule("pairing_outside_term", Severity.DOUBT)
def pairings_lie_in_the_term(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """派驻期在聘期以内。"""
    people = dataset.commissioner_by_id
    for pairing in dataset.pairings:
        person = people[pairing.commissioner]
        if not (pairing.start and pairing.end and person.term_start and person.term_end):
            continue
        if pairing.start < person.term_start or pairing.end > person.term_end:
            column = "服务起" if pairing.start < person.term_start else "服务止"
            facts: dict[str, object] = {"start": person.term_start, "end": person.term_end}
            yield _of_pairing("pairing_outside_term", Severity.DOUBT, pairing, people, column, facts)


@rule("visit_outside_term", Severity.DOUBT, AT_YEAR_END)
def visits_lie_in_the_term(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """服务日志的日期在聘期以内。"""
    people = dataset.commissioner_by_id
    for visit in dataset.service_logs:
        person = people[visit.commissioner]
        if (person.term_start and visit.start < person.term_start) or (person.term_end and visit.end > person.term_end):
            facts: dict[str, object] = {"date": visit.start, "start": person.term_start, "end": person.term_end}
            yield _of_visit("visit_outside_term", visit, person, "日期", facts)


@rule("unpaired_visit", Severity.DOUBT, AT_YEAR_END)
def visits_go_to_paired_firms(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """服务日志中的企业是该特派员的派驻企业，日期在派驻期内。"""
    terms: dict[tuple[str, str], list[Pairing]] = defaultdict(list)
    for pairing in dataset.pairings:
        terms[pairing.commissioner, pairing.enterprise].append(pairing)
    people, enterprises = dataset.commissioner_by_id, dataset.enterprise_by_code
    for visit in dataset.service_logs:
        for code in visit.enterprises:
            own = terms.get((visit.commissioner, code), [])
            if any(_during(visit, pairing) for pairing in own):
                continue
            facts: dict[str, object] = {"enterprise": enterprises[code].name, "date": visit.start}
            message = "unpaired_visit_date" if own else ""
            yield _of_visit("unpaired_visit", visit, people[visit.commissioner], "服务企业", facts, message)


def _during(visit: ServiceLog, pairing: Pairing) -> bool:
    return (pairing.start is None or visit.start >= pairing.start) and (pairing.end is None or visit.end <= pairing.end)


@rule("three_zero_baseline", Severity.DOUBT, AT_YEAR_END)
def baselines_are_known(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """期末三项齐备的规上工业企业，期初三项都已填写；期初不明的不计入新增。"""
    for enterprise in dataset.enterprises:
        if enterprise.above_scale and enterprise.end.cleared and not enterprise.start.known:
            names = ("研发活动", "研发机构", "研发投入")
            unknown = [name for name, flag in zip(names, enterprise.start, strict=True) if flag is None]
            yield Problem(
                "three_zero_baseline",
                Severity.DOUBT,
                enterprise.source.at(f"期初{unknown[0]}"),
                enterprise.credit_code,
                enterprise.name,
                {"unknown": "、".join(f"期初{name}" for name in unknown)},
                form="企业名录",
            )


@rule("missing_evidence", Severity.DOUBT, AT_YEAR_END)
def achievements_have_evidence(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """知识产权、技术合同和项目申报的记录写明佐证材料；技术合同写明登记编号。"""
    people = dataset.commissioner_by_id
    contracts = plan.achievement_groups.get("技术合同", ())
    for record in (*dataset.achievements, *dataset.projects):
        person = people[record.commissioner]
        form = "项目申报" if record in dataset.projects else "知识产权与技术合同"
        place = record.source.at("佐证材料")
        if not record.evidence:
            yield Problem("missing_evidence", Severity.DOUBT, place, person.id, person.who, {"name": record.name}, form=form)
    for contract in dataset.achievements:
        if contract.kind in contracts and not contract.registration_number:
            person = people[contract.commissioner]
            place = contract.source.at("登记编号")
            facts: dict[str, object] = {"name": contract.name}
            yield Problem(
                "contract_registration", Severity.DOUBT, place, person.id, person.who, facts, form="知识产权与技术合同"
            )


def _of_person(
    rule_id: str, severity: Severity, person: Commissioner, column: str, facts: dict[str, object], message: str = ""
) -> Problem:
    return Problem(
        rule_id, severity, person.source.at(column), person.id, person.who, facts, message=message, form="特派员"
    )


def _of_pairing(
    rule_id: str,
    severity: Severity,
    pairing: Pairing,
    people: dict[str, Commissioner],
    column: str,
    facts: dict[str, object],
    message: str = "",
) -> Problem:
    person = people[pairing.commissioner]
    place = pairing.source.at(column)
    return Problem(rule_id, severity, place, person.id, person.who, facts, message=message, form="派驻关系")


def _of_visit(
    rule_id: str, visit: ServiceLog, person: Commissioner, column: str, facts: dict[str, object], message: str = ""
) -> Problem:
    place = visit.source.at(column)
    return Problem(rule_id, Severity.DOUBT, place, person.id, person.who, facts, message=message, form="服务日志")
