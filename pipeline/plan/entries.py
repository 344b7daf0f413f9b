"""The tables of plan.toml as the types of `model.py`, with the checks that look at more than one key."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.chinese.dates import day as day_of
from pipeline.chinese.figures import figure
from pipeline.chinese.lists import listed
from pipeline.plan import schema
from pipeline.plan.model import Citation, Deadline, Duty, Listing, Minimum, Reading, Recorded, Section, Target
from pipeline.plan.questions import QUESTIONS, Question
from pipeline.plan.schema import Table
from pipeline.plan.tables import Tables, shown
from pipeline.plan.value_kinds import DAY_OR_NONE, PERCENT, SERIAL, SERIAL_OR_NONE, SLOT, TEXT, TEXTS


def figure_of(duty: Duty) -> str:
    """The figure of an entry as the plan's text says it: 30人, 15日, the items of a list; a date that is not fixed
    in the entry's own words."""
    match duty:
        case Target(value=value, unit=unit) | Minimum(value=value, unit=unit):
            return figure(value, unit)
        case Deadline(day=int(day)):
            return figure(day, "日")
        case Deadline(date=dt.date() as date):
            return day_of(date)
        case Listing(items=items):
            return listed(items)
    return duty.citations[0].wording


Values = dict[str, Any]  # a table checked against its schema: its values are of the types the schema names


