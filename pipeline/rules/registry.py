"""The list of rules, written out, and how those of a phase are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from pipeline.faults import DUPLICATE_ID, OUTSIDE_YEAR, REVERSED_DATES, Fault
from pipeline.plan import Plan
from pipeline.problems import Problem
from pipeline.records import Dataset
from pipeline.rules import agreed, consistency, contacts, duties, grades, identifiers, targets, unique, vocabulary
from pipeline.rules.measures import PERSONAL
from pipeline.rules.tally import Tally

Untrusted = Mapping[str, frozenset[str]]  # 编号 -> the forms in which that person has errors
Check = Callable[[Dataset, Plan, Tally], Iterator[Problem]]


class Phase(StrEnum):
    """When in the year a rule is asked. A year-end minimum must not hold up January's agreements."""

    ROSTER = "roster"  # roster and pairings are there, no log yet
    YEAR_END = "year_end"  # logs and duties too


ALWAYS = frozenset({Phase.ROSTER, Phase.YEAR_END})
AT_YEAR_END = frozenset({Phase.YEAR_END})


@dataclass(frozen=True, slots=True)
class Rule:
    """A check and the fault that it finds. A check yields what is wrong; it neither raises nor prints.

    `rests_on` are the forms it counts in; who has an error there is not judged by it: the count cannot be trusted.
    The problems of MINIMUM and TARGET carry the ids of the plan's own entries.
    """

    fault: Fault
    check: Check
    phases: frozenset[Phase] = ALWAYS
    rests_on: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        return self.fault.rule


def once(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules, each under an id of its own. A ValueError names the id that two of them have."""
    ids = [rule.id for rule in rules]
    double = sorted({id for id in ids if ids.count(id) > 1})
    if double:
        raise ValueError(f"several rules are called {'、'.join(double)}")
    return tuple(rules)


_SERVICE, _REPORTS, _GRADES = frozenset({"服务日志"}), frozenset({"月报"}), frozenset({"考核结果"})
_POSTING = frozenset({"特派员", "派驻关系"})

RULES = once(
    (
        # by the plan
        Rule(duties.MINIMUM, duties.meets_minimums, AT_YEAR_END),
        Rule(duties.MONTHLY_REPORT, duties.reports_every_month, AT_YEAR_END, _REPORTS),
        Rule(duties.EARLY_REPORT, duties.reports_follow_their_month, AT_YEAR_END),
        Rule(targets.TARGET, targets.reaches_targets, AT_YEAR_END),
        Rule(targets.REPORT_UP, targets.submits_in_time, AT_YEAR_END),
        Rule(vocabulary.FUNDS, vocabulary.funds_go_to_permitted_uses, AT_YEAR_END),
        # by what people agreed on
        Rule(agreed.EXCEPTION, agreed.exceptions_still_hold, AT_YEAR_END, _SERVICE),
        Rule(agreed.UNDECIDED_READING, agreed.readings_are_decided),
        # by one another
        Rule(OUTSIDE_YEAR, consistency.terms_touch_the_year),
        Rule(REVERSED_DATES, consistency.terms_run_forwards),
        Rule(consistency.OVERLAPPING_PAIRING, consistency.pairings_do_not_overlap),
        Rule(consistency.PAIRING_OUTSIDE_TERM, consistency.pairings_lie_in_the_term, ALWAYS, _POSTING),
        Rule(consistency.BEFORE_TERM, consistency.records_wait_for_the_term, AT_YEAR_END),
        Rule(consistency.VISIT_OUTSIDE_TERM, consistency.visits_lie_in_the_term, AT_YEAR_END, frozenset({"特派员"})),
        Rule(consistency.UNPAIRED_VISIT, consistency.visits_go_to_paired_firms, AT_YEAR_END, frozenset({"派驻关系"})),
        Rule(consistency.THREE_ZERO_BASELINE, consistency.baselines_are_known, AT_YEAR_END),
        Rule(consistency.MISSING_EVIDENCE, consistency.records_have_evidence, AT_YEAR_END),
        Rule(consistency.CONTRACT_REGISTRATION, consistency.contracts_are_registered, AT_YEAR_END),
        # by themselves
        Rule(contacts.PHONE, contacts.phones_are_numbers),
        Rule(contacts.BANK_ACCOUNT, contacts.accounts_are_numbers),
        Rule(contacts.CARD_NUMBER, contacts.cards_check),
        Rule(unique.SAME_ACCOUNT, unique.accounts_differ),
        Rule(contacts.WORKSTATION, contacts.workstations_are_not_mistyped),
        Rule(identifiers.ID_NUMBER, identifiers.id_numbers_check),
        Rule(DUPLICATE_ID, unique.id_numbers_differ),
        Rule(identifiers.CREDIT_CODE, identifiers.credit_codes_check),
        Rule(identifiers.CERTIFICATE, identifiers.certificates_hold, AT_YEAR_END),
        Rule(identifiers.REGISTRATION, identifiers.registrations_hold, AT_YEAR_END),
        Rule(unique.SAME_CERTIFICATE, unique.certificates_differ),
        Rule(unique.SAME_REGISTRATION, unique.registrations_differ),
        Rule(unique.SAME_NAME, unique.names_have_one_code),
        # by the words that the plan knows
        Rule(vocabulary.UNKNOWN_SERVICE_TYPE, vocabulary.service_types_are_known, AT_YEAR_END),
        Rule(vocabulary.UNKNOWN_LEVEL, vocabulary.project_levels_are_known, AT_YEAR_END),
        Rule(vocabulary.UNKNOWN_ACHIEVEMENT, vocabulary.achievement_kinds_are_known, AT_YEAR_END),
        Rule(vocabulary.UNKNOWN_PAPER, vocabulary.papers_are_known, AT_YEAR_END),
        Rule(vocabulary.UNKNOWN_GRADE, vocabulary.grades_are_known, AT_YEAR_END),
        Rule(grades.GRADE_CAP, grades.grades_keep_their_caps, AT_YEAR_END, _GRADES),
    )
)


def judge(
    dataset: Dataset, plan: Plan, tally: Tally, phase: Phase, untrusted: Untrusted = MappingProxyType({})
) -> list[Problem]:
    """What every rule of the phase finds, in no particular order (`problems.gather` orders).

    What rests on rows of a person that cannot be trusted is not said: the errors in those rows are.
    """
    holds = founded(plan, untrusted)
    return [
        problem
        for rule in RULES
        if phase in rule.phases
        for problem in rule.check(dataset, plan, tally)
        if holds(problem.rule, problem.subject or "")
    ]


def founded(plan: Plan, untrusted: Untrusted) -> Callable[[str, str], bool]:
    """Tells of a rule's id and a subject whether what it says of them rests on rows that can be trusted."""
    resting = {rule.id: rule.rests_on for rule in RULES}
    resting |= {minimum.id: frozenset({PERSONAL[minimum.measure].form}) for minimum in plan.minimums}
    return lambda rule, subject: not resting.get(rule, frozenset()) & untrusted.get(subject, frozenset())
