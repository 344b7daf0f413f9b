"""The nouns of the programme, one frozen dataclass a form of the contract, each with the row it came from.

A commissioner is its 编号, an enterprise its 统一社会信用代码, a pairing both; never a row, never a name.
A roster field that could not be read is None: the problem list says so and the documents that print it are withheld.
Log rows that could not be trusted are not here at all; they are in the problem list. Rows of several workbooks that are
about one thing are one record: its `source` is the row that holds and knows the others. What several people hold, a
project or a contract, is a record of each of them; `thing` is then the row that holds for them all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Generic, TypeVar

from pipeline.problems import Source

_NOWHERE = Source("", "", 0)


def bare(record: Any) -> Any:
    """A record of any kind as it compares with others that say the same, wherever they stand."""
    return replace(record, source=_NOWHERE)


@dataclass(frozen=True, slots=True)
class Commissioner:
    """特派员: one row of the roster."""

    id: str  # 编号
    name: str  # 姓名
    employer: str  # 派出单位
    workstation: str  # 所属工作站
    term_start: dt.date | None  # 聘期起
    term_end: dt.date | None  # 聘期止
    source: Source
    gender: str = ""
    id_number: str = ""  # 身份证号
    phone: str = ""
    title: str = ""  # 职务职称
    expertise: str = ""  # 专业领域
    bank: str = ""  # 开户银行
    bank_account: str = ""  # 银行账号

    @property
    def who(self) -> str:
        return f"{self.id} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Flags:
    """The three 清零 flags of an enterprise at one end of the year: True, False, or None where unknown."""

    activity: bool | None = None  # 研发活动
    institution: bool | None = None  # 研发机构
    investment: bool | None = None  # 研发投入

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter((self.activity, self.institution, self.investment))

    @property
    def known(self) -> bool:
        return None not in tuple(self)

    @property
    def cleared(self) -> bool:
        """All three are there."""
        return all(flag is True for flag in self)


@dataclass(frozen=True, slots=True)
class Enterprise:
    """企业名录: one enterprise of the district.

    `coded` is False where the code is missing or unreadable; the name then stands for it until the cell is corrected.
    """

    name: str
    credit_code: str  # 统一社会信用代码
    source: Source
    coded: bool = True
    above_scale: bool = False  # 规上工业企业
    high_tech: bool = False  # 高新技术企业, as the directory says; validity is a rule
    certificate_number: str = ""
    certificate_date: dt.date | None = None
    tech_sme: bool = False  # 科技型中小企业, as the directory says
    registration_number: str = ""  # 入库登记编号
    start: Flags = Flags()  # 期初
    end: Flags = Flags()  # 期末
    former_names: tuple[str, ...] = ()
    phone: str = ""

    @property
    def id(self) -> str:
        return self.credit_code

    @property
    def who(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Pairing:
    """派驻关系: one commissioner at one enterprise for one term."""

    commissioner: str  # 编号
    enterprise: str  # 统一社会信用代码
    start: dt.date | None
    end: dt.date | None
    content: str
    original_agreement: str
    source: Source
    given_code: str = ""  # 统一社会信用代码 as the pairing form gives it, where it names one firm


@dataclass(frozen=True, slots=True)
class ServiceLog:
    """服务日志: one visit. `enterprises` are the codes of all firms it served; `days` counts once, not per firm."""

    commissioner: str
    enterprises: tuple[str, ...]
    start: dt.date
    end: dt.date  # equals start for a visit of one date
    kind: str  # 服务类型
    days: Decimal
    content: str
    evidence: str  # 佐证材料
    source: Source


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """月报: the report of one month (1 to 12) of the plan's year."""

    commissioner: str
    month: int
    submitted: dt.date
    source: Source


@dataclass(frozen=True, slots=True)
class ProjectApplication:
    """项目申报."""

    commissioner: str
    enterprises: tuple[str, ...]
    name: str
    level: str  # 项目级别
    date: dt.date
    joint: bool | None  # 是否联合承担; None where empty
    state: str
    evidence: str
    source: Source
    thing: Source | None = None


