"""Do the records agree with one another: terms, pairings, visits, baselines, evidence."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.faults import OUTSIDE_YEAR, REVERSED_DATES, Facts, Fault, Wording, fault
from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import Achievement, Commissioner, Dataset, Pairing, ProjectApplication
from pipeline.rules.predicates import in_year
from pipeline.rules.selection import OF_PERSON, by_posting, during
from pipeline.rules.tally import Tally


def terms_touch_the_year(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """聘期和派驻期与方案年度有交集。"""
    for person in dataset.commissioners:
        if not in_year(person, plan) and _runs_forwards(person):
            late = person.term_start is not None and person.term_start > plan.last_day
            place = person.source.at("聘期起" if late else "聘期止")
            facts = {"what": "聘期", "start": person.term_start, "end": person.term_end}
            yield OUTSIDE_YEAR.of(person, place, "特派员", facts, "term_outside_year")
    people = dataset.commissioner_by_id
    for pairing in dataset.pairings:
        if pairing.start is None or pairing.end is None or pairing.start > pairing.end:
            continue
        if pairing.start > plan.last_day or pairing.end < plan.first_day:
            column = "服务起" if pairing.start > plan.last_day else "服务止"
            facts = {"what": "派驻期", "start": pairing.start, "end": pairing.end}
            yield OUTSIDE_YEAR.of(
                people[pairing.commissioner], pairing.source.at(column), "派驻关系", facts, "term_outside_year"
            )


def terms_run_forwards(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """聘期和派驻期的止日不早于起日。"""
    people = dataset.commissioner_by_id
    for person in dataset.commissioners:
        if person.term_start and person.term_end and person.term_start > person.term_end:
            facts: Facts = {"what": "聘期", "start": person.term_start, "end": person.term_end}
            yield REVERSED_DATES.of(person, person.source.at("聘期止"), "特派员", facts)
    for pairing in dataset.pairings:
        if pairing.start and pairing.end and pairing.start > pairing.end:
            facts = {"what": "派驻期", "start": pairing.start, "end": pairing.end}
            yield REVERSED_DATES.of(people[pairing.commissioner], pairing.source.at("服务止"), "派驻关系", facts)


OVERLAPPING_PAIRING = fault(
    "overlapping_pairing",
    "派驻期重叠",
    Severity.ERROR,
    "与“{enterprise}”的派驻期同{other}重叠",
    "请合并为一行，或更正起止日期。",
)


def pairings_do_not_overlap(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """同一特派员与同一企业的派驻期不重叠；先后两段是一个派驻关系。"""
    same = by_posting(one for one in dataset.pairings if one.start and one.end and one.start <= one.end)
    people, enterprises = dataset.commissioner_by_id, dataset.enterprise_by_code
    for (_, code), group in same.items():
        furthest: Pairing | None = None  # the one of those before that lasts longest
        for pairing in sorted(group, key=lambda entry: (entry.start, entry.end, entry.source.at().sort_key)):
            if furthest and furthest.end and pairing.start and pairing.start <= furthest.end:
                facts = {"enterprise": enterprises[code].name, "other": furthest.source.at("服务起")}
                yield OVERLAPPING_PAIRING.of(
                    people[pairing.commissioner], pairing.source.at("服务起"), "派驻关系", facts
                )
            if furthest is None or not (furthest.end and pairing.end and pairing.end <= furthest.end):
                furthest = pairing


PAIRING_OUTSIDE_TERM = fault(
    "pairing_outside_term",
    "派驻期超出聘期",
    Severity.DOUBT,
    "派驻期超出聘期（{start}至{end}）",
    "请核对派驻期或聘期。",
)


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
            yield PAIRING_OUTSIDE_TERM.of(person, pairing.source.at(column), "派驻关系", facts)


def _either(code: str, fact: str, remedy: str, station: str = "") -> dict[str, Wording]:
    """How a fault of a visit is said where its days count all the same, and where by a reading they do not."""
    counted, left_out = "天数仍计入。", "天数不计入。"
    return {
        code: Wording(fact, f"{remedy}{counted}", station and f"{station}{counted}"),
        f"{code}{_LEFT_OUT}": Wording(fact, f"{remedy}{left_out}", station and f"{station}{left_out}"),
    }


def _coded(code: str, reading: str, plan: Plan) -> str:
    return code if plan.reading(reading) == "count" else f"{code}{_LEFT_OUT}"


_LEFT_OUT = "_left_out"
VISIT_OUTSIDE_TERM = Fault(
    "visit_outside_term",
    "服务日期超出聘期",
    Severity.DOUBT,
    _either("visit_outside_term", "{date}的服务不在聘期（{start}至{end}）内", "请核对日期或聘期；"),
)


def visits_lie_in_the_term(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """服务日志的日期在聘期以内。"""
    said = _coded("visit_outside_term", "visits_outside_term", plan)
    people = {person.commissioner.id: person.commissioner for person in tally.people}
    for visit in dataset.service_logs:
        person = people.get(visit.commissioner)
        if person is None or not _runs_forwards(person):
            continue
        if person.term_start and visit.start < person.term_start:
            column, date = "日期", visit.start
        elif person.term_end and visit.end > person.term_end:
            column, date = "日期" if visit.start == visit.end else "结束日期", visit.end
        else:
            continue
        facts: Facts = {"date": date, "start": person.term_start, "end": person.term_end}
        yield VISIT_OUTSIDE_TERM.of(person, visit.source.at(column), "服务日志", facts, said)


_PAIRING = "请核对企业和日期；派驻关系有变化的，请告知联系单位。"
UNPAIRED_VISIT = Fault(
    "unpaired_visit",
    "服务非派驻企业",
    Severity.DOUBT,
    {
        **_either(
            "unpaired_visit",
            "{date}服务的“{enterprise}”不是其派驻企业",
            "请核对企业，或补录派驻关系；",
            _PAIRING,
        ),
        **_either("unpaired_visit_date", "{date}服务“{enterprise}”时不在派驻期内", "请核对日期或派驻期；", _PAIRING),
    },
)


def visits_go_to_paired_firms(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """服务日志中的企业是该特派员的派驻企业，日期在派驻期内。"""
    if "派驻关系" not in dataset.forms:
        return  # that the form is missing is said once
    terms = by_posting(dataset.pairings)
    people = {person.commissioner.id: person.commissioner for person in tally.people}
    enterprises = dataset.enterprise_by_code
    for visit in dataset.service_logs:
        for code in visit.enterprises:
            own = terms.get((visit.commissioner, code), ())
            if visit.commissioner not in people or any(during(visit, pairing) for pairing in own):
                continue
            facts = {"enterprise": enterprises[code].name, "date": visit.start}
            said = _coded("unpaired_visit_date" if own else "unpaired_visit", "visits_unpaired", plan)
            yield UNPAIRED_VISIT.of(people[visit.commissioner], visit.source.at("服务企业"), "服务日志", facts, said)


def _runs_forwards(person: Commissioner) -> bool:
    """A term whose end lies before its start is one error; nothing else is concluded from it."""
    return not (person.term_start and person.term_end) or person.term_start <= person.term_end


_LOGS = tuple(form for form in OF_PERSON if form.log)
BEFORE_TERM = fault(
    "before_term",
    "聘期尚未开始",
    Severity.DOUBT,
    "聘期自{start}开始，截至{day}的 {records} 没有计入，也不列入年度报告和附表",
    "请核对聘期；聘期没有错的，开始以后自会计入。",
)


def records_wait_for_the_term(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """聘期在截止日以后才开始的人，没有截止日以前的记录；有的不计入，聘期开始以后再计。"""
    counted = {person.commissioner.id for person in tally.people}
    for person in dataset.commissioners:
        if person.id in counted or not in_year(person, plan):
            continue
        own = [
            (form.name, sum(1 for one in getattr(dataset, form.fills) if one.commissioner == person.id))
            for form in _LOGS
        ]
        records = [f"{form} {number} 条" for form, number in own if number]
        if records:
            facts = {"start": person.term_start, "day": dataset.as_of, "records": records}
            yield BEFORE_TERM.of(person, person.source.at("聘期起"), "特派员", facts)


THREE_ZERO_BASELINE = fault(
    "three_zero_baseline",
    "期初情况不明",
    Severity.DOUBT,
    "期末三项齐备，但{unknown}没有填写，不计入新增“三清零”",
    "请补填期初情况。",
)


def baselines_are_known(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """期末三项齐备的规上工业企业，期初三项都已填写；期初不明的不计入新增。"""
    headings = ("期初研发活动", "期初研发机构", "期初研发投入")
    for enterprise in dataset.enterprises:
        if enterprise.above_scale and enterprise.end.cleared and not enterprise.start.known:
            unknown = [heading for heading, flag in zip(headings, enterprise.start, strict=True) if flag is None]
            yield THREE_ZERO_BASELINE.of(enterprise, enterprise.source.at(unknown[0]), "企业名录", {"unknown": unknown})


MISSING_EVIDENCE = fault(
    "missing_evidence", "缺少佐证材料", Severity.DOUBT, "「{name}」没有填写佐证材料", "请补填佐证材料名称或编号。"
)


def records_have_evidence(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """知识产权、技术合同和项目申报的记录写明佐证材料。"""
    people = dataset.commissioner_by_id
    records: list[tuple[str, Achievement | ProjectApplication]] = []
    records += [("知识产权与技术合同", entry) for entry in dataset.achievements]
    records += [("项目申报", entry) for entry in dataset.projects]
    for form, record in records:
        if not record.evidence:
            person, place = people[record.commissioner], record.source.at("佐证材料")
            yield MISSING_EVIDENCE.of(person, place, form, {"name": record.name})


CONTRACT_REGISTRATION = fault(
    "contract_registration",
    "技术合同缺登记编号",
    Severity.DOUBT,
    "技术合同「{name}」没有登记编号",
    "已认定登记的请补填编号。",
)


def contracts_are_registered(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """技术合同写明登记编号；编号格式各地不一，不作要求。"""
    kinds = plan.achievement_groups.get("技术合同", ())
    people = dataset.commissioner_by_id
    for contract in dataset.achievements:
        if contract.kind in kinds and not contract.registration_number:
            person, place = people[contract.commissioner], contract.source.at("登记编号")
            yield CONTRACT_REGISTRATION.of(person, place, "知识产权与技术合同", {"name": contract.name})
