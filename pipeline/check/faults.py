"""THE table of faults: everything that can be wrong, gathered from where it is declared.

What a rule finds is declared beside its function in rules/, what reading finds in intake/faults.py, what is wrong with
an answer in check/answers.py. The README's table, the problem list and the reminders read it here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from pipeline.check.answers import ANSWER
from pipeline.faults import Fault, Wording
from pipeline.intake.faults import FAULTS as OF_INTAKE
from pipeline.problems import Problem
from pipeline.rules import RULES

OF_READING = (*OF_INTAKE, ANSWER)
OF_RULES = tuple(rule.fault for rule in RULES)


def table(faults: Iterable[Fault]) -> Mapping[str, Fault]:
    """The faults by rule id, each once however many find it.

    A ValueError where two faults share an id or a code, or one has no wording, or one without a code of its own.
    """
    found: dict[str, Fault] = {}
    codes: dict[str, str] = {}
    for fault in dict.fromkeys(faults):
        if fault.rule in found:
            raise ValueError(f"two faults are called {fault.rule}")
        if not fault.wordings or not all(fault.wordings):
            raise ValueError(f"{fault.rule} has no wording, or one without a code")
        for code in fault.wordings:
            if code in codes:
                raise ValueError(f"{codes[code]} and {fault.rule} both have a wording {code}")
            codes[code] = fault.rule
        found[fault.rule] = fault
    return found


FAULTS = table(chain(OF_READING, OF_RULES))
WORDINGS: Mapping[str, Wording] = {code: one for fault in FAULTS.values() for code, one in fault.wordings.items()}


def wording_of(problem: Problem) -> Wording:
    """How a problem is said. A KeyError where the table does not know its code."""
    return WORDINGS[problem.message or problem.rule]
