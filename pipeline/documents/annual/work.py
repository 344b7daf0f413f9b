"""The work by the plan's own sections: one function a section, each giving its paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal

from pipeline.chinese.dates import day
from pipeline.chinese.figures import in_prose, number
from pipeline.chinese.lists import listed
from pipeline.documents.annual.results import names_of, period
from pipeline.forms import ACHIEVEMENTS, PROJECTS, TRAININGS
from pipeline.plan import Plan
from pipeline.records import Dataset, things
from pipeline.rules.tally import Tally

Section = Callable[[Dataset, Plan, Tally], list[str]]


def team(dataset: Dataset, plan: Plan, tally: Tally) -> list[str]:
    """Recruited and serving, by workstation, and who has not served yet."""
    people, span, short = tally.recruited, period(dataset, plan), plan.labels["commissioner_short"]
    if not tally.people:
        return [f"{span}没有在聘的{short}。"]
    serving = [person for person in people if person.visits]
    days = sum((person.days.value for person in tally.people), Decimal(0))
    firms = sum(1 for entry in tally.enterprises if entry.served)
    stations = Counter(person.commissioner.workstation for person in people)
    active = Counter(person.commissioner.workstation for person in serving)
    spread = "；".join(f"{name}选聘{stations[name]}人、开展服务{active[name]}人" for name in sorted(stations))
    former = len(tally.people) - len(people)
    recruited = f"{span}选聘{short}{len(people)}人，其中开展服务{len(serving)}人"
    recruited += f"；连同以前选聘的{former}人，" if former else "，"
    if not people:
        recruited = f"{span}没有新选聘{short}；以前选聘的{former}人"
    paragraphs = [
        f"{recruited}服务企业{firms}家，累计服务{number(days)}天。",
        *([f"按{plan.labels['workstation']}统计：{spread}。"] if people else []),
    ]
    idle = [person for person in people if not person.visits]
    return [*paragraphs, f"尚未开展服务的{len(idle)}人：{names_of(idle)}。"] if idle else paragraphs


def publicity(dataset: Dataset, plan: Plan, tally: Tally) -> list[str]:
    """Trainings, which of the plan's topics they dealt with, and the sessions commissioners held at enterprises."""
    span, short = period(dataset, plan), plan.labels["commissioner_short"]
    sessions = sum((person.policy_sessions.value for person in tally.people), Decimal(0))
    active = sum(1 for person in tally.people if person.policy_sessions.value)
    held = f"{span}{short}向服务企业开展政策宣传和解读{number(sessions)}次，参与的{short}{active}人。"
    none = f"{span}{short}尚无面向服务企业的政策宣传和解读记录。"
    trainings = [_trainings(dataset, span), *_topics(tally)]
    if not tally.provided(TRAININGS.name):
        trainings = [f"科技政策培训和各项政策内容的宣讲情况{plan.labels['not_provided']}。"]
    return [*trainings, held if sessions else none]


def _trainings(dataset: Dataset, span: str) -> str:
    if not dataset.trainings:
        return f"{span}未组织科技政策培训。"
    modes = Counter(training.mode for training in dataset.trainings if training.mode)
    told = listed((f"{mode}{modes[mode]}场" for mode in sorted(modes)), "")
    people = sum(training.people or 0 for training in dataset.trainings)
    unknown = sum(1 for training in dataset.trainings if training.people is None)
    text = f"{span}组织科技政策培训{len(dataset.trainings)}场" + (f"（{told}）" if told else "") + f"，参训{people}人次"
    return f"{text}（另有{unknown}场未登记人数）。" if unknown else f"{text}。"


def _topics(tally: Tally) -> list[str]:
    topics = tally.topics_covered
    covered = [topic for topic, times in topics.items() if times]
    missing = [topic for topic, times in topics.items() if not times]
    if not topics:
        return []
    parts = [f"已涉及{len(covered)}项（{listed(covered)}）"] if covered else []
    parts += [f"尚未涉及{len(missing)}项（{listed(missing)}）"] if missing else []
    return [f"方案列出的{len(topics)}项政策内容中，{'，'.join(parts)}。"]


