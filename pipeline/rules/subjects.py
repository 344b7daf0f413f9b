"""Problems of one commissioner or one enterprise: who and where, said in one way by all rules."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.problems import Place, Problem, Severity
from pipeline.records import Commissioner, Enterprise

Facts = Mapping[str, object]


def of_person(
    rule: str,
    severity: Severity,
    person: Commissioner,
    place: Place,
    form: str,
    facts: Facts | None = None,
    message: str = "",
) -> Problem:
    """A problem of the commissioner, found at `place` in a table of `form`."""
    return Problem(rule, severity, place, person.id, person.who, facts or {}, message=message, form=form)


def of_enterprise(
    rule: str, severity: Severity, enterprise: Enterprise, column: str, facts: Facts | None = None, message: str = ""
) -> Problem:
    """A problem of the enterprise, in one cell of its row in the directory."""
    place, code, name = enterprise.source.at(column), enterprise.credit_code, enterprise.name
    return Problem(rule, severity, place, code, name, facts or {}, message=message, form="企业名录")