class Entries:
    """Makes the entries of one year's file; whatever is wrong is a PlanError of one sentence."""

    def __init__(self, tables: Tables, facts: Mapping[str, Any]) -> None:
        self.tables = tables
        self.year = int(facts["year"])
        self.slots = {name: str(facts[name]) for name in ("year", "name", "basis", "county", "issuer")}

    def unique(self, document: Mapping[str, Any]) -> None:
        """An id names one entry of the plan: problems and exceptions refer to it."""
        seen: dict[str, str] = {"policy_topics": "[policy_topics]", "funds": "[funds]"}
        for table in schema.OPEN_TABLES:
            for id in document[table]:
                where = f"[{table}.{id}]"
                if id in seen:
                    raise self.tables.refuse(where, f"与 {seen[id]} 的编号相同。请给其中一个换一个编号。")
                seen[id] = where

    def targets(self, table: Mapping[str, object]) -> tuple[Target, ...]:
        return tuple(Target(**entry) for _, entry in self._duties("target", table, schema.TARGET))

    def minimums(self, table: Mapping[str, object], exemptable: Reading) -> tuple[Minimum, ...]:
        """The minimums; under the reading `service_days_only` no other measure may be marked as exemptable."""
        entries = []
        for where, entry in self._duties("minimum", table, schema.MINIMUM):
            only_days = exemptable.choice == "service_days_only"
            if entry["exemptable"] and only_days and entry["measure"] != "service_days":
                choice = f"[reading.{exemptable.id}] 的 choice 为 {shown(exemptable.choice)}"
                raise self.tables.refuse(where, f"的 exemptable 为 true，而 {choice}。请改正其中之一。")
            entries.append(Minimum(**entry))
        return tuple(entries)

    def recorded(self, table: Mapping[str, object]) -> tuple[Recorded, ...]:
        return tuple(Recorded(**entry) for _, entry in self._duties("recorded", table, schema.DUTY))

    def deadlines(self, table: Mapping[str, object]) -> dict[str, Deadline]:
        """The deadlines the engine knows, any of them. `date = ""` is None; one before the plan's year is refused."""
        self.tables.known("[deadline]", table, schema.DEADLINES)
        found = {}
        for id in table:
            for where, entry in self._duties("deadline", {id: table[id]}, schema.DEADLINES[id]):
                date = entry.pop("date", "") or None
                if date and date.year < self.year:
                    early = f"的 date 为 {shown(date)}，早于方案年度 {self.year} 年。请核对年份。"
                    raise self.tables.refuse(where, early)
                found[id] = Deadline(**entry, date=date)
        return found

    def listing(self, id: str, table: object) -> Listing:
        """A list with the other words for its items; an alias of something not in the list is refused."""
        where = f"[{id}]"
        entry = self._duty(id, where, self.tables.checked(where, table, schema.LISTING))
        items = tuple(entry.pop("items"))
        aliases = entry.pop("aliases")
        self.tables.known(f"[{id}.aliases]", aliases, items)
        others = {item: self._texts(f"[{id}.aliases]", item, words) for item, words in aliases.items()}
        return Listing(**entry, items=items, aliases=others)

    def readings(self, table: Mapping[str, object]) -> dict[str, Reading]:
        """All readings the engine honours, in its order; a further one, an unknown choice, one missing are refused.

        One that was not asked yet when plans of former years were written may be missing: its default then holds.
        """
        self.tables.known("[reading]", table, schema.READINGS)
        return {id: self._reading(id, table, question) for id, question in QUESTIONS.items()}

    def _reading(self, id: str, table: Mapping[str, object], question: Question) -> Reading:
        where, options = f"[reading.{id}]", "、".join(shown(choice) for choice in question.choices)
        if id not in table:
            if question.text:
                return _default(id, question)
            raise self.tables.refuse(f"缺少 {where}", f"这项解读。请补上，choice 可取 {options}。")
        entry: Values = self.tables.checked(where, table[id], schema.READING)
        try:
            option = question.option(entry["choice"])
        except KeyError:
            now = f"现为 {shown(entry['choice'])}"
            raise self.tables.refuse(where, f"的 choice 可取 {options}，{now}。请改为其中之一。") from None
        statements = entry.pop("statement")
        self.tables.known(f"{where} 的 statement", statements, [each.key for each in question.options])
        said = {key: self.tables.of_kind(f"{where} 的 statement", key, text, TEXT) for key, text in statements.items()}
        entry["statement"] = said.get(option.key, option.statement)
        entry["decided_on"] = entry["decided_on"] or None
        if bool(entry["decided_by"].strip()) != bool(entry["decided_on"]):
            raise self.tables.refuse(where, "的 decided_by 和 decided_on 应同时填写或同时留空。请补上另一项。")
        return Reading(id=id, **entry)

    def sections(self, table: Mapping[str, object]) -> dict[str, Section]:
        self.tables.known("[section]", table, schema.SECTIONS)
        return {id: Section(**self._values(f"[section.{id}]", table[id], schema.SECTION)) for id in table}

    def groups(self, name: str, table: Mapping[str, object], required: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Named groups of words; a word in two of them is refused, because it would count twice."""
        where = f"[{name}]"
        for group in required:
            if group not in table:
                raise self.tables.refuse(where, f"缺少 {group}（一列文字）。请补上，没有的写 {group} = []。")
        groups = {group: self._texts(where, group, words) for group, words in table.items()}
        seen: dict[str, str] = {}
        for group, words in groups.items():
            for word in words:
                if word in seen:
                    raise self.tables.refuse(where, f"的“{word}”在 {seen[word]} 和 {group} 中重复。请只保留一处。")
                seen[word] = group
        return groups

    def grades(self, table: object) -> tuple[tuple[str, ...], dict[str, int]]:
        """The grades, best first, and the percent each may reach at most; both empty where the plan has none."""
        entry = self._values("[grades]", table, schema.GRADES)
        self.tables.known("[grades.caps]", entry["caps"], entry["labels"])
        for label, cap in entry["caps"].items():
            self.tables.of_kind("[grades.caps]", label, cap, PERCENT)
        return tuple(entry["labels"]), dict(entry["caps"])

    def text(self, table: object, duties: Iterable[Duty]) -> tuple[str, ...]:
        """The plan's own text, a paragraph a line; each figure of a duty stands in it as a slot: {service_days}.

        A slot of no duty stays: only the notice needs the text, and says so.
        """
        if not table:
            return ()
        body = str(self._values("[text]", table, schema.TEXT_OF_PLAN)["body"])
        slots = self.slots | {duty.id: figure_of(duty) for duty in duties}
        filled = SLOT.sub(lambda found: slots.get(found[1], found[0]), body)
        return tuple(line.strip() for line in filled.splitlines() if line.strip())

    def words(self, name: str, table: object, keys: Table) -> Values:
        """A table of words for documents: slots such as {year} filled in, lists as tuples, an empty date as None."""
        where = f"[{name}]"
        values = self._values(where, table, keys)
        for key, value in values.items():
            if keys[key].kind is DAY_OR_NONE:
                values[key] = value or None
            elif isinstance(value, list):
                values[key] = tuple(self._filled(where, key, line) for line in value)
            elif isinstance(value, str):
                serial = keys[key].kind is SERIAL_OR_NONE
                values[key] = self._filled(where, key, value, SERIAL if serial else None)
        return values

    def _filled(self, where: str, key: str, text: str, kept: re.Pattern[str] | None = None) -> str:
        """`text` with its slots filled; those that match `kept` are somebody else's to fill."""

        def value(found: re.Match[str]) -> str:
            if kept and kept.fullmatch(found[0]):
                return found[0]
            if found[1] not in self.slots:
                usable = "、".join(f"{{{name}}}" for name in self.slots)
                raise self.tables.refuse(where, f"的 {key} 中有不认识的 {found[0]}。请改正；可用的有 {usable}。")
            return self.slots[found[1]]

        return SLOT.sub(value, text)

    def _duties(self, kind: str, table: Mapping[str, object], keys: Table) -> Iterator[tuple[str, Values]]:
        for id, entry in table.items():
            where = f"[{kind}.{id}]"
            yield where, self._duty(id, where, self.tables.checked(where, entry, keys))

    def _duty(self, id: str, where: str, entry: Values) -> Values:
        """The entry with its places of the plan gathered: the one that messages cite first."""
        also = [
            self._values(f"{where} 的 also 第 {number} 项", place, schema.PLACE)
            for number, place in enumerate(entry.pop("also"), start=1)
        ]
        first = {"clause": entry.pop("clause"), "wording": entry.pop("wording")}
        return {"id": id, **entry, "citations": tuple(Citation(**place) for place in (first, *also))}

    def _values(self, where: str, table: object, keys: Table) -> Values:
        return self.tables.checked(where, table, keys)

    def _texts(self, where: str, key: str, words: object) -> tuple[str, ...]:
        return tuple(self.tables.of_kind(where, key, words, TEXTS))


def _default(id: str, question: Question) -> Reading:
    """The default where a plan was written before the question was asked."""
    option = question.options[0]
    reason = "方案文件没有写这一项，取默认的理解。"
    return Reading(id, "", question.text, option.choice, reason, statement=option.statement)
