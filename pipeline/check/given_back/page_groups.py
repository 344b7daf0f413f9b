"""How the problems of a check may be grouped: by level, workstation, person and rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.check.findings import Finding
from pipeline.check.given_back.results import Results
from pipeline.check.levels import LEVELS
from pipeline.forms import ENTERPRISES

# The groups of what is no workstation's and nobody's; they follow all others in this order.
NO_STATION = "不属于某个工作站"
NOT_PEOPLE = ("未能认定到人", "企业", "不涉及个人的表格", "整体情况")

Key = tuple[int, str, str]  # rank, text to sort by, name: what orders groups and tells them apart


@dataclass(frozen=True, slots=True)
class View:
    """One way of grouping. `numbers` says for each finding, in order, its places in `groups`: "0", or "1 4".

    Every group has a finding, and every finding a group.
    """

    code: str
    name: str
    groups: tuple[str, ...]
    numbers: tuple[str, ...]


def views(results: Results) -> tuple[View, ...]:
    """The four ways, by level first. A finding of several workstations stands in the group of each.

    Enterprises, tables and the district have groups of their own among the people; rules come in the order of
    their first finding.
    """
    findings = results.compared.findings
    rules = {rule: rank for rank, rule in enumerate(dict.fromkeys(one.problem.rule for one in findings))}
    return (
        _view("level", "级别", [[_level_key(one)] for one in findings]),
        _view("station", "工作站", [_station_keys(one) for one in findings]),
        _view("person", "特派员", [[_person_key(one)] for one in findings]),
        _view("rule", "规则", [[(rules[one.problem.rule], "", results.rule_name(one.problem))] for one in findings]),
    )


def _view(code: str, name: str, keys: Sequence[Iterable[Key]]) -> View:
    groups = sorted({key for own in keys for key in own})
    number = {key: str(place) for place, key in enumerate(groups)}
    numbers = tuple(" ".join(number[key] for key in sorted(own)) for own in keys)
    return View(code, name, tuple(group for _, _, group in groups), numbers)


def _level_key(finding: Finding) -> Key:
    return LEVELS.index(finding.level), "", finding.level


def _station_keys(finding: Finding) -> list[Key]:
    return [(0, station, station) for station in finding.stations] or [(1, "", NO_STATION)]


def _person_key(finding: Finding) -> Key:
    """By 编号. A row that names a person whom the roster does not have, or several, is nobody's yet."""
    unknown, firms, tables, district = range(1, len(NOT_PEOPLE) + 1)
    problem, about = finding.problem, finding.words.about
    if problem.form == ENTERPRISES.name and about:
        rank = firms
    elif problem.subject:
        return 0, problem.subject, about
    elif about or any(one.people for one in finding.problems):
        rank = unknown
    else:
        rank = tables if problem.place else district
    return rank, "", NOT_PEOPLE[rank - 1]
