"""The bureau's own workbooks: 名册.xlsx with people, firms and pairings, 区局台账.xlsx with trainings and money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from bench.sample_year.firms import Firm
from bench.sample_year.looks import Cell, Look, Table, heads, workbook
from bench.sample_year.pairs import Pairing
from bench.sample_year.people import STATIONS, Person
from bench.sample_year.year import Year

_BUREAU = "填报单位：东胜区工信和科技局科技规划发展室"
_FOOT = "填表人：高原　　　　审核人：白洁　　　　填表日期：2024年12月31日"
_NOT_ENTERED = 23  # every so many original agreements lack their number
_LISTED = STATIONS[3:]  # these stations give several firms in one cell, the others merge cells down

_PEOPLE = heads(
    "序号:6 编号:9 姓名:13 性别:6 民族:8 身份证号:22 联系|电话:14 派出单位:32 职务职称:20 专业领域:18 "
    "所属工作站:18 聘期起:13 聘期止:13 开户银行:22 银行账号:24 备注:16"
)
_FIRMS = heads(
    "企业名称:46 统一社会|信用代码:24 规上工业企业:9 高新技术企业:9 高企证书编号:18 高企发证日期:13 "
    "科技型中小企业:9 入库登记编号:24 期初研发活动:9 期初研发机构:9 期初研发投入:9 "
    "期末研发活动:9 期末研发机构:9 期末研发投入:9 曾用名:28 法定代表人:11 联系人:10 联系电话:14 地址:24 备注:10"
)
_PAIRINGS = heads(
    "特派员编号:12^ 特派员姓名:14^ 企业名称:46 统一社会信用代码:24 服务起:13 服务止:13 服务内容:28 "
    "原协议编号:18 备注:10"
)
_LISTED_PAIRINGS = heads("编号:9 姓名:14 服务企业:60 服务起:15 服务止:15 服务内容:28 原协议编号:18")
_TRAININGS = heads("日期:13 主题:32 形式:8 主办:20 人数:8+ 讲师:10 政策内容:40 备注:10")
_EXPENSES = heads("日期:13 事项:32 用途:26 金额:14+ 收款方:22 凭证号:14")
_GRANTS = heads("规则:16 对象:10 事实:10 理由:44 批准人:16 批准日期:13")


def roster_workbook(year: Year) -> bytes:
    """名册.xlsx: 特派员, 企业名录, and 派驻关系 in two sheets of different habits."""
    listed = {person.id for person in year.people if person.station in _LISTED}
    tables = (
        _people(year.people),
        _firms(year.firms),
        _pairings(year, [post for post in year.pairings if post.person not in listed]),
        _listed_pairings(year, [post for post in year.pairings if post.person in listed]),
    )
    return workbook(tables, Look(shade="#F2F2F2", title_font="黑体"), "高原")


def bureau_workbook(year: Year) -> bytes:
    """区局台账.xlsx: 培训活动, 经费支出, 例外说明."""
    tables = (_trainings(year), _expenses(year), _grants(year))
    return workbook(tables, Look(font="仿宋", dates="yyyy/m/d", gap=True), "高原")


def _people(staff: Sequence[Person]) -> Table:
    rows = [
        (
            number,
            who.id,
            who.name,
            who.gender,
            who.ethnicity,
            who.id_number,
            who.phone,
            who.employer,
            who.title,
            who.expertise,
            who.station,
            who.start,
            who.end,
            who.bank,
            who.account,
            _remark(who),
        )
        for number, who in enumerate(staff, 1)
    ]
    return Table("特派员", "2024年东胜区企业科技特派员名册", _BUREAU, _PEOPLE, tuple(rows), _FOOT)


def _remark(who: Person) -> str:
    return "7月底派驻结束" if (who.end.year, who.end.month) == (2024, 7) else ""


def _firms(directory: Sequence[Firm]) -> Table:
    """Each kind has its own way to say yes: 是/否, √, 1; the flags say 有/无 and are empty for firms nobody asked."""
    rows = [
        (
            firm.name,
            firm.code,
            "是" if firm.above_scale else "否",
            "√" if firm.high_tech else "",
            firm.certificate,
            firm.certified,
            1 if firm.tech_sme else None,
            firm.registration,
            *map(_flag, (*firm.start, *firm.end)),
            firm.former,
            firm.legal,
            firm.contact,
            firm.phone,
            firm.address,
            "",
        )
        for firm in directory
    ]
    return Table("企业名录", "东胜区企业名录（2024年）", _BUREAU, _FIRMS, tuple(rows), _FOOT)


def _flag(flag: bool | None) -> str:
    return "" if flag is None else "有" if flag else "无"


def _pairings(year: Year, posts: Sequence[Pairing]) -> Table:
    names = {person.id: person.name for person in year.people}
    rows = [
        (
            *(post.person, names[post.person], post.firm.name, post.firm.code),
            *(post.start, post.end, post.content, _agreement(number, post.start), ""),
        )
        for number, post in enumerate(posts, 1)
    ]
    return Table("派驻关系", "2024年企业科技特派员派驻关系表", _BUREAU, _PAIRINGS, tuple(rows), _FOOT)


def _listed_pairings(year: Year, posts: Sequence[Pairing]) -> Table:
    names = {person.id: person.name for person in year.people}
    rows: list[tuple[Cell, ...]] = []
    for number, ((who, start, end), group) in enumerate(
        groupby(posts, key=lambda post: (post.person, post.start, post.end))
    ):
        together = list(group)
        firms = "、".join(post.firm.name for post in together)
        agreement = _agreement(300 + number, start)
        rows.append((who, names[who], firms, _written_out(start), _written_out(end), together[0].content, agreement))
    return Table(
        "派驻关系（二）", "2024年企业科技特派员派驻关系表（二）", _BUREAU, _LISTED_PAIRINGS, tuple(rows), _FOOT
    )


def _agreement(number: int, start: dt.date) -> str:
    """The number of the original agreement; the office has not entered all of them."""
    return "" if number % _NOT_ENTERED == 0 else f"企特协{start.year}-{number:03}"


def _written_out(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _trainings(year: Year) -> Table:
    rows = [
        (entry.date, entry.subject, entry.mode, entry.host, entry.people, entry.lecturer, entry.topics, "")
        for entry in year.trainings
    ]
    return Table("培训活动", "2024年科技培训活动台账", _BUREAU, _TRAININGS, tuple(rows), _FOOT)


def _expenses(year: Year) -> Table:
    rows = [(entry.date, entry.item, entry.use, entry.amount, entry.payee, entry.voucher) for entry in year.expenses]
    unit = f"{_BUREAU}　　　　单位：元"
    return Table("经费支出", "2024年企业科技特派员经费支出台账", unit, _EXPENSES, tuple(rows), _FOOT)


def _grants(year: Year) -> Table:
    rows = [
        (grant.rule, grant.person, grant.fact, grant.reason, grant.approved_by, grant.approved_on)
        for grant in year.grants
    ]
    return Table("例外说明", "2024年考核例外说明", _BUREAU, _GRANTS, tuple(rows), _FOOT)
