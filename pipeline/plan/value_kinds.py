"""The kinds of values that plan.toml holds: how each is named to staff, and what passes for one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from stdnum.cn import uscc

from pipeline.plan.clauses import paths

SLOT = re.compile(r"\{([^{}]*)\}")  # where a text names a value that stands elsewhere in plan.toml
SERIAL = re.compile(r"\{serial(?::0([1-9]))?\}")  # where a running number stands, padded to so many digits

LARGEST = 10**9  # no plan counts as many people, days or firms


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value must be: its name for people, an example as TOML writes it, the test.

    A `private` value is never repeated in a message.
    """

    name: str
    example: str
    accepts: Callable[[object], bool]
    private: bool = False


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < LARGEST  # True is an int for Python, not for us


def _is_yuan(value: object) -> bool:
    """A price as TOML writes one: 1000 or 1000.5; at most what can be said in words."""
    return type(value) in (int, float) and 0 < value < 10**12 and round(value, 2) == value  # type: ignore[operator, call-overload]


def _is_numbering(value: str) -> bool:
    return len(SERIAL.findall(value)) == 1 and not re.search(r"\{\{|\}\}|[\n\r]", value)


def _is_day(value: object) -> bool:
    return type(value) is dt.date


def _all(accepts: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(accepts(entry) for entry in value)


def _is_clause(value: object) -> bool:
    return isinstance(value, str) and bool(paths(value))


TEXT = Kind("不为空的文字", '"……"', _is_text)
WORDS = Kind('文字（可以是空的 ""）', '"……"', lambda value: isinstance(value, str))
PRIVATE = Kind('文字（可以是空的 ""）', '"……"', lambda value: isinstance(value, str), private=True)
TEXTS = Kind("一列不为空的文字", '["……", "……"]', _all(_is_text))
SOME_TEXTS = Kind("至少一项的一列文字", '["……", "……"]', lambda value: _all(_is_text)(value) and value != [])
COUNT = Kind("不小于 0 的整数", "12", _is_count)
PERCENT = Kind("0 到 100 的整数", "50", lambda value: type(value) is int and 0 <= value <= 100)
YEAR = Kind("四位数的年份", "2025", lambda value: type(value) is int and 1949 < value < 10000)
DAY_OF_MONTH = Kind("1 到 31 的整数", "10", lambda value: type(value) is int and 1 <= value <= 31)
FLAG = Kind("true 或 false", "true", lambda value: isinstance(value, bool))
DAY = Kind("不加引号的日期", "2025-01-31", _is_day)
DAY_OR_NONE = Kind('不加引号的日期，没有定的为空 ""', "2025-01-31", lambda value: value == "" or _is_day(value))
CLAUSE = Kind("方案的条款", '"二（一）一"', _is_clause)
PLACES = Kind("一列出处", '[{ clause = "二（一）一", wording = "……" }]', _all(lambda value: isinstance(value, dict)))
ALIASES = Kind("一张表，每项是一列文字", "{}", lambda value: isinstance(value, dict))
STATEMENTS = Kind("一张表，每种选择一句话", '{ "……" = "……" }', lambda value: isinstance(value, dict))
ANY = Kind("值", "true", lambda value: True)
YUAN_OR_NONE = Kind(
    '以元为单位、至多两位小数的正数，没有定的为空 ""', "1000", lambda value: value == "" or _is_yuan(value)
)
SERIAL_OR_NONE = Kind(
    '恰有一处 {serial} 或 {serial:03} 的一行文字，不编号的为空 ""',
    '"〔{year}〕{serial:03}号"',
    lambda value: isinstance(value, str) and (value == "" or _is_numbering(value)),
)
CODE_OR_NONE = Kind(
    '校验正确的 18 位统一社会信用代码，没有的为空 ""',
    '"91350100M000100Y43"',
    lambda value: value == "" or (isinstance(value, str) and uscc.is_valid(value)),
)
PERIOD_OR_NONE = Kind(
    '“每月”“每年”“聘期内一次性”这样的说法，没有定的为空 ""',
    '"每月"',
    lambda value: isinstance(value, str) and (value == "" or len(value) > 1),
)
COPIES_OR_NONE = Kind(
    '“一式几份”这样的说法，没有定的为空 ""',
    '"一式三份，甲方、乙方和工作站各执一份"',
    lambda value: isinstance(value, str) and (value == "" or bool(re.match("(本协议)?一式.+份", value))),
)


def one_of(*choices: str) -> Kind:
    shown = "、".join(f'"{choice}"' for choice in choices)
    return Kind(f"{shown} 之一", f'"{choices[0]}"', lambda value: isinstance(value, str) and value in choices)
