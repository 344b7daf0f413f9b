"""agreements/<工作站>/<编号>.docx as finished files: which are due, under which number, which are not made."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.check.withheld import Reasons
from pipeline.check.year import Checked
from pipeline.documents.agreement.draft import Draft, drafter, drafts, unpaired
from pipeline.documents.agreement.numbers import allot, properties, spelled
from pipeline.documents.kind import Desk, Document, Kind, Making
from pipeline.documents.making import about, path_of, rendered, template_of
from pipeline.plan import Plan
from pipeline.records import Dataset
from pipeline.rules import count


def due(year: Checked) -> list[Draft]:
    """Every agreement that is due, the withheld ones too."""
    return drafts(_whole(year), year.plan)


def expected(year: Checked) -> int:
    return len(due(year))


def wanted(desk: Desk, kind: Kind) -> int:
    """How many are due and not withheld."""
    held = desk.held[kind.id]
    return sum(draft.commissioner not in held for draft in due(desk.year))


def make(desk: Desk, kind: Kind) -> Making:
    """A draft of the supplementary agreement for each commissioner, or pairing, whose roster rows can be trusted."""
    year, held = desk.year, desk.held[kind.id]
    template, wanted, whole = template_of(desk, kind), due(year), _whole(year)
    tally = year.tally if whole.as_of == year.intake.dataset.as_of else count(whole, year.plan)
    written = drafter(whole, year.plan, tally)
    # A withheld agreement has its number too, unless it is one of a pairing: its key may still change.
    numbered = [draft.key for draft in wanted if not draft.enterprise or draft.commissioner not in held]
    serials = allot(desk.workspace, desk.ledger, numbered, kind.folder)
    pattern = str(year.plan.agreement["number"])
    numbers = {key: spelled(pattern, serial) for key, serial in serials.items()}
    for draft in wanted:
        if draft.commissioner in held:
            continue
        one = written(draft, numbers)
        path = path_of(kind, year, draft.commissioner, draft.key)
        said = properties(year.plan.year, draft.key, serials[draft.key])
        yield Document(
            rendered(path, kind, said, template, one.context),
            about(year, draft.commissioner, numbers[draft.key], one.blanks),
        )


def not_made(kind: Kind, year: Checked, reasons: Reasons) -> dict[str, str]:
    """The paths of the agreements that errors withhold, and of those that nothing can be written into."""
    wanted = due(year)
    found = {
        path_of(kind, year, draft.commissioner, draft.key): reasons[draft.commissioner]
        for draft in wanted
        if draft.commissioner in reasons
    }
    drafted = {draft.commissioner for draft in wanted}
    for person in sorted(reasons.keys() - drafted):  # whose term cannot be read, say
        found[path_of(kind, year, person, person)] = reasons[person]
    for person in unpaired(_whole(year), year.plan):
        why = f"{person} 没有派驻关系，补充协议无从写起。请在「派驻关系」中补录。"
        found[path_of(kind, year, person, person)] = why
    return found


def copies(plan: Plan) -> str:
    """一式三份 of 一式三份，甲方、乙方和工作站各执一份: how many, not for whom."""
    return re.split("[，,；;。]", str(plan.agreement.get("copies", "")))[0].strip()


def _whole(year: Checked) -> Dataset:
    """The dataset as agreements see it: they are made before a term begins, whatever day the check looks at."""
    dataset = year.intake.dataset
    return replace(dataset, as_of=max(dataset.as_of, year.plan.last_day))
