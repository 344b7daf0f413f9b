"""Every rule id with its name, severity and phase: the README's table, the labels of the problem list."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.check.faults import FAULTS, OF_READING
from pipeline.faults import Fault
from pipeline.plan import Duty, Minimum, Plan, Target
from pipeline.rules import RULES, Phase
from pipeline.rules.duties import MINIMUM
from pipeline.rules.targets import TARGET

PHASES = {Phase.ROSTER: "名册", Phase.YEAR_END: "年终"}
READING, RECORDED = "读取", "记录"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table of rules. `severity` is – for what is only recorded."""

    id: str
    label: str
    severity: str
    phase: str
    exemptable: bool = False


def labels(plan: Plan) -> dict[str, str]:
    """The Chinese name of every rule id."""
    named = {id: fault.label for id, fault in FAULTS.items() if fault.label}
    return named | {duty.id: duty.label for duty in plan.duties}


def catalogue(plan: Plan) -> list[Line]:
    """All rule ids: the plan's entries first, then what the records must agree on, then what reading finds."""
    of_records = [rule.fault for rule in RULES if rule.fault.label and rule.fault not in OF_READING]
    return [
        *(_entry(duty) for duty in plan.duties),
        *(Line(fault.rule, fault.label, _severity(fault), _phase(fault.rule)) for fault in of_records),
        *(Line(fault.rule, fault.label, _severity(fault), READING) for fault in OF_READING),
    ]


def _entry(duty: Duty) -> Line:
    """An entry of the plan, with the severity of the rule that judges it."""
    match duty:
        case Target(soft=soft):
            return Line(duty.id, duty.label, (TARGET.mild if soft else TARGET).severity, _phase(TARGET.rule))
        case Minimum(exemptable=exemptable):
            return Line(duty.id, duty.label, MINIMUM.severity, _phase(MINIMUM.rule), exemptable)
    fault = FAULTS.get(duty.id)
    if fault is None:
        return Line(duty.id, duty.label, "–", RECORDED)
    return Line(duty.id, duty.label, _severity(fault), _phase(fault.rule))


def _severity(fault: Fault) -> str:
    return " / ".join(fault.severities)


def _phase(id: str) -> str:
    (rule,) = (rule for rule in RULES if rule.id == id)
    return "、".join(PHASES[phase] for phase in Phase if phase in rule.phases)


def table(plan: Plan) -> str:
    """The catalogue as a Markdown table."""
    rows = [
        f"| `{line.id}` | {line.label} | {line.severity} | {line.phase} | {'是' if line.exemptable else ''} |"
        for line in catalogue(plan)
    ]
    return "\n".join(["| 规则 | 名称 | 级别 | 阶段 | 可例外 |", "|---|---|---|---|---|", *rows])
