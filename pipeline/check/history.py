"""What is new, what is solved and what stays, against the check before."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.check.findings import Finding, Progress
from pipeline.intake import Intake
from pipeline.intake.faults import MISSING_FORM, UNREADABLE
from pipeline.problems import Severity
from pipeline.publishing.ledger import Ledger

# Key of a problem -> its level in words, its sentence, its rule and subject (a ledger of an older program lacks these)
Found = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Compared:
    """The findings of a check with their progress. `solved` are the level and sentence of each that is gone.

    `before` is False where there was no check to compare with.
    """

    findings: tuple[Finding, ...]
    solved: tuple[tuple[str, str], ...] = ()
    before: bool = False


def view_of(intake: Intake, findings: Iterable[Finding]) -> str:
    """What a check looked at: its day, whether the year could be judged or the roster alone, which forms it missed
    and which workbooks it could not read, by their shown names.

    What was not judged is not solved: with 月报 missing nobody owes a report, January's agreements ask for no log, and
    an unreadable workbook may hold any row of anybody.
    """
    problems = [one for found in findings for one in found.problems]
    missed = {str(one.form) for one in problems if one.rule == MISSING_FORM.rule}
    errors = [one for one in problems if one.severity is Severity.ERROR]  # a stray photo holds no rows
    unread = {one.place.shown_workbook for one in errors if one.rule == UNREADABLE.rule and one.place}
    judged = "year" if intake.complete else "roster"
    return " ".join([intake.dataset.as_of.isoformat(), judged, *sorted(missed), *sorted(unread)])


def compare(
    ledger: Ledger, view: str, findings: Sequence[Finding], judged: Callable[[str, str], bool] = lambda rule, who: True
) -> Compared:
    """The findings of this check against those of the last one that found something else, and remembers this one.

    `view` keeps checks apart that looked at something else. A check that finds what the last one found is the same
    check again and compares as that did, so that a second run on the same input says the same. What this one could not
    have found, because a rule was not `judged` for its subject, is neither solved nor forgotten.
    """
    known = [_read(found) for found in ledger.checks(view)]
    now: Found = {one.key: _kept(one) for one in findings}
    now = {key: kept for key, kept in (known[0] if known else {}).items() if not judged(*_about(kept))} | now
    if known and known[0].keys() == now.keys():
        past = known[1] if len(known) > 1 else None
    else:
        past = known[0] if known else None
        ledger.remember_check(view, json.dumps(now, ensure_ascii=False))
    if past is None:
        return Compared(tuple(findings))
    marked = [replace(one, progress=Progress.STAYS if one.key in past else Progress.NEW) for one in findings]
    gone = [(level, sentence) for key, (level, sentence, *_) in past.items() if key not in now]
    return Compared(tuple(marked), tuple(gone), before=True)


def _kept(finding: Finding) -> list[str]:
    return [finding.level, finding.sentence, finding.problem.rule, finding.problem.subject or ""]


def _about(kept: Sequence[str]) -> tuple[str, str]:
    return (kept[2], kept[3]) if len(kept) > 2 else ("", "")


def _read(found: str) -> Found:
    read: Found = json.loads(found)
    return read
