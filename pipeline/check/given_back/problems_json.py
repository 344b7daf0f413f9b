"""check/problems.json: the problems of a check for programs. Its keys are the contract of forms.md."""

from __future__ import annotations

import json

from pipeline.check.answers import Answer
from pipeline.check.findings import Finding
from pipeline.check.given_back.results import Results
from pipeline.problems import Place

Entry = dict[str, object]


def problems_json(results: Results) -> bytes:
    """UTF-8, an entry a finding in the order of the list."""
    content = {
        "problems": [_entry(finding) for finding in results.compared.findings],
        "withheld": [{"document": path, "reason": reason} for path, reason in results.withheld],
        "solved": [{"level": level, "message": sentence} for level, sentence in results.compared.solved],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _entry(finding: Finding) -> Entry:
    problem = finding.problem
    return {
        "severity": problem.severity.value,
        "rule": problem.rule,
        "clause": problem.clause,
        **_place(problem.place),
        "subject": problem.subject,
        "message": finding.sentence,
        "exempted": problem.exempted,
        "others": [_place(place) for place in finding.others],
        "progress": finding.progress.value,
        "copies": list(finding.corrections),
        "answer": _answer(finding.answer, finding.silenced) if finding.answer else None,
    }


def _place(place: Place | None) -> Entry:
    return {
        "workbook": place.shown_workbook if place else None,
        "sheet": place.shown_sheet if place else None,
        "row": place.row if place else None,
        "column": place.column if place else None,
    }


def _answer(answer: Answer, silenced: bool) -> Entry:
    return {
        "action": answer.action.value,
        "note": answer.note,
        "by": answer.by,
        "on": answer.on.isoformat() if answer.on else None,
        "silenced": silenced,
    }
