"""What a commissioner hands in or is noted for: reports, plans and summaries, applications, rights, spot checks."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.sample_year.calendar import FIRST, LAST, working_days
from bench.sample_year.firms import Firm
from bench.sample_year.pairs import Pairing, active
from bench.sample_year.people import Person

_TOPICS = ("关键技术研究与应用", "智能化改造示范", "绿色工艺中试", "质量提升技术攻关", "数据平台开发", "成果转化与推广")
_LEVELS = ("自治区级", "市级", "市级", "区级", "区级", "国家级")
_STATES = ("已立项", "评审中", "已受理", "未立项")
_RIGHTS = (
    ("发明专利", "一种{0}装置及方法"),
    ("技术合同", "{0}技术开发合同"),
    ("实用新型", "一种{0}用装置"),
    ("软件著作权", "{0}管理系统V1.0"),
    ("制度建设", "研发项目与知识产权管理制度"),
)
_THINGS = ("在线监测", "样品检测", "设备巡检", "数据采集", "能耗计量", "物料追溯")
_PLAINLY_INVENTED = {
    "发明专利": "20241000{0}",
    "实用新型": "20242000{0}",
    "软件著作权": "2024SR000{0}",
    "技术合同": "202415060200{0}",
}


@dataclass(frozen=True, slots=True)
class Report:
    person: str
    month: int
    submitted: dt.date


@dataclass(frozen=True, slots=True)
class Paper:
    person: str
    kind: str
    submitted: dt.date


@dataclass(frozen=True, slots=True)
class Project:
    person: str
    firm: Firm
    name: str
    level: str
    date: dt.date
    joint: bool
    state: str


@dataclass(frozen=True, slots=True)
class Achievement:
    person: str
    firm: Firm
    kind: str
    name: str
    number: str
    date: dt.date
    amount: int | None  # yuan


@dataclass(frozen=True, slots=True)
class Check:
    person: str
    date: dt.date
    inspector: str
    kind: str
    result: str
    note: str


def reports(person: Person, late: Mapping[int, dt.date], missing: frozenset[int]) -> list[Report]:
    """A report a month of the term within the year, by the 15th of that month unless the story says otherwise."""
    draw = random.Random(f"reports {person.id}")
    first, last = max(person.start, FIRST), min(person.end, LAST)
    made = []
    for month in range(first.month, last.month + 1):
        in_time = working_days(dt.date(2024, month, 4), dt.date(2024, month, 15))
        day = late.get(month, draw.choice(in_time[-6:]))
        if month not in missing:
            made.append(Report(person.id, month, day))
    return made


def papers(person: Person, *, work_plan: bool, final_summary: bool) -> list[Paper]:
    """The work plan soon after the term's or the year's start; a final summary where the term ends within the year."""
    draw = random.Random(f"papers {person.id}")
    start = max(person.start, FIRST)
    made = []
    if work_plan:
        made.append(Paper(person.id, "工作计划", draw.choice(working_days(start, start + dt.timedelta(days=25))[4:])))
    if final_summary and person.end <= LAST:
        last_days = working_days(person.end - dt.timedelta(days=12), person.end)
        made.append(Paper(person.id, "派驻总结", draw.choice(last_days)))
    return made


def projects(person: Person, own: Sequence[Pairing], *, joint: bool) -> list[Project]:
    """One application, for some two; the story decides whether it was undertaken jointly."""
    draw = random.Random(f"projects {person.id}")
    made = []
    for post in own[: 2 if joint and draw.random() < 0.35 else 1]:
        day = _some_day(person, post, draw)
        name = f"{post.firm.brand}{post.firm.trade}{draw.choice(_TOPICS)}"
        made.append(Project(person.id, post.firm, name, draw.choice(_LEVELS), day, joint, draw.choice(_STATES)))
    return made


def achievements(person: Person, own: Sequence[Pairing]) -> list[Achievement]:
    """One right, contract or system for each firm but the first, two at most; every fifth person has none."""
    serial = int(person.id[1:])
    draw = random.Random(f"achievements {person.id}")
    made = []
    for place, post in enumerate(own[1:3] if serial % 5 else (), serial):
        kind, name = _RIGHTS[place % len(_RIGHTS)]
        number = _PLAINLY_INVENTED.get(kind, "").format(f"{serial:04d}{place % 2}")
        amount = draw.randrange(4, 60) * 5000 if kind == "技术合同" else None
        day = _some_day(person, post, draw)
        made.append(Achievement(person.id, post.firm, kind, name.format(draw.choice(_THINGS)), number, day, amount))
    return made


def checks(staff: Sequence[Person], posts: Sequence[Pairing], absent: frozenset[str]) -> tuple[Check, ...]:
    """Most people are looked in on once a year, some twice; those who never served were not met."""
    made = []
    for person in staff:
        draw = random.Random(f"checks {person.id}")
        away = person.id in absent
        for _ in range(1 if away else draw.choice((0, 1, 1, 1, 2))):
            post = draw.choice([post for post in posts if post.person == person.id])
            kind, inspector = draw.choice(
                (("工作站", person.station), ("派出单位", person.employer), ("服务单位", post.firm.name))
            )
            result = "未到岗" if away else draw.choice(("在岗", "在岗", "在岗，记录完整", "记录需补充"))
            day = _some_day(person, post, draw)
            made.append(Check(person.id, day, inspector, kind, result, "电话抽查" if away else ""))
    return tuple(sorted(made, key=lambda check: (check.date, check.person)))


def _some_day(person: Person, post: Pairing, draw: random.Random) -> dt.date:
    """A working day of the posting, not in its first weeks."""
    days = [day for day in working_days(post.start, min(post.end, person.end)) if active(post, day, day)]
    return draw.choice(days[len(days) // 6 :])
