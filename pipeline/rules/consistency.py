"""Do the records agree with one another: terms, pairings, visits, baselines, evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import Achievement, Commissioner, Dataset, Pairing, ProjectApplication, ServiceLog
from pipeline.rules.counting import in_year
from pipeline.rules.registry import AT_YEAR_END, rule
from pipeline.rules.subjects import Facts, of_enterprise, of_person
from pipeline.rules.tally import Tally

People = Mapping[str, Commissioner]


@rule("outside_year", Severity.ERROR)
def terms_touch_the_year(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """聘期和派驻期与方案年度有交集。"""
    for person in dataset.commissioners:
        if not in_year(person, plan) and _runs_forwards(person):
            late = person.term_start is not None and person.term_start > plan.last_day
            place = person.source.at("聘期起" if late else "聘期止")
            facts = {"what": "聘期", "start": person.term_start, "end": person.term_end}
            yield of_person("outside_year", Severity.ERROR, person, place, "特派员", facts, "term_outside_year")
    people = dataset.commissioner_by_id
    for pairing in dataset.pairings:
        if pairing.start is None or pairing.end is None or pairing.start > pairing.end:
            continue
        if pairing.start > plan.last_day or pairing.end < plan.first_day:
            column = "服务起" if pairing.start > plan.last_day else "服务止"
            facts = {"what": "派驻期", "start": pairing.start, "end": pairing.end}
            yield _of_pairing("outside_year", Severity.ERROR, pairing, people, column, facts, "term_outside_year")


@rule("reversed_dates", Severity.ERROR)
def terms_run_forwards(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """聘期和派驻期的止日不早于起日。"""
    people = dataset.commissioner_by_id
    for person in dataset.commissioners:
        if person.term_start and person.term_end and person.term_start > person.term_end:
            facts: Facts = {"what": "聘期", "start": person.term_start, "end": person.term_end}
            yield of_person("reversed_dates", Severity.ERROR, person, person.source.at("聘期止"), "特派员", facts)
    for pairing in dataset.pairings:
        if pairing.start and pairing.end and pairing.start > pairing.end:
            facts = {"what": "派驻期", "start": pairing.start, "end": pairing.end}
            yield _of_pairing("reversed_dates", Severity.ERROR, pairing, people, "服务止", facts)


@rule("overlapping_pairing", Severity.ERROR)
def pairings_do_not_overlap(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """同一特派员与同一企业的派驻期不重叠；先后两段是一个派驻关系。"""
    same: dict[tuple[str, str], list[Pairing]] = defaultdict(list)
    for pairing in dataset.pairings:
        if pairing.start and pairing.end and pairing.start <= pairing.end:
            same[pairing.commissioner, pairing.enterprise].append(pairing)
    people, enterprises = dataset.commissioner_by_id, dataset.enterprise_by_code
    for (_, code), group in same.items():
        furthest: Pairing | None = None  # the one of those before that lasts longest
        for pairing in sorted(group, key=lambda entry: (entry.start, entry.end, entry.source.at().sort_key)):
            if furthest and furthest.end and pairing.start and pairing.start <= furthest.end:
                facts = {"enterprise": enterprises[code].name, "other": furthest.source.at("服务起")}
                yield _of_pairing("overlapping_pairing", Severity.ERROR, pairing, people, "服务起", facts)
            if furthest is None or not (furthest.end and pairing.end and pairing.end <= furthest.end):
                furthest = pairing


@rule("pairing_outside_term", Severity.DOUBT, rests_on=("特派员", "派驻关系"))
def pairings_lie_in_the_term(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """派驻期在聘期以内。"""
    people = dataset.commissioner_by_id
    for pairing in dataset.pairings:
        person = people[pairing.commissioner]
        if not (pairing.start and pairing.end and person.term_start and person.term_end and _runs_forwards(person)):
            continue
        if pairing.start < person.term_start or pairing.end > person.term_end:
            column = "服务起" if pairing.start < person.term_start else "服务止"
            facts = {"start": person.term_start, "end": person.term_end}
            yield _of_pairing("pairing_outside_term", Severity.DOUBT, pairing, people, column, facts)


@rule("visit_outside_term", Severity.DOUBT, AT_YEAR_END, rests_on=("特派员",))
def visits_lie_in_the_term(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """服务日志的日期在聘期以内。"""
    people = dataset.commissioner_by_id
    for visit in dataset.service_logs:
        person = people[visit.commissioner]
        if not _runs_forwards(person):
            continue
        facts: Facts = {"start": person.term_start, "end": person.term_end}
        if person.term_start and visit.start < person.term_start:
            yield _of_visit("visit_outside_term", visit, people, "日期", {"date": visit.start, **facts})
        elif person.term_end and visit.end > person.term_end:
            column = "日期" if visit.start == visit.end else "结束日期"
            yield _of_visit("visit_outside_term", visit, people, column, {"date": visit.end, **facts})


@rule("unpaired_visit", Severity.DOUBT, AT_YEAR_END, rests_on=("派驻关系",))
def visits_go_to_paired_firms(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """服务日志中的企业是该特派员的派驻企业，日期在派驻期内。"""
    if "派驻关系" not in dataset.forms:
        return  # that the form is missing is said once
    terms: dict[tuple[str, str], list[Pairing]] = defaultdict(list)
    for pairing in dataset.pairings:
        terms[pairing.commissioner, pairing.enterprise].append(pairing)
    people, enterprises = dataset.commissioner_by_id, dataset.enterprise_by_code
    for visit in dataset.service_logs:
        for code in visit.enterprises:
            own = terms.get((visit.commissioner, code), [])
            if any(_during(visit, pairing) for pairing in own):
                continue
            facts = {"enterprise": enterprises[code].name, "date": visit.start}
            yield _of_visit("unpaired_visit", visit, people, "服务企业", facts, "unpaired_visit_date" if own else "")


def _runs_forwards(person: Commissioner) -> bool:
    """A term whose end lies before its start is one error; nothing else is concluded from it."""
    return not (person.term_start and person.term_end) or person.term_start <= person.term_end


def _during(visit: ServiceLog, pairing: Pairing) -> bool:
    return (pairing.start is None or visit.start >= pairing.start) and (pairing.end is None or visit.end <= pairing.end)


@rule("three_zero_baseline", Severity.DOUBT, AT_YEAR_END)
def baselines_are_known(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """期末三项齐备的规上工业企业，期初三项都已填写；期初不明的不计入新增。"""
    headings = ("期初研发活动", "期初研发机构", "期初研发投入")
    for enterprise in dataset.enterprises:
        if enterprise.above_scale and enterprise.end.cleared and not enterprise.start.known:
            unknown = [heading for heading, flag in zip(headings, enterprise.start, strict=True) if flag is None]
            yield of_enterprise("three_zero_baseline", Severity.DOUBT, enterprise, unknown[0], {"unknown": unknown})


@rule("missing_evidence", Severity.DOUBT, AT_YEAR_END)
def records_have_evidence(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """知识产权、技术合同和项目申报的记录写明佐证材料。"""
    people = dataset.commissioner_by_id
    records: list[tuple[str, Achievement | ProjectApplication]] = []
    records += [("知识产权与技术合同", entry) for entry in dataset.achievements]
    records += [("项目申报", entry) for entry in dataset.projects]
    for form, record in records:
        if not record.evidence:
            person, place = people[record.commissioner], record.source.at("佐证材料")
            yield of_person("missing_evidence", Severity.DOUBT, person, place, form, {"name": record.name})


@rule("contract_registration", Severity.DOUBT, AT_YEAR_END)
def contracts_are_registered(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """技术合同写明登记编号；编号格式各地不一，不作要求。"""
    kinds = plan.achievement_groups.get("技术合同", ())
    for contract in dataset.achievements:
        if contract.kind in kinds and not contract.registration_number:
            person, place = dataset.commissioner_by_id[contract.commissioner], contract.source.at("登记编号")
            facts = {"name": contract.name}
            yield of_person("contract_registration", Severity.DOUBT, person, place, "知识产权与技术合同", facts)


def _of_pairing(
    rule: str, severity: Severity, pairing: Pairing, people: People, column: str, facts: Facts, message: str = ""
) -> Problem:
    person, place = people[pairing.commissioner], pairing.source.at(column)
    return of_person(rule, severity, person, place, "派驻关系", facts, message)


def _of_visit(rule: str, visit: ServiceLog, people: People, column: str, facts: Facts, message: str = "") -> Problem:
    person, place = people[visit.commissioner], visit.source.at(column)
    return of_person(rule, Severity.DOUBT, person, place, "服务日志", facts, message)
