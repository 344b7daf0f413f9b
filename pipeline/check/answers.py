"""What the office answered on the first sheet of a corrected copy that was put in place of its original."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.faults import Fault, Wording
from pipeline.problems import Place, Problem, Severity
from pipeline.sheets.front import Reply
from pipeline.sheets.texts import SPACE, Wrong, shortened, shown
from pipeline.sheets.values import dates

ACTION, NOTE, BY, ON = "处理", "说明", "处理人", "日期"  # the columns that the office fills in
RULE = "answer"
ANSWER = Fault(
    RULE,
    "答复待核",
    Severity.DOUBT,
    {
        "answer_unknown": Wording("处理“{value}”不是规定的答复，没有采用", "请从下拉列表中选择：{known}。"),
        "answer_unsigned": Wording("已答复“{value}”，但没有写明处理人，没有采用", "请补填处理人。"),
        "answer_undated": Wording(
            "答复日期“{value}”不是可以确认的日期，答复没有采用", "请改为 {year}-7-2 这样的完整日期。"
        ),
        "answer_contradicted": Wording(
            "同一个问题有不同的答复（{value}，另见{other}），都没有采用", "请商定后改为一致。"
        ),
    },
)


class Action(StrEnum):
    """处理: what the office says of a problem."""

    CORRECTED = "已改"
    TRUE = "属实"
    PENDING = "待定"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office wrote beside a problem on the first sheet of a corrected copy. `key` is the problem's."""

    key: str
    action: Action
    note: str  # 说明
    by: str  # 处理人
    on: dt.date | None  # 日期
    place: Place


def take_answers(
    replies: Mapping[str, Sequence[Reply]], keys: Collection[str], year: int
) -> tuple[list[Answer], list[Problem]]:
    """The answers, one a problem, in the order of their keys, and those that cannot be taken, as doubts.

    `replies` are the rows of the first sheets by workbook; `keys` are those of the problems there are: an answer to any
    other has lapsed. An answer is one of `Action`, and says who gave it. A row that nobody has filled in is none. Two
    workbooks that answer the same problem in different ways are both asked about, and neither is taken.
    """
    given: dict[str, list[Answer]] = {}
    problems: list[Problem] = []
    for workbook, own in replies.items():
        for reply in own:
            answer = _answer(reply, workbook, year) if reply.key in keys else None
            if isinstance(answer, Problem):
                problems.append(answer)
            elif answer is not None:
                given.setdefault(answer.key, []).append(answer)
    taken = []
    for key in sorted(given):
        if len({answer.action for answer in given[key]}) > 1:
            problems += _contradictions(given[key])
        else:
            taken.append(given[key][0])
    return taken, problems


def reply_to(key: str, workbook: str) -> str:
    """What a doubt about an answer is `about`: the answer of one workbook to one problem."""
    return f"{workbook} {key}"


def _answer(reply: Reply, workbook: str, year: int) -> Answer | Problem | None:
    def said(heading: str) -> str:
        return shown(reply.cells.get(heading, ""))

    def doubt(wording: str, heading: str, value: str, **facts: object) -> Problem:
        return _doubt(wording, reply.key, reply.at(workbook, heading), {"value": shortened(value), **facts})

    action = SPACE.sub("", said(ACTION))
    if not action:
        return None
    if action not in set(Action):
        return doubt("answer_unknown", ACTION, action, known="、".join(Action))
    if not said(BY):
        return doubt("answer_unsigned", BY, action)
    on = dates.date(reply.cells.get(ON, ""), year) if said(ON) else None
    if isinstance(on, Wrong):
        return doubt("answer_undated", ON, said(ON))
    return Answer(reply.key, Action(action), said(NOTE), said(BY), on, reply.at(workbook, ACTION))


def _contradictions(answers: Sequence[Answer]) -> list[Problem]:
    """A doubt about each, which names one of the others."""
    said = "、".join(dict.fromkeys(answer.action for answer in answers))
    others = [next(other.place for other in answers if other.action is not answer.action) for answer in answers]
    return [
        _doubt("answer_contradicted", answer.key, answer.place, {"value": said, "other": other})
        for answer, other in zip(answers, others, strict=True)
    ]


def _doubt(wording: str, key: str, place: Place, facts: dict[str, object]) -> Problem:
    return replace(ANSWER.of(None, place, facts=facts, code=wording), about=reply_to(key, place.workbook))
