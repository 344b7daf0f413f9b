"""The year's events as rows under the contract's headings; how a heading or value is spelled is the office's affair."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from bench.sample_year.diary import Visit
from bench.sample_year.papers import Achievement, Check, Paper, Project, Report
from bench.sample_year.people import Person
from bench.sample_year.year import Year

Value = str | int | float | bool | dt.date | tuple[str, ...] | None
Row = Mapping[str, Value]


def _who(person: Person) -> dict[str, Value]:
    return {"特派员编号": person.id, "特派员姓名": person.name, "工作站": person.station}


def of_station(year: Year, form: str, station: str) -> list[Row]:
    """The rows of a log that stand in this workstation's workbook, those repeated from another's included."""
    people = {person.id: person for person in year.people}
    records, make = _SOURCES[form](year), _MAKERS[form]
    rows = []
    for record in records:
        person = people[record.person]  # type: ignore[attr-defined]
        if station in (person.station, getattr(record, "also_in", "")):
            rows.append(_who(person) | make(record))
    return sorted(rows, key=lambda row: (str(row[_SORTED.get(form, "特派员编号")]), str(row["特派员编号"])))


_SORTED = {"服务日志": "日期", "项目申报": "申报日期", "知识产权与技术合同": "日期", "抽查": "日期"}


def _visit(visit: Visit) -> dict[str, Value]:
    return {
        "日期": visit.start,
        "结束日期": visit.end,
        "服务企业": tuple(firm.name for firm in visit.firms),
        "服务类型": visit.kind,
        "服务天数": float(visit.days) if "." in visit.days else int(visit.days),
        "服务内容": visit.content,
        "佐证材料": visit.evidence,
    }


def _report(report: Report) -> dict[str, Value]:
    return {"月份": f"{report.month:02d}", "报送日期": report.submitted}


def _project(project: Project) -> dict[str, Value]:
    return {
        "服务企业": (project.firm.name,),
        "项目名称": project.name,
        "项目级别": project.level,
        "申报日期": project.date,
        "是否联合承担": project.joint,
        "状态": project.state,
        "佐证材料": "申报书、受理回执",
    }


def _achievement(entry: Achievement) -> dict[str, Value]:
    return {
        "服务企业": (entry.firm.name,),
        "类型": entry.kind,
        "名称": entry.name,
        "登记编号": entry.number,
        "日期": entry.date,
        "合同金额": entry.amount,
        "佐证材料": "制度文件" if entry.kind == "制度建设" else "证书或通知书复印件",
    }


def _paper(paper: Paper) -> dict[str, Value]:
    return {"材料": paper.kind, "提交日期": paper.submitted}


def _check(check: Check) -> dict[str, Value]:
    return {
        "日期": check.date,
        "抽查单位": check.inspector,
        "单位类别": check.kind,
        "结果": check.result,
        "备注": check.note,
    }


_SOURCES: Mapping[str, Callable[[Year], tuple[object, ...]]] = {
    "服务日志": lambda year: year.visits,
    "月报": lambda year: year.reports,
    "项目申报": lambda year: year.projects,
    "知识产权与技术合同": lambda year: year.achievements,
    "计划与总结": lambda year: year.papers,
    "抽查": lambda year: year.checks,
}
_MAKERS: Mapping[str, Callable[..., dict[str, Value]]] = {
    "服务日志": _visit,
    "月报": _report,
    "项目申报": _project,
    "知识产权与技术合同": _achievement,
    "计划与总结": _paper,
    "抽查": _check,
}
