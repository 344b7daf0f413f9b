"""The plan's rules: Dataset and Plan in, a tally and problems out. Knows no Excel, no Word, no clock."""

from pipeline.rules.counting import Year, count
from pipeline.rules.registry import RULES, Phase, Rule, founded, judge

__all__ = ["RULES", "Phase", "Rule", "Year", "count", "founded", "judge"]
