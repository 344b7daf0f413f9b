"""The words that staff read for how much a problem matters, and what each means for them."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.problems import Problem, Severity

ERROR, UNMET, DOUBT, EXEMPTED, ANSWERED = "错误", "未达标", "存疑", "例外", "已答复"
MEANINGS: Mapping[str, str] = {  # the worst first
    ERROR: "记录不可信，用到它的文件暂不生成",
    UNMET: "未达到方案要求，文件照常生成并如实写明",
    DOUBT: "请核对，不影响生成",
    EXEMPTED: "已有批准的例外说明，视同达标",
    ANSWERED: "存疑已确认属实，数值不变不再提示",
}
LEVELS = tuple(MEANINGS)
_OF_SEVERITY: Mapping[Severity, str] = {Severity.ERROR: ERROR, Severity.UNMET: UNMET, Severity.DOUBT: DOUBT}


def level(problem: Problem) -> str:
    """The level of a problem that nobody has answered; an excused one has a level of its own."""
    return EXEMPTED if problem.exempted else _OF_SEVERITY[problem.severity]