def growth(dataset: Dataset, plan: Plan, tally: Tally) -> list[str]:
    """The three kinds of enterprise and their coverage, the newly 三清零, and what came of rights and contracts."""
    labels = plan.labels
    entries = tally.enterprises
    kinds = (
        f"{labels['above_scale']}{sum(1 for entry in entries if entry.above_scale)}家",
        f"{labels['high_tech']}{sum(1 for entry in entries if entry.high_tech)}家",
        f"{labels['tech_sme']}{sum(1 for entry in entries if entry.tech_sme)}家",
    )
    key = sum(1 for entry in entries if entry.key_kind)
    left = len(tally.uncovered)
    covered = f"已服务{key - left}家，尚未服务{left}家（名单见附表）" if left else "已全部服务"
    first = f"截至{day(dataset.as_of)}，有{listed(kinds)}；同一家企业只计一次，三类企业共{key}家，{covered}。"
    none = f"截至{day(dataset.as_of)}，没有{labels['above_scale']}、{labels['high_tech']}和{labels['tech_sme']}。"
    cleared = [entry.enterprise.name for entry in entries if entry.three_zero_new]
    span, goal = period(dataset, plan), f"“{labels['three_zero']}”企业"
    return [
        first if key else none,
        f"{span}新增{goal}{len(cleared)}家：{listed(cleared)}。" if cleared else f"{span}没有新增{goal}。",
        _achievements(dataset, plan)
        if tally.provided(ACHIEVEMENTS.name)
        else f"知识产权、技术合同等成果的情况{labels['not_provided']}。",
    ]


def _achievements(dataset: Dataset, plan: Plan) -> str:
    span = period(dataset, plan)
    if not dataset.achievements:
        return f"{span}没有知识产权和技术合同方面的记录。"
    groups = {kind: group for group, kinds in plan.achievement_groups.items() for kind in kinds}
    held = [one.record for one in things(dataset.achievements)]
    counts = Counter(groups.get(entry.kind, "其他") for entry in held)
    order = [group for group in plan.achievement_groups if counts[group]] + (["其他"] if counts["其他"] else [])
    amount = sum((entry.amount for entry in held if entry.amount is not None), Decimal(0))
    parts = listed(f"{group}{counts[group]}项" for group in order)
    text = f"{span}协助企业形成知识产权、技术合同等成果{len(held)}项，其中{parts}"
    return f"{text}，合同金额合计{in_prose(amount)}。" if amount else f"{text}。"


def projects(dataset: Dataset, plan: Plan, tally: Tally) -> list[str]:
    """Applications by level, each once whoever holds it; how many undertaken jointly, for how many enterprises."""
    entries, span = [one.record for one in things(dataset.projects)], period(dataset, plan)
    if not tally.provided(PROJECTS.name):
        return [f"科技计划项目申报情况{plan.labels['not_provided']}。"]
    if not entries:
        return [f"{span}没有科技计划项目申报记录。"]
    levels = Counter(entry.level for entry in entries)
    order = [level for level in plan.project_levels if levels[level]] + sorted(set(levels) - set(plan.project_levels))
    firms = len({code for entry in entries for code in entry.enterprises})
    people = len({entry.commissioner for entry in dataset.projects})
    parts = listed(f"{level}{levels[level]}个" for level in order)
    joint, unknown = (sum(1 for entry in entries if entry.joint is value) for value in (True, None))
    text = f"其中与企业联合承担{joint}个" + (f"，未填写是否联合承担{unknown}个" if unknown else "")
    return [
        f"{span}协助企业申报科技计划项目{len(entries)}个：{parts}；{text}。",
        f"申报涉及企业{firms}家，参与的{plan.labels['commissioner_short']}{people}人。",
    ]


SECTIONS: Mapping[str, Section] = {"team": team, "publicity": publicity, "growth": growth, "projects": projects}
