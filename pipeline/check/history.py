"""What is new, what is solved and what stays, against the check before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.check.findings import Finding, Progress
from pipeline.intake import Intake
from pipeline.intake.faults import MISSING_FORM
from pipeline.publishing.ledger import Ledger

Found = dict[str, list[str]]  # key of a problem -> its level in words, its sentence


@dataclass(frozen=True, slots=True)
class Compared:
    """The findings of a check with their progress. `solved` are the level and sentence of each that is gone.

    `before` is False where there was no check to compare with.
    """

    findings: tuple[Finding, ...]
    solved: tuple[tuple[str, str], ...] = ()
    before: bool = False


def view_of(intake: Intake, findings: Iterable[Finding]) -> str:
    """What a check looked at: its day, whether the year could be judged or the roster alone, which forms it missed.

    What was not judged is not solved: with 月报 missing nobody owes a report, and January's agreements ask for no log.
    """
    missed = sorted({str(one.form) for found in findings for one in found.problems if one.rule == MISSING_FORM.rule})
    judged = "year" if intake.complete else "roster"
    return " ".join([intake.dataset.as_of.isoformat(), judged, *missed])


def compare(ledger: Ledger, view: str, findings: Sequence[Finding]) -> Compared:
    """The findings of this check against those of the last one that found something else, and remembers this one.

    `view` keeps checks apart that looked at something else. A check that finds what the last one found is the same
    check again and compares as that did, so that a second run on the same input says the same.
    """
    now: Found = {one.key: [one.level, one.sentence] for one in findings}
    known = [_read(found) for found in ledger.checks(view)]
    if known and known[0].keys() == now.keys():
        past = known[1] if len(known) > 1 else None
    else:
        past = known[0] if known else None
        ledger.remember_check(view, json.dumps(now, ensure_ascii=False))
    if past is None:
        return Compared(tuple(findings))
    marked = [replace(one, progress=Progress.STAYS if one.key in past else Progress.NEW) for one in findings]
    gone = [(level, sentence) for key, (level, sentence) in past.items() if key not in now]
    return Compared(tuple(marked), tuple(gone), before=True)


def _read(found: str) -> Found:
    read: Found = json.loads(found)
    return read
