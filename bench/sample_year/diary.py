"""A commissioner's visits: on working days, at the firms of their postings.

No date counts twice unless the story says so.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bench.sample_year.calendar import working_days
from bench.sample_year.firms import Firm
from bench.sample_year.pairs import Pairing, active
from bench.sample_year.people import Person

POLICY = ("政策宣传", "政策宣讲", "政策解读")
_WORK = ("技术服务",) * 9 + ("知识产权", "知识产权", "项目申报", "项目申报", "技术合同", "培训", "其他")
_CONTENTS = {
    "政策宣传": (
        "送政策上门，讲解研发费用加计扣除",
        "发放科技兴蒙30条政策汇编",
        "宣传技术交易后补助办法",
        "介绍鄂尔多斯市科技新政30条",
    ),
    "政策宣讲": ("组织研发人员学习科技兴蒙30条", "面向财务人员宣讲加计扣除口径", "宣讲科技计划管理办法"),
    "政策解读": ("解读高新技术企业所得税减免条件", "逐条解读科技新政30条奖补条款", "解读研发费用归集范围"),
    "技术服务": (
        "现场查看生产线，提出工艺改进建议",
        "与技术部讨论试验方案",
        "设备运行故障诊断",
        "样品检测数据分析",
        "对接高校实验室开展测试",
        "指导建立研发台账",
        "中试装置调试",
        "技术方案评审",
        "产品能耗测算",
        "协助完善质量检验流程",
    ),
    "知识产权": (
        "实用新型专利交底书撰写指导",
        "专利检索与布局建议",
        "软件著作权登记材料整理",
        "商标与专利维护情况梳理",
    ),
    "项目申报": ("项目可行性报告修改", "与企业讨论申报方向", "核对申报材料及附件"),
    "技术合同": ("技术开发合同文本审核", "技术合同认定登记材料准备"),
    "培训": ("研发项目管理内部培训", "新员工技术基础培训"),
    "其他": ("企业需求调研", "陪同专家现场考察", "参加企业年度技术总结会"),
}
_EVIDENCE = ("现场照片", "服务记录单", "签到表、照片", "会议纪要", "服务记录单、照片", "企业确认单", "")
_SHAPES = ("half",) * 3 + ("halves",) * 2 + ("one",) * 8 + ("two",) * 3 + ("three",) * 2
_ENOUGH = Decimal(34)  # an ordinary year stays clear of the thirty days, whatever the draw


@dataclass(frozen=True, slots=True)
class Visit:
    """One row of a service log. `also_in` names a second workstation whose workbook repeats the row."""

    person: str
    firms: tuple[Firm, ...]
    start: dt.date
    end: dt.date | None
    kind: str
    days: str
    content: str
    evidence: str
    also_in: str = ""


@dataclass(frozen=True, slots=True)
class _Slot:
    start: dt.date
    end: dt.date | None
    days: str


def ordinary_visits(
    person: Person, own: Sequence[Pairing], draw: random.Random, days: str | None, sessions: int | None
) -> list[Visit]:
    """A year of visits. `days` fixes the sum of days, `sessions` the number of policy visits; None is ordinary."""
    free = working_days(person.start, person.end)
    slots = _ordinary_slots(free, draw) if days is None else _exact_slots(free, draw, Decimal(days))
    kinds = _kinds(slots, draw, draw.randrange(3, 6) if sessions is None else sessions)
    planned = enumerate(zip(slots, kinds, strict=True))
    visits = [_visit(person, own, slot, kind, place, draw) for place, (slot, kind) in planned]
    return _with_joint_visit(visits, own)


def _ordinary_slots(free: list[dt.date], draw: random.Random) -> list[_Slot]:
    """Slots that share no date but for two half days; about one visit in four working days of the term."""
    slots: list[_Slot] = []
    wanted = draw.randrange(48, 59) if len(free) > 200 else draw.randrange(38, 46)
    left, total = set(free), Decimal(0)
    order = free[:]
    draw.shuffle(order)
    for day in order:
        if len(slots) >= wanted and total >= _ENOUGH:
            break
        if day in left:
            made = _shaped(day, left, draw.choice(_SHAPES))
            slots += made
            total += sum((Decimal(slot.days) for slot in made), Decimal(0))
    return sorted(slots, key=lambda slot: slot.start)


def _shaped(day: dt.date, left: set[dt.date], shape: str) -> list[_Slot]:
    """The slots of one shape from `day`; a longer one shrinks to what is free of the days after it."""
    run = [day]
    for step in range(1, {"two": 2, "three": 3}.get(shape, 1)):
        following = day + dt.timedelta(days=step)
        if following not in left:
            break
        run.append(following)
    left.difference_update(run)
    if shape in ("half", "halves"):
        return [_Slot(day, None, "0.5")] * (2 if shape == "halves" else 1)
    return [_Slot(day, run[-1] if len(run) > 1 else None, str(len(run)))]


def _exact_slots(free: list[dt.date], draw: random.Random, total: Decimal) -> list[_Slot]:
    """Whole days, and a half one at the end where `total` asks for it, spread over the term."""
    whole, half = divmod(total, 1)
    chosen = sorted(draw.sample(free, int(whole) + (1 if half else 0)))
    return [_Slot(day, None, "1" if place < whole else "0.5") for place, day in enumerate(chosen)]


def _kinds(slots: Sequence[_Slot], draw: random.Random, sessions: int) -> list[str]:
    """Policy visits on different dates, spread over the year; work in between."""
    kinds = [draw.choice(_WORK) for _ in slots]
    for number in range(sessions):
        place = (2 * number + 1) * len(slots) // (2 * sessions)
        kinds[place] = POLICY[(number + draw.randrange(2)) % len(POLICY)]
    return kinds


def _visit(person: Person, own: Sequence[Pairing], slot: _Slot, kind: str, place: int, draw: random.Random) -> Visit:
    """A visit at one of the firms whose posting covers its dates, each firm in turn."""
    open_ = [post for post in own if active(post, slot.start, slot.end or slot.start)]
    firm = open_[place % len(open_)].firm
    evidence = draw.choice(_EVIDENCE)
    return Visit(person.id, (firm,), slot.start, slot.end, kind, slot.days, draw.choice(_CONTENTS[kind]), evidence)


def _with_joint_visit(visits: list[Visit], own: Sequence[Pairing]) -> list[Visit]:
    """One policy visit gathers two firms in one row, where two postings are open on its day."""
    for place, visit in enumerate(visits):
        if visit.kind in POLICY and visit.end is None:
            at = visit.start
            others = [post.firm for post in own if active(post, at, at) and post.firm not in visit.firms]
            if others:
                visits[place] = replace(visit, firms=(*visit.firms, others[0]))
                break
    return visits
