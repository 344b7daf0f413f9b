"""A year as somebody may have typed it into the blank forms: records with the cells of the rows they stand in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import fields
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from pipeline.chinese.folding import says_none
from pipeline.plan import read_plan
from pipeline.problems import Source
from pipeline.records import (
    AcceptedException,
    Achievement,
    AssessmentResult,
    Commissioner,
    Enterprise,
    Expense,
    Flags,
    MonthlyReport,
    Pairing,
    Paper,
    ProjectApplication,
    ServiceLog,
    SpotCheck,
    Training,
)
from tests.conftest import REPOSITORY

PLAN = read_plan(REPOSITORY / "input/2024/plan.toml")
NOWHERE = Source("", "", 0)

Cells = dict[str, Any]  # by heading
Filled = tuple[list[Any], Cells]  # the records of a row
Typed = st.SearchStrategy[tuple[Any, Any]]  # a value, and the cell as somebody may have typed it
Person = tuple[str, str]  # 编号, 姓名
Firms = list[tuple[str, str]]  # code, name

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def wide(text: str) -> str:
    """The text as a Chinese keyboard types it."""
    return text.translate(_WIDE)


def as_it_is(value: Any) -> Any:
    return value


def typed(values: st.SearchStrategy[Any], *spellings: Callable[[Any], Any]) -> Typed:
    return st.tuples(values, st.sampled_from(spellings)).map(lambda pair: (pair[0], pair[1](pair[0])))


def maybe(values: Typed, empty: Any) -> Typed:
    return st.one_of(st.just((empty, None)), values)


def one_of(known: Iterable[str]) -> Typed:
    return typed(st.sampled_from(list(known)), as_it_is, "\u3000{} ".format)


# ── words: rare characters beyond the basic plane, compatible twins, Mongolian, what looks like a formula or a number

RARE = "𬭩𠮷㛃龘"
_ANY = st.text(st.sampled_from(f"科技研发{RARE}\ufa26ᠮᠣＡ１＋=+-@'“”.%#&<>/:：、，。（）()01aZ \n"), max_size=30).map(
    str.strip
)
_ODD = st.sampled_from(
    ["=1+1", "+86", "-3", "@SUM(A1)", "'007", "0012", "1e5", "3-5", "TRUE", "#1", "无", "否", "长" * 9000]
)


def _says_something(text: str) -> bool:
    """Neither a dash for nothing nor a sign for the cell above."""
    return text.strip("-/") != "" and text not in {"“", "”", "''"}


_texts = st.one_of(_ANY, _ODD).filter(_says_something)
TEXT = typed(_texts, as_it_is, " {}\n".format)
MAYBE = maybe(TEXT, "")
OWN_NUMBER = maybe(TEXT.filter(lambda pair: not says_none(pair[0])), "")
_lines = _texts.map(lambda text: text.replace("\n", "")).filter(_says_something)
LINE = typed(_lines, as_it_is, " {}\n".format)  # what stands in one line on paper
MAYBE_LINE = maybe(LINE, "")

_hanzi = st.text(st.sampled_from(f"王李张其格巴图{RARE}"), min_size=1, max_size=3)
_names = st.one_of(_hanzi, st.tuples(_hanzi, _hanzi).map("·".join), st.just("John Smith"), st.just("\ufa26某"))
_firms = st.tuples(_hanzi, st.sampled_from(["", "（东胜）", "（集团）"])).map(lambda parts: f"{''.join(parts)}公司")
_name_spelled = st.sampled_from([as_it_is, " {} ".format, lambda name: name.replace("·", "•")])
_firm_spelled = st.sampled_from(
    [as_it_is, lambda name: name.replace("（", "(").replace("）", " )"), lambda name: f"{name[:1]}\u3000{name[1:]}"]
)

# ── numbers, dates, yes and no

_digits = st.integers(0, 10**16 - 1).map(lambda number: f"{number:016d}")
_id_numbers = typed(_digits.map("15{}".format), as_it_is, wide, lambda text: f"{text[:6]} {text[6:]}", "'{}".format)
NUMBER = maybe(typed(_digits.map("0{}".format), as_it_is), "")  # with a leading zero, longer than a number cell keeps
_DAYS = (
    as_it_is,
    lambda day: dt.datetime(day.year, day.month, day.day),
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    "{:%Y%m%d}".format,
    lambda day: wide(f"{day.year}-{day.month}-{day.day}"),
)
DATE = typed(st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31)), *_DAYS)
THIS_YEAR = typed(st.dates(PLAN.first_day, PLAN.last_day), *_DAYS, lambda day: f"{day.month}月{day.day}日")
MONTH = typed(
    st.integers(1, 12), as_it_is, str, "{}月".format, "{}月份".format, lambda month: f"{PLAN.year}-{month:02d}"
)
MONEY = typed(
    st.integers(0, 10**11).map(lambda cents: Decimal(cents) / 100),
    float,
    "{:,.2f}元".format,
    "¥{}".format,
    lambda yuan: f"{yuan / 10000:f}万元",
    lambda yuan: wide(f"{yuan:.2f}"),
)
COUNT = typed(st.integers(0, 9999), as_it_is, str, "{:,}人".format)
_YES = st.sampled_from([(True, word) for word in ("是", "√", "有", "y", "１", 1, True)])
_NO = st.sampled_from([(False, word) for word in ("否", "×", "无", "N", "０", 0, False)])
YES_NO = maybe(st.one_of(_YES, _NO), None)
KIND_OF_FIRM = maybe(st.one_of(_YES, _NO), False)


# ── rows


def _row(draw: st.DrawFn, record: type[Any], known: dict[str, Any], columns: dict[str, tuple[str, Typed]]) -> Filled:
    """A record and its row; `columns` names, by field, the heading and what to draw for both.

    What no record keeps is named by its heading, and filled in all the same.
    """
    values, cells = dict(known), {}
    for name, (heading, strategy) in columns.items():
        values[name], cells[heading] = draw(strategy)
    kept = {field.name for field in fields(record)}
    return [record(**{name: value for name, value in values.items() if name in kept}, source=NOWHERE)], cells


@st.composite
def commissioner(draw: st.DrawFn, id: str, name: str) -> Filled:
    columns = {
        "id": ("编号", typed(st.just(id), as_it_is, wide)),
        "name": ("姓名", st.tuples(st.just(name), _name_spelled.map(lambda spell: spell(name)))),
        "id_number": ("身份证号", maybe(_id_numbers, "")),
        "phone": ("联系电话", typed(_digits, as_it_is)),
        "employer": ("派出单位", LINE),
        "workstation": ("所属工作站", one_of(["城东工作站", "城西工作站"])),
        "term_start": ("聘期起", DATE),
        "term_end": ("聘期止", DATE),
        "gender": ("性别", MAYBE),
        "民族": ("民族", MAYBE),
        "title": ("职务职称", MAYBE_LINE),
        "expertise": ("专业领域", MAYBE_LINE),
        "bank": ("开户银行", MAYBE_LINE),
        "bank_account": ("银行账号", NUMBER),
        "备注": ("备注", MAYBE),
    }
    return _row(draw, Commissioner, {}, columns)


@st.composite
def enterprise(draw: st.DrawFn, code: str, name: str) -> Filled:
    ends: dict[str, Flags] = {}
    flagged: Cells = {}
    for field, end in (("start", "期初"), ("end", "期末")):
        flags = [draw(YES_NO) for _ in range(3)]
        ends[field] = Flags(*(value for value, _ in flags))
        flagged |= {f"{end}研发{what}": cell for what, (_, cell) in zip(("活动", "机构", "投入"), flags, strict=True)}
    former = (f"{name}旧厂", f"{name}旧部")
    columns = {
        "name": ("企业名称", st.tuples(st.just(name), _firm_spelled.map(lambda spell: spell(name)))),
        "credit_code": ("统一社会信用代码", typed(st.just(code), as_it_is, wide, str.lower)),
        "above_scale": ("规上工业企业", KIND_OF_FIRM),
        "high_tech": ("高新技术企业", KIND_OF_FIRM),
        "certificate_number": ("高企证书编号", MAYBE),
        "certificate_date": ("高企发证日期", maybe(DATE, None)),
        "tech_sme": ("科技型中小企业", KIND_OF_FIRM),
        "registration_number": ("入库登记编号", NUMBER),
        "former_names": ("曾用名", maybe(typed(st.just(former), "、".join, "\n".join), ())),
        "法定代表人": ("法定代表人", MAYBE),
        "联系人": ("联系人", MAYBE),
        "phone": ("联系电话", NUMBER),
        "地址": ("地址", MAYBE),
        "备注": ("备注", MAYBE),
    }
    records, cells = _row(draw, Enterprise, ends, columns)
    return records, cells | flagged


def _listed(draw: st.DrawFn, firms: Firms) -> tuple[list[str], str]:
    """Codes of one or more firms, and the cell that lists them."""
    chosen = draw(st.lists(st.sampled_from(firms), min_size=1, max_size=3, unique=True))
    spell = draw(_firm_spelled)
    return [code for code, _ in chosen], draw(st.sampled_from(["、", "；", "\n", ","])).join(
        spell(name) for _, name in chosen
    )


@st.composite
def pairings(draw: st.DrawFn, person: Person, firms: Firms) -> Filled:
    """One row gives a pairing for each firm that its cell lists; a code only where it lists one."""
    codes, listed = _listed(draw, firms)
    columns = {
        "start": ("服务起", DATE),
        "end": ("服务止", DATE),
        "content": ("服务内容", MAYBE),
        "original_agreement": ("原协议编号", MAYBE),
        "备注": ("备注", MAYBE),
    }
    given = codes[0] if len(codes) == 1 and draw(st.booleans()) else ""
    (first,), cells = _row(
        draw, Pairing, {"commissioner": person[0], "enterprise": codes[0], "given_code": given}, columns
    )
    values = {field.name: getattr(first, field.name) for field in fields(Pairing)}
    records = [Pairing(**(values | {"enterprise": code})) for code in codes]
    return records, cells | {"特派员编号": wide(person[0]), "企业名称": listed, "统一社会信用代码": given or None}


@st.composite
def visit(draw: st.DrawFn, person: Person, firms: Firms) -> Filled:
    """A stay of up to four dates, with no more days than dates."""
    start, started = draw(THIS_YEAR)
    last = min(start + dt.timedelta(draw(st.integers(0, 3))), PLAN.last_day)
    end, ended = draw(typed(st.just(last), *_DAYS)) if last > start else (start, None)
    halves = st.integers(0, 2 * ((end - start).days + 1))
    columns = {
        "kind": ("服务类型", one_of(word for words in PLAN.service_types.values() for word in words)),
        "days": (
            "服务天数",
            typed(halves.map(lambda half: Decimal(half) / 2), float, "{}天".format, lambda n: wide(str(n))),
        ),
        "content": ("服务内容", MAYBE),
        "evidence": ("佐证材料", MAYBE),
    }
    codes, listed = _listed(draw, firms)
    known = {"commissioner": person[0], "enterprises": tuple(sorted(codes)), "start": start, "end": end}
    records, cells = _row(draw, ServiceLog, known, columns)
    return records, cells | _named(draw, person) | {"日期": started, "结束日期": ended, "服务企业": listed}


def _named(draw: st.DrawFn, person: Person) -> Cells:
    """编号 and 姓名; the number may be left out, because nobody here shares a name."""
    number = draw(st.sampled_from([person[0], wide(person[0]), None]))
    return {"特派员编号": number, "特派员姓名": draw(_name_spelled)(person[1])}


def log(
    record: type, number: str = "", **columns: tuple[str, Typed]
) -> Callable[[Person, Firms], st.SearchStrategy[Filled]]:
    """Rows of a log: of firms and of a person where the record names them; by 编号 alone under the heading `number`."""
    names = {field.name for field in fields(record)}

    @st.composite
    def rows(draw: st.DrawFn, person: Person, firms: Firms) -> Filled:
        known: dict[str, Any] = {}
        extra: Cells = {}
        if "commissioner" in names:
            known["commissioner"], extra = person[0], {number: person[0]} if number else _named(draw, person)
        if "enterprises" in names:
            codes, extra["服务企业"] = _listed(draw, firms)
            known["enterprises"] = tuple(sorted(codes))
        records, cells = _row(draw, record, known, columns)
        return records, cells | extra

    return rows


ROWS: dict[str, Callable[[Person, Firms], st.SearchStrategy[Filled]]] = {
    "派驻关系": pairings,
    "服务日志": visit,
    "月报": log(MonthlyReport, month=("月份", MONTH), submitted=("报送日期", THIS_YEAR)),
    "项目申报": log(
        ProjectApplication,
        name=("项目名称", TEXT),
        level=("项目级别", one_of(PLAN.project_levels)),
        date=("申报日期", THIS_YEAR),
        joint=("是否联合承担", YES_NO),
        state=("状态", MAYBE),
        evidence=("佐证材料", MAYBE),
    ),
    "知识产权与技术合同": log(
        Achievement,
        kind=("类型", one_of(word for group in PLAN.achievement_groups.values() for word in group)),
        name=("名称", TEXT),
        registration_number=("登记编号", NUMBER),
        date=("日期", THIS_YEAR),
        amount=("合同金额", maybe(MONEY, None)),
        evidence=("佐证材料", MAYBE),
    ),
    "计划与总结": log(Paper, kind=("材料", one_of(PLAN.papers.values())), submitted=("提交日期", THIS_YEAR)),
    "抽查": log(
        SpotCheck,
        date=("日期", THIS_YEAR),
        inspector=("抽查单位", TEXT),
        inspector_kind=("单位类别", maybe(one_of(["工作站", "派出单位", "服务单位"]), "")),
        result=("结果", TEXT),
        note=("备注", MAYBE),
    ),
    "培训活动": log(
        Training,
        date=("日期", THIS_YEAR),
        subject=("主题", TEXT),
        mode=("形式", maybe(one_of(["线上", "线下"]), "")),
        host=("主办", TEXT),
        people=("人数", maybe(COUNT, None)),
        lecturer=("讲师", MAYBE),
        topics=("政策内容", MAYBE),
    ),
    "经费支出": log(
        Expense,
        date=("日期", THIS_YEAR),
        item=("事项", TEXT),
        use=("用途", one_of(PLAN.funds.items)),
        amount=("金额", MONEY),
        payee=("收款方", MAYBE),
        voucher=("凭证号", OWN_NUMBER),
    ),
    "考核结果": log(
        AssessmentResult,
        "特派员编号",
        grade=("等次", one_of(["优"])),
        decided_on=("评定日期", DATE),
        opinion=("意见", MAYBE),
    ),
    "例外说明": log(
        AcceptedException,
        "对象",
        rule=("规则", typed(st.just("service_days"), as_it_is, wide)),
        fact=("事实", TEXT),
        reason=("理由", TEXT),
        approved_by=("批准人", TEXT),
        approved_on=("批准日期", DATE),
    ),
}


@st.composite
def years(draw: st.DrawFn) -> dict[str, list[Filled]]:
    """Two people, three firms and up to two rows in every other form."""
    people = list(zip(("001", "T002"), draw(st.lists(_names, min_size=2, max_size=2, unique=True)), strict=True))
    names = draw(st.lists(_firms, min_size=3, max_size=3, unique=True))
    firms = [(f"9115060{number}MA0N00000A", name) for number, name in enumerate(names)]
    filled = {
        "特派员": [draw(commissioner(id, name)) for id, name in people],
        "企业名录": [draw(enterprise(code, name)) for code, name in firms],
    }
    for form, rows in ROWS.items():
        filled[form] = [draw(rows(draw(st.sampled_from(people)), firms)) for _ in range(draw(st.integers(0, 2)))]
    return filled
