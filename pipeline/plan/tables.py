"""plan.toml as checked tables: syntax, missing and unknown keys, wrong types, each one Chinese sentence."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.plan.mistyped_values import readings_of
from pipeline.plan.model import PlanError
from pipeline.plan.places import line_of
from pipeline.plan.schema import OPEN_TABLES, OPTIONAL_TABLES, TABLES, Key, Table
from pipeline.plan.slips import slips
from pipeline.plan.source import text_of
from pipeline.plan.value_kinds import Kind

_DIGITS = 15  # of a number in a message


def load(path: Path) -> tuple[Tables, dict[str, Any]]:
    """The file's tables, and the checks for what is in them.

    A file that is missing, not UTF-8, not TOML, or holds an unknown table is a PlanError.
    """
    text = text_of(path)
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError):
        raise PlanError(slips(path.name, text)) from None
    tables = Tables(path.name, text)
    return tables, tables.whole(document)


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
        case int() if abs(value) >= 10**_DIGITS:
            return "一个很大的数"
    return str(value)


class Tables:
    """The checks, all of them sentences that begin with the name of one file and, where it is known, the line."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.lines = file, text.split("\n")

    def refuse(self, where: str, what: str, key: str = "") -> PlanError:
        """What is wrong with a table, or with a key of it."""
        table = re.search(r"\[([^\]]+)\]", where)
        line = line_of(self.lines, table[1], key) if table else None
        return PlanError(f"{self.file}{f' 第 {line} 行' if line else ''}：{where} {what}")

    def whole(self, document: dict[str, Any]) -> dict[str, Any]:
        """The whole file with each of its tables there, the open ones empty where they are missing."""
        known = (*TABLES, *OPEN_TABLES, *OPTIONAL_TABLES)
        for name, value in document.items():
            if name not in known:
                where, kind = (f"[{name}]", "这张表") if isinstance(value, dict) else (name, "这个键")
                raise self.refuse(f"不认识 {where}", f"{kind}{_suggestion(name, known, '[{}]')}。请改正名称或删去。")
            if not isinstance(value, dict):
                raise self.refuse(f"[{name}]", f"应为一张表，现为 {shown(value)}。请写成一层方括号：[{name}]。")
        for name in TABLES:
            if name not in document:
                raise self.refuse(f"缺少 [{name}]", "这张表。请补上，可以从上一年的 plan.toml 复制后修改。")
        return {**{name: {} for name in OPEN_TABLES}, **document}

    def checked(self, where: str, table: object, keys: Table) -> dict[str, Any]:
        """The table with a value for every key, in the order of `keys`."""
        if not isinstance(table, dict):
            raise self.refuse(where, f"应为一张表，现为 {shown(table)}。请写成一层方括号：{where}。")
        self.known(where, table, keys)
        return {name: self._value(where, table, name, key) for name, key in keys.items()}

    def known(self, where: str, names: Iterable[str], keys: Iterable[str]) -> None:
        """Refuses a name that is not among `keys`."""
        for name in names:
            if name not in (allowed := tuple(keys)):
                hint = _suggestion(name, allowed, "{}")
                usable = f"可用的键：{'、'.join(allowed)}" if allowed else "没有可用的键"
                raise self.refuse(where, f"有不认识的键 {name}{hint}。请改正或删去；{usable}。", name)

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
        raise self.refuse(where, f"的 {name} 应为{wanted}{now}。{_instead(name, value, kind)}。", name)


def _instead(name: str, value: object, kind: Kind) -> str:
    """What to write, where the value tells; else an example."""
    typed = shown(value).strip('"') if isinstance(value, int | float | str) and not kind.private else ""
    meant, _, free = next(readings_of(typed, kind)) if typed else ("", "", True)
    return f"请改正，例如 {name} = {kind.example}" if free else f"请改为 {name} = {meant}"


def _suggestion(name: str, known: tuple[str, ...], shape: str) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"（是否应为 {shape.format(near[0])}？）" if near else ""
