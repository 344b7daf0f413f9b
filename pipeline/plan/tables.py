"""plan.toml as checked tables: syntax, missing and unknown keys, wrong types, each one Chinese sentence."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.ooxml.plain_file import NotAFile, read_plain
from pipeline.plan.model import PlanError
from pipeline.plan.schema import OPEN_TABLES, OPTIONAL_TABLES, TABLES, Key, Table
from pipeline.plan.value_kinds import Kind

# What tomllib says, and what staff can do about it.
_SYNTAX = (
    ("Cannot overwrite a value", "同一个键写了两次"),
    ("Cannot declare", "同一个方括号表头写了两次"),
    ("Cannot mutate", "同一张表分在两处写了"),
    ("Unterminated string", "引号没有配对"),
    ("Illegal character", "引号没有配对，或有不能用的字符"),
    ("Unclosed array", "方括号没有配对"),
    ("Unclosed inline table", "花括号没有配对"),
    ("Expected '='", "键和值之间缺少半角等号"),
    ("Invalid initial character for a key part", "键名不能直接用中文或全角符号"),
    ("Invalid statement", "这一行不是“键 = 值”：键名不能直接用中文或全角符号"),
    ("Invalid value", "值的写法不对：文字要加半角双引号，数字和日期不加引号"),
    ("Expected ']'", "方括号没有配对"),
    ("Invalid date", "没有这个日期"),
)


def load(path: Path) -> dict[str, object]:
    """The file's tables. A file that is missing, not UTF-8, not TOML, or holds an unknown table is a PlanError."""
    try:
        text = read_plain(path).decode("utf-8-sig")  # 记事本 puts a mark before the first character
    except FileNotFoundError:
        raise PlanError(f"{path}：没有找到方案文件。请把 plan.toml 放在该处，可以从上一年复制后修改。") from None
    except NotAFile:
        raise PlanError(f"{path}：不是文件（是文件夹、管道或设备）。请把 plan.toml 放在该处。") from None
    except OSError:
        raise PlanError(f"{path}：方案文件打不开。请检查读取权限；放在共享文件夹中的，请确认已连接。") from None
    except UnicodeDecodeError:
        raise PlanError(f"{path.name}：不是 UTF-8 编码。请用记事本打开，另存为时编码选 UTF-8。") from None
    try:
        document: dict[str, object] = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        raise PlanError(_syntax_message(path.name, str(error), text)) from None
    return Tables(path.name).whole(document)


def _syntax_message(file: str, said: str, text: str) -> str:
    line = re.search(r"at line (\d+)", said)
    number = int(line[1]) if line else len(text.splitlines())
    reason = next((chinese for english, chinese in _SYNTAX if english in said), "写法有误")
    return f"{file} 第 {number} 行不符合 TOML 写法（{reason}）。请检查这一行及上一行的引号、等号和括号。"


def shown(value: object) -> str:
    """A value as TOML writes it, for a message."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"' if len(value) <= 20 else f'"{value[:20]}…"'
        case list():
            return "一个列表"
        case dict():
            return "一张表"
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
    return str(value)


class Tables:
    """The checks, all of them sentences that begin with the name of one file."""

    def __init__(self, file: str) -> None:
        self.file = file

    def refuse(self, where: str, what: str) -> PlanError:
        return PlanError(f"{self.file}：{where} {what}")

    def whole(self, document: dict[str, object]) -> dict[str, object]:
        """The whole file with each of its tables there, the open ones empty where they are missing."""
        known = (*TABLES, *OPEN_TABLES, *OPTIONAL_TABLES)
        for name, value in document.items():
            if name not in known:
                kind = f"[{name}] 这张表" if isinstance(value, dict) else f"{name} 这个键"
                raise PlanError(f"{self.file}：不认识 {kind}{_suggestion(name, known, '[{}]')}。请改正名称或删去。")
            if not isinstance(value, dict):
                raise self.refuse(f"[{name}]", f"应为一张表，现为 {shown(value)}。请把它写成方括号表头。")
        for name in TABLES:
            if name not in document:
                raise self.refuse(f"缺少 [{name}]", "这张表。请补上，可以从上一年的 plan.toml 复制后修改。")
        return {**{name: {} for name in OPEN_TABLES}, **document}

    def checked(self, where: str, table: object, keys: Table) -> dict[str, Any]:
        """The table with a value for every key, in the order of `keys`."""
        if not isinstance(table, dict):
            raise self.refuse(where, f"应为一张表，现为 {shown(table)}。请把它写成方括号表头。")
        self.known(where, table, keys)
        return {name: self._value(where, table, name, key) for name, key in keys.items()}

    def known(self, where: str, names: Iterable[str], keys: Iterable[str]) -> None:
        """Refuses a name that is not among `keys`."""
        for name in names:
            if name not in (allowed := tuple(keys)):
                hint = _suggestion(name, allowed, "{}")
                usable = f"可用的键：{'、'.join(allowed)}" if allowed else "没有可用的键"
                raise self.refuse(where, f"有不认识的键 {name}{hint}。请改正或删去；{usable}。")

    def _value(self, where: str, table: Mapping[str, object], name: str, key: Key) -> object:
        if name not in table:
            if key.required:
                example = f"{name} = {key.kind.example}"
                raise self.refuse(where, f"缺少 {name}（{key.kind.name}）。请补上，例如 {example}。")
            return key.default
        return self.of_kind(where, name, table[name], key.kind)

    def of_kind(self, where: str, name: str, value: Any, kind: Kind) -> Any:
        """The value, refused when it is of another kind."""
        if kind.accepts(value):
            return value
        now = "" if kind.private else f"，现为 {shown(value)}"
        wanted = f" {kind.name}" if kind.name[0].isascii() else kind.name
        raise self.refuse(where, f"的 {name} 应为{wanted}{now}。请改正，例如 {name} = {kind.example}。")


def _suggestion(name: str, known: tuple[str, ...], shape: str) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"（是否应为 {shape.format(near[0])}？）" if near else ""
