"""The plan's rules: Dataset and Plan in, problems and tallies out. Knows no Excel, no Word, no clock."""

from pipeline.rules import agreed, consistency, contacts, duties, identifiers, targets, vocabulary
from pipeline.rules.counting import count
from pipeline.rules.registry import RULES, Rule, Stage, judge

__all__ = [
    "RULES",
    "Rule",
    "Stage",
    "agreed",
    "consistency",
    "contacts",
    "count",
    "duties",
    "identifiers",
    "judge",
    "targets",
    "vocabulary",
]