@dataclass(frozen=True, slots=True)
class Achievement:
    """知识产权与技术合同: one right, contract or system that a commissioner helped to. `amount` in yuan."""

    commissioner: str
    enterprises: tuple[str, ...]
    kind: str
    name: str
    registration_number: str
    date: dt.date
    amount: Decimal | None
    evidence: str
    source: Source
    thing: Source | None = None


T = TypeVar("T", ProjectApplication, Achievement)


@dataclass(frozen=True, slots=True)
class Held(Generic[T]):
    """One project or contract of the district: the record that speaks for it, and that of each who holds it."""

    record: T
    each: tuple[T, ...]

    @property
    def commissioners(self) -> tuple[str, ...]:
        """The 编号 of those who hold it, each once."""
        return tuple(dict.fromkeys(record.commissioner for record in self.each))


def things(records: Iterable[T]) -> list[Held[T]]:
    """The projects or contracts behind the records, each once, whoever holds it; in the order of the first of each."""
    found: dict[object, list[T]] = {}
    for number, record in enumerate(records):
        found.setdefault(record.thing or number, []).append(record)
    return [Held(_speaker(each), tuple(each)) for each in found.values()]


def _speaker(each: list[T]) -> T:
    return next((record for record in each if record.source == record.thing), each[0])


@dataclass(frozen=True, slots=True)
class Paper:
    """计划与总结: a 工作计划 or a 派驻总结 that was handed in."""

    commissioner: str
    kind: str  # 材料
    submitted: dt.date
    source: Source


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """抽查."""

    commissioner: str
    date: dt.date
    inspector: str  # 抽查单位
    inspector_kind: str  # 单位类别
    result: str
    note: str
    source: Source


@dataclass(frozen=True, slots=True)
class Training:
    """培训活动. `topics` is the text of 政策内容."""

    date: dt.date
    subject: str
    mode: str
    host: str
    people: int | None
    lecturer: str
    topics: str
    source: Source


@dataclass(frozen=True, slots=True)
class Expense:
    """经费支出. `amount` in yuan."""

    date: dt.date
    item: str
    use: str  # 用途
    amount: Decimal
    payee: str
    voucher: str
    source: Source


@dataclass(frozen=True, slots=True)
class AssessmentResult:
    """考核结果: the grade the assessment meeting gave."""

    commissioner: str
    grade: str
    decided_on: dt.date
    opinion: str
    source: Source


@dataclass(frozen=True, slots=True)
class AcceptedException:
    """例外说明: an accepted exception; it holds for `fact` only."""

    rule: str
    commissioner: str
    fact: str
    reason: str
    approved_by: str
    approved_on: dt.date
    source: Source


@dataclass(frozen=True)  # without slots: each index is kept where it was first asked for
class Dataset:
    """Everything of one year as of one day: trusted records only, in the order of their identity, not of their rows.

    `later` counts, by form, the log rows that are dated after `as_of` and therefore left out, `rows` those that were
    read, before one thing is made one.
    `forms` names the forms that were found at all. The indexes are made once, of a changed dataset anew.
    """

    year: int
    as_of: dt.date
    commissioners: tuple[Commissioner, ...] = ()
    enterprises: tuple[Enterprise, ...] = ()
    pairings: tuple[Pairing, ...] = ()
    service_logs: tuple[ServiceLog, ...] = ()
    monthly_reports: tuple[MonthlyReport, ...] = ()
    projects: tuple[ProjectApplication, ...] = ()
    achievements: tuple[Achievement, ...] = ()
    papers: tuple[Paper, ...] = ()
    spot_checks: tuple[SpotCheck, ...] = ()
    trainings: tuple[Training, ...] = ()
    expenses: tuple[Expense, ...] = ()
    results: tuple[AssessmentResult, ...] = ()
    exceptions: tuple[AcceptedException, ...] = ()
    later: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    forms: frozenset[str] = frozenset()

    @cached_property
    def enterprise_by_code(self) -> dict[str, Enterprise]:
        return {enterprise.credit_code: enterprise for enterprise in self.enterprises}

    @cached_property
    def commissioner_by_id(self) -> dict[str, Commissioner]:
        return {commissioner.id: commissioner for commissioner in self.commissioners}
