"""The supplementary agreement 补充协议 of the plan's clause 五1, one a commissioner or one a pairing: a plain context.

The articles stand in templates/补充协议.docx, where the office's lawyer can change them; here is what comes from the
roster and plan.toml. What neither says is a visible blank, and is named. ID, phone and bank numbers are printed here
and in no other document.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.documents.agreement.paper import (
    COPIES,
    SHARED,
    Draft,
    Numbers,
    Paper,
    enterprises,
    second_party,
    subsidy,
    text_of,
    title,
)
from pipeline.documents.agreement.terms import (
    AGREEMENT,
    JOINT_IP,
    grades,
    preamble,
    reporting,
    source,
    task_notes,
    tasks,
)
from pipeline.documents.blanks import Blanks
from pipeline.plan import Plan
from pipeline.records import Dataset
from pipeline.rules.own import own_records
from pipeline.rules.predicates import of_the_year
from pipeline.rules.tally import Tally

__all__ = ["SHARED", "Draft", "Written", "drafter", "drafts", "shared_blanks", "unpaired"]

Context = dict[str, object]


@dataclass(frozen=True, slots=True)
class Written:
    """A draft's context, and the names of what is still to be filled in, each once, in the order of the text."""

    context: Context
    blanks: tuple[str, ...]


def drafts(dataset: Dataset, plan: Plan) -> list[Draft]:
    """Every agreement that is due, by the reading `agreement_per`, in order of 编号 and code.

    Due are those of the commissioners of the year. One a pairing: several terms at one enterprise are one pairing, and
    who has none has no draft (`unpaired` names them). One a commissioner: who has none gets one with a blank row.
    """
    people = of_the_year(dataset, plan)
    if plan.reading("agreement_per") == "commissioner":
        return [Draft(person.id, person.id) for person in people]
    own = own_records(dataset)
    return [
        Draft(f"{person.id}-{code}", person.id, code)
        for person in people
        for code in sorted({pairing.enterprise for pairing in own[person.id].pairings})
    ]


def unpaired(dataset: Dataset, plan: Plan) -> list[str]:
    """The 编号 of the commissioners of the year who have no draft, because no pairing of theirs is known."""
    drafted = {draft.commissioner for draft in drafts(dataset, plan)}
    return [person.id for person in of_the_year(dataset, plan) if person.id not in drafted]


def shared_blanks(plan: Plan) -> list[tuple[str, str]]:
    """What [agreement] of plan.toml leaves empty for every draft: (its name, its key), in the order of the text."""
    return [(name, key) for key, name in SHARED.items() if not text_of(plan.agreement[key])]


def drafter(dataset: Dataset, plan: Plan, tally: Tally) -> Callable[[Draft, Numbers], Written]:
    """Writes a draft of `drafts(dataset, plan)`; one without a number gets a blank in its place.

    `tally` is that of the same dataset and plan. A person's subsidy stands in the first of their drafts; the others
    name that one, with its number.
    """
    people = {person.commissioner.id: person for person in tally.people}
    firms = dataset.enterprise_by_code
    first: dict[str, Draft] = {}
    for draft in drafts(dataset, plan):
        first.setdefault(draft.commissioner, draft)

    def write(draft: Draft, numbers: Numbers) -> Written:
        blanks = Blanks()
        paper = Paper(draft, first[draft.commissioner], people[draft.commissioner], plan, firms, numbers, blanks)
        return Written(_context(paper), blanks.names)

    return write


def _context(paper: Paper) -> Context:
    plan, labels = paper.plan, paper.plan.labels
    return {
        "标题": title(plan),
        "协议编号": paper.number_of(paper.draft),
        "年度": f"{plan.year}年度",
        "用语": {
            "特派员": labels["commissioner"],
            "工作站": labels["workstation"],
            "派出单位": labels["employer"],
            "服务企业": labels["enterprise"],
        },
        "甲方": {
            "名称": paper.given("party_a"),
            "代码": paper.given("party_a_code"),
            "代表": paper.given("party_a_representative"),
        },
        "乙方": second_party(paper.person.commissioner, paper.blanks),
        "鉴于": preamble(plan),
        "企业": enterprises(paper),
        "任务": tasks(paper.person, plan),
        "任务说明": task_notes(plan),
        "汇报": reporting(paper.person, plan),
        "考核": [f"{paper.given('appraisal')}{source(plan, AGREEMENT)}。", *grades(plan)],
        "补助": subsidy(paper),
        "保障": f"{paper.given('support')}{source(plan, AGREEMENT)}",
        "知识产权": f"{paper.given('joint_ip')}{source(plan, JOINT_IP)}",
        "争议解决": paper.given("dispute"),
        "份数": paper.given("copies", COPIES),
        "签订地点": paper.given("signed_at"),
    }
