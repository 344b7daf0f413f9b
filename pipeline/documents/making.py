"""The documents of a year as finished files: each kind a function from what was checked to `Made`s.

Where a document lies and what it says of itself in its properties is decided here; what stands in it, in `documents/`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.check.given_back.files import check_files
from pipeline.check.year import ANNEX, REPORT, Checked, agreement_path, assessment_path, to_the_end
from pipeline.documents.agreement.numbers import KEY, allot, spelled
from pipeline.documents.agreement.numbers import properties as numbering
from pipeline.documents.handover.packs import Item
from pipeline.plan import Plan, PlanError
from pipeline.publishing.made import Made
from pipeline.rules import count
from pipeline.sheets.writing.workbook import workbook

if TYPE_CHECKING:
    from pipeline.publishing.ledger import Ledger
    from pipeline.publishing.workspace import Workspace
    from pipeline.word.template import Template

NOTICE = "notice/通知.docx"
FOLDERS = {
    "notice": "notice/",
    "agreement": "agreements/",
    "assessment": "assessments/",
    "annual": "annual/",
    "handover": "handover/",
    "forms": "forms/",
}
LOG_KINDS = frozenset({"assessment", "annual"})  # the kinds that rest on service logs


class NoNotice(Exception):
    """The plan cannot be issued as it stands; `sentences` say why, in Chinese."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass
class Making:
    """One run's work. These fill as documents are made: `items` with what there is to hand over, `blanks` by path with
    what is still to be filled in by hand, `faults` with Chinese sentences of what could not be made."""

    checked: Checked
    ledger: Ledger
    items: list[Item] = field(default_factory=list)
    blanks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @cached_property
    def serials(self) -> Mapping[str, int]:
        """The running numbers of the agreements by key, allotted in order of 编号.

        A withheld agreement has its number too, unless it is one of a pairing: its key may still change.
        """
        held = self.checked.withheld.agreements
        due = [draft.key for draft in self.checked.drafts if not draft.enterprise or draft.commissioner not in held]
        return allot(self.checked.workspace, self.ledger, due)

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The agreements' numbers by key, spelled by the plan's pattern."""
        pattern = str(self.checked.plan.agreement["number"])
        return {key: spelled(pattern, serial) for key, serial in self.serials.items()}


def notice_file(workspace: Workspace, plan: Plan) -> Iterator[Made]:
    """The notice that issues the plan. NoNotice where its text does not bear out every number of plan.toml."""
    from pipeline.documents.notice import notice, unfounded
    from pipeline.word.template import Template

    try:
        context = notice(plan)
    except PlanError as error:
        raise NoNotice([str(error)]) from error
    made = _document(
        NOTICE, {KEY: f"notice {plan.year}"}, Template(workspace.templates / "通知.docx"), context, "notice"
    )
    faults = unfounded(plan, made.data)
    if faults:
        raise NoNotice(["通知没有生成：它与 plan.toml 对不上，请改正下列各项，或改正 [text] 的 body。", *faults])
    yield made


def notice_files(making: Making) -> Iterator[Made]:
    """The notice, as one of the year's documents."""
    checked = making.checked
    yield from notice_file(checked.workspace, checked.plan)
    making.items.append(Item(NOTICE, "notice", "", "", checked.plan.number))


def agreement_files(making: Making) -> Iterator[Made]:
    """A draft of the supplementary agreement for each commissioner, or pairing, whose roster rows can be trusted."""
    from pipeline.documents.agreement.draft import drafter
    from pipeline.word.template import Template

    checked = making.checked
    template = Template(checked.workspace.templates / "补充协议.docx")
    whole = to_the_end(checked.intake.dataset, checked.plan)
    tally = checked.tally if whole.as_of == checked.intake.dataset.as_of else count(whole, checked.plan)
    written = drafter(whole, checked.plan, tally)
    numbers = making.numbers
    for draft in checked.drafts:
        if draft.commissioner in checked.withheld.agreements:
            continue
        path = agreement_path(checked, draft)
        one = written(draft, numbers)
        making.blanks[path] = one.blanks
        making.items.append(_item(making, path, "agreement", draft.commissioner, numbers[draft.key], one.blanks))
        properties = numbering(checked.plan.year, draft.key, making.serials[draft.key])
        yield _document(path, properties, template, one.context, "agreement")


def assessment_files(making: Making) -> Iterator[Made]:
    """An assessment sheet for each commissioner of the year whose records can be trusted."""
    from pipeline.documents.assessment.sheet import assessor
    from pipeline.word.template import Template

    checked = making.checked
    template = Template(checked.workspace.templates / "考核表.docx")
    context_of = assessor(checked.intake.dataset, checked.plan)
    for person in checked.tally.people:
        key = person.commissioner.id
        if key in checked.withheld.assessments:
            continue
        path = assessment_path(checked, key)
        making.items.append(_item(making, path, "assessment", key))
        yield _document(
            path, {KEY: f"assessment {checked.plan.year} {key}"}, template, context_of(person), "assessment"
        )


def annual_files(making: Making) -> Iterator[Made]:
    """The year-end submission: the report and its annexed tables; nothing where an error withholds it."""
    from pipeline.documents.annual.annex import annex
    from pipeline.documents.annual.submission import submission
    from pipeline.word.template import Template

    checked = making.checked
    if checked.withheld.submission:
        return
    dataset, plan, tally = checked.intake.dataset, checked.plan, checked.tally
    template = Template(checked.workspace.templates / "年度报告.docx")
    making.items += [Item(REPORT, "annual", "", "", ""), Item(ANNEX, "annual", "", "", "")]
    yield _document(REPORT, {KEY: f"annual {plan.year}"}, template, submission(dataset, plan, tally), "annual")
    yield Made(ANNEX, workbook(annex(dataset, plan, tally), "附表"), "annual")


def _item(making: Making, path: str, kind: str, key: str, number: str = "", blanks: Sequence[str] = ()) -> Item:
    person = making.checked.intake.dataset.commissioner_by_id[key]
    return Item(path, kind, person.workstation, person.who, number, tuple(blanks))


def _document(
    path: str, properties: Mapping[str, str], template: Template, context: Mapping[str, object], kind: str
) -> Made:
    """A rendered document that says in its own properties what it is and what it was made from."""
    fingerprint = hashlib.sha256(json.dumps(context, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return Made(path, template.render(context, {**properties, "Fingerprint": fingerprint}), kind, fingerprint)


def form_files(workspace: Workspace, plan: Plan) -> Iterator[Made]:
    """The blank input workbooks of the plan's year. They need nothing but the plan."""
    from pipeline.documents.blank_forms import blank_forms

    for name, sheets in blank_forms(plan).items():
        yield Made(f"forms/{name}.xlsx", workbook(sheets, f"{plan.year}年{name}"), "forms")


MAKERS: Mapping[str, Callable[[Making], Iterator[Made]]] = {
    "check": lambda making: check_files(making.checked, making.ledger, making.faults),
    "notice": notice_files,
    "agreement": agreement_files,
    "assessment": assessment_files,
    "annual": annual_files,
}
FROM_PLAN: Mapping[str, Callable[[Workspace, Plan], Iterator[Made]]] = {"notice": notice_file, "forms": form_files}
