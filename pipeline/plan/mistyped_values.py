"""Values that TOML does not take, as people write them: dates, numbers with their units, words without marks."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Iterator

from pipeline.plan.value_kinds import Kind

_DATE = re.compile(r"(\d{4})[^\d\s]{1,2}(\d{1,2})[^\d\s]{1,2}(\d{1,2})[日号]?|((?:19|20)\d\d)(\d\d)(\d\d)")
_NUMBER = re.compile(r"([-+]?)0*(\d[\d,]*(?:\.\d+)?)([^\d.,:=\"-]*)")
_YES = ("是", "真", "对", "有", "√", "TRUE", "YES", "ON", "Y")
_NO = ("否", "假", "不", "无", "×", "FALSE", "NO", "OFF", "N")
_SHOWN = 20  # signs of a value in a sentence

Reading = tuple[str, str, bool]  # the value as TOML writes it, why what stands there is none, whether only an example


def readings_of(raw: str, kind: Kind | None) -> Iterator[Reading]:
    """What `raw` may have been meant to be; a `kind`, where it is known, has to accept it. The last is an example."""
    for value, why in _readings(raw):
        if kind is None or kind.accepts(_value(value)):
            yield value, why, False
    if kind and "=" not in raw:
        now = f"，这里是 {raw}" if raw and not kind.private and len(raw) <= _SHOWN else ""
        lacks = f"没有 {raw} 这一天，" if _names_no_day(raw) else "" if raw else "等号后面没有值，"
        wanted = f" {kind.name}" if kind.name[0].isascii() else kind.name
        yield kind.example, f"{lacks}应为{wanted}{'' if lacks else now}", True


def _readings(raw: str) -> Iterator[tuple[str, str]]:
    words = re.sub(r"\s", "", unicodedata.normalize("NFKC", raw))
    if not raw:
        yield '""', "等号后面没有值，没有定的写一对引号"
        return
    if day := _day(words):
        yield day.isoformat(), "日期应写作年-月-日，月、日各两位，不加引号"
    if match := _NUMBER.fullmatch(words):
        yield match[1] + match[2].replace(",", ""), "数字只写数字，不带单位、逗号和前面的零"
    if words.upper() in _YES:
        yield "true", "是写作 true"
    if words.upper() in _NO:
        yield "false", "否写作 false"
    yield from _punctuated(raw)
    words = raw.strip("“”‘’「」 ")
    if '"' not in words and words[:1] not in ("[", "{"):
        yield f'"{words}"', "文字应放在半角的双引号里"
    if re.fullmatch(r'[^"]+"', raw):
        yield f'"{raw}', "少了左边的引号"
    yield from _bracketed(raw)


def _punctuated(raw: str) -> Iterator[tuple[str, str]]:
    """The value without what stands behind it."""
    bare = raw.rstrip(",;。；， ")
    if bare != raw:
        yield bare, "行末的标点应删去"
    if match := re.fullmatch(r'("[^"]*"|[\d.-]++|true|false|\[[^\]]*\])\s*([^\s,\]"=]+)', raw):
        yield f"{match[1]}  # {match[2]}", "值后面的说明前应有半角的 #"


def _bracketed(raw: str) -> Iterator[tuple[str, str]]:
    """The value as a list with both of its brackets."""
    if raw.count("{") > raw.count("}"):
        yield re.sub(r"\s*\]?\s*$", " }]" if "[" in raw else " }", raw, count=1), "少了右花括号"
    if raw.count("[") > raw.count("]"):
        yield f"{raw}]", "少了右方括号"
    if raw.count("[") < raw.count("]"):
        yield f"[{raw.strip('[] ')}]", "方括号没有配对"
    if re.match(r'"[^"]*"', raw):
        yield f"[{raw.rstrip(', ')}]", "几项文字应放在一对方括号里"
    if not re.search(r'["={}]', raw):
        texts = [text for text in re.split(r"[,，、;；\s]+", raw.strip("[]［］【】 ")) if text]
        quoted = [f'"{text}"' for text in texts]
        yield f"[{', '.join(quoted)}]", "一列文字应放在一对方括号里，每项加半角的双引号"


def _day(words: str) -> dt.date | None:
    """The day that 2024-7-2, 2024.7.2, 2024/07/02, 20240702 or 2024年7月2日 names; None where they name none."""
    match = _DATE.fullmatch(words)
    try:
        return dt.date(*(int(part) for part in match.groups() if part)) if match else None
    except ValueError:
        return None


def _names_no_day(raw: str) -> bool:
    words = re.sub(r"\s", "", unicodedata.normalize("NFKC", raw))
    return bool(_DATE.fullmatch(words)) and _day(words) is None


def _value(toml: str) -> object:
    try:
        return tomllib.loads(f"x = {toml}")["x"]
    except ValueError:
        return None
