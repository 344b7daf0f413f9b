"""The words for how much a problem matters, the worst first."""

from __future__ import annotations

from pipeline.check.answers import Action
from pipeline.check.levels import LEVELS, MEANINGS
from tests.check.findings import CELL, EXCUSED, FIRM, SHORT, TABLE, answered


def test_every_finding_has_one_of_five_levels() -> None:
    assert LEVELS == ("错误", "未达标", "存疑", "例外", "已答复") == tuple(MEANINGS)
    assert [one.level for one in (CELL, SHORT, TABLE, EXCUSED, FIRM)] == list(LEVELS)


def test_only_a_doubt_is_settled_by_an_answer() -> None:
    assert answered(TABLE, Action.TRUE).level == "已答复"
    assert [answered(one, Action.TRUE).level for one in (CELL, SHORT, EXCUSED)] == ["错误", "未达标", "例外"]
    assert answered(TABLE, Action.PENDING).level == "存疑"
