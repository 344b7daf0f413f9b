"""One check as the list, the page and problems.json show it, and what all of them say of it as a whole."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.check.findings import Progress
from pipeline.check.history import Compared
from pipeline.chinese.lists import listed
from pipeline.plan import Reading
from pipeline.problems import Problem


@dataclass(frozen=True, slots=True)
class Results:
    """`compared` are the findings in the order in which they are numbered, with what only the check before found.

    `labels` names rules; `withheld` holds document and reason; `later` counts the rows left out, by form; `readings`
    are the plan's, decided or not.
    """

    title: str
    as_of: dt.date
    compared: Compared
    labels: Mapping[str, str]
    withheld: tuple[tuple[str, str], ...] = ()
    later: Mapping[str, int] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()

    def rule_name(self, problem: Problem) -> str:
        """Name and id: the id is what 例外说明 asks for. The id alone where the rule has no name."""
        label = self.labels.get(problem.rule)
        return f"{label}（{problem.rule}）" if label else problem.rule

    @property
    def changes(self) -> dict[str, int]:
        """How many are new, stay and are solved against the check before; empty where there was none."""
        if not self.compared.before:
            return {}
        counts = Counter(one.progress for one in self.compared.findings)
        gone = len(self.compared.solved)
        return {"新增": counts[Progress.NEW], "仍在": counts[Progress.STAYS], "已解决": gone}

    @property
    def left_out(self) -> str:
        """服务日志 12 条、抽查 1 条: the rows later than the day that was looked at."""
        return listed((f"{form} {number} 条" for form, number in self.later.items() if number), nothing="")
