"""What is wrong with whole workbooks: unreadable ones, missing forms and columns, sheets nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from pipeline.chinese.figures import likeness
from pipeline.faults import Fault
from pipeline.forms import BY_NAME, FORMS, Presence
from pipeline.forms.offers import GUIDE
from pipeline.intake.faults import (
    EXTRA_COLUMNS,
    HEADING,
    HIDDEN,
    LEFT_OUT,
    MISSING_COLUMN,
    MISSING_FORM,
    NO_FORM,
    STRUCK_OUT,
    UNREADABLE,
    UNRECOGNISED_SHEET,
)
from pipeline.intake.matching import People
from pipeline.problems import Place, Problem
from pipeline.sheets import Book, Refusal, Strange, Table, is_spreadsheet
from pipeline.sheets.tables.headings import Repeated

# Nobody's rows were ever in there
NOT_A_WORKBOOK = frozenset({"empty", "not_a_spreadsheet", "foreign_file", "not_a_file", "folder", "link_back"})
FOREIGN = frozenset({"foreign_file", "not_a_file"})  # whether they are logs, their own name alone says
_SAID = 3  # workbooks of which is told what is the matter, where there is no list to tell it in


def why_unread(refused: Iterable[Refusal]) -> str:
    """What is the matter with each of a few workbooks or folders that could not be read, and what to do about it."""
    ours = [entry for entry in refused if not _is_foreign(entry)]
    said = [
        f"{entry.place().shown_workbook}：{wording.fact}。{wording.remedy}"
        for entry in ours[:_SAID]
        if (wording := UNREADABLE.wordings[f"refused_{entry.code}"])
    ]
    return "".join(said) + (f"读不了的共有 {len(ours)} 处。" if len(ours) > _SAID else "")


def _is_foreign(entry: Refusal) -> bool:
    return entry.code in FOREIGN and not is_spreadsheet(entry.workbook)


def refusals(refused: Iterable[Refusal], people: People) -> list[Problem]:
    """One error a workbook or folder that cannot be read.

    It concerns the workstation in its name; else everybody, because anybody's rows may be in it, but for what is no
    workbook at all. What is not even called like a spreadsheet is a doubt, unless its own name names a workstation: the
    photographs in a workstation's folder are no logs. So is what was read by another way, and what cannot be entered
    where no table is looked for.
    """
    problems = []
    for entry in refused:
        foreign = _is_foreign(entry)
        name = PurePosixPath(entry.workbook).name if foreign else entry.workbook
        station = people.station_in(name) or ""
        doubtful = (foreign and not station) or entry.aside or entry.code == "link_back"
        problems.append(
            (UNREADABLE.mild if doubtful else UNREADABLE).of(
                None,
                entry.place(),
                facts={"code": entry.code, "station": station},
                code=f"refused_{entry.code}",
                people=frozenset() if doubtful else _concerned(name, people, unnamed=entry.code not in NOT_A_WORKBOOK),
                about=entry.code if doubtful else "",
            )
        )
    return problems


def strangers(books: Iterable[Book], people: People) -> list[Problem]:
    """A workbook without any known form is an error where it bears a workstation's name and may be a log.

    That is one that lost its headings, or most of what must be there is. Any other, and a single strange sheet, is a
    doubt: offices keep rotas and address lists. The sheet that explains our blank forms is none.
    """
    problems: list[Problem] = []
    for book in books:
        unknown = [one for one in book.strange if not (GUIDE in one.sheet and one.opening.startswith(GUIDE))]
        if book.tables:
            problems.extend(_unknown(UNRECOGNISED_SHEET, "unrecognised", one, book.place(one.sheet)) for one in unknown)
        elif unknown:
            concerned = _concerned(book.workbook, people, unnamed=False) if any(map(_may_be_log, unknown)) else None
            fault = NO_FORM if concerned else NO_FORM.mild
            best = min(unknown, key=_lacking)
            problem = _unknown(fault, "no_form", best, book.place())
            facts = {**problem.facts, "station": people.station_in(book.workbook) or ""}
            problems.append(replace(problem, facts=facts, people=concerned or frozenset()))
    return problems


def _may_be_log(sheet: Strange) -> bool:
    """Whether a sheet that is of no form may be a log all the same.

    Nothing heads it, or it says what each row of a log is about that must be there: when, who, at which firm.
    """
    near = sheet.nearest
    form = BY_NAME[near.form] if near else None
    if near is None or form is None:
        return not sheet.headed
    must_be_there = form.log is not None and form.presence is Presence.REQUIRED
    return must_be_there and set(near.missing).isdisjoint(form.identity)


def _lacking(sheet: Strange) -> tuple[bool, int]:
    return sheet.nearest is None, len(sheet.nearest.missing) if sheet.nearest else 0


def _unknown(fault: Fault, code: str, sheet: Strange, place: Place) -> Problem:
    """A sheet of no form, with the form that it comes nearest to and what it lacks."""
    near = sheet.nearest
    if near is None:
        return fault.of(None, place)
    if near.unsaid:
        words = "”或“".join(near.unsaid)
        unsaid = f"写的是“{near.other}”" if near.other else f"和文件名都没有写明“{words}”"
        where = "工作表名或表头上方" if near.other else "工作表名、表头上方"
        said = f"像是按月份分列的「{near.form}」，但{where}{unsaid}"
    else:
        lacking = f"缺少「{'」「'.join(near.missing)}」" if near.missing else "但另有别的表头"
        said = f"最接近「{near.form}」，{lacking}"
    facts: dict[str, object] = {"form": near.form, "near": said}
    return fault.of(None, place, facts=facts, code=f"{code}_{'unsaid' if near.unsaid else 'near'}")


def _concerned(workbook: str, people: People, *, unnamed: bool) -> frozenset[str]:
    """The people of the workstation in the workbook's name; without one everybody if `unnamed`, else nobody."""
    station = people.station_in(workbook)
    return frozenset(
        person.id for person in people.all() if (unnamed if station is None else person.workstation == station)
    )


def hidden_parts(books: Iterable[Book]) -> list[Problem]:
    """One doubt a sheet whose tables have hidden parts: they count like all others, and somebody may not know."""
    sheets: dict[tuple[str, str], list[Table]] = {}
    for book in books:
        for table in book.tables:
            sheets.setdefault((book.workbook, table.sheet), []).append(table)
    problems = []
    for tables in sheets.values():
        numbers = sorted({number for table in tables for number in table.hidden_rows})
        columns = list(dict.fromkeys(column for table in tables for column in table.hidden_columns))
        whole = any(table.hidden_sheet for table in tables)
        if whole or numbers or columns:
            facts: dict[str, object] = {"whole": whole, "rows": numbers, "columns": columns}
            problems.append(HIDDEN.of(None, tables[0].place(), facts=facts))
    return problems


def struck_out_parts(books: Iterable[Book]) -> list[Problem]:
    """One doubt a sheet in whose tables something is struck out: it counts, and somebody may have meant it not to."""
    sheets: dict[tuple[str, str], list[Table]] = {}
    for book in books:
        for table in book.tables:
            if table.struck_rows or table.struck_cells:
                sheets.setdefault((book.workbook, table.sheet), []).append(table)
    return [
        STRUCK_OUT.of(
            None,
            tables[0].place(),
            facts={
                "struck": sorted({number for table in tables for number in table.struck_rows}),
                "struck_cells": [cell for table in tables for cell in table.struck_cells],
            },
        )
        for tables in sheets.values()
    ]


def left_out_rows(tables: Iterable[Table]) -> list[Problem]:
    """A doubt for the rows of a table in which nothing but what is filled in ahead stands, one for its examples."""
    problems = []
    for table in tables:
        place, form = table.place(), table.form.name
        if table.begun:
            columns = dict.fromkeys(column for found in table.begun.values() for column in found)
            facts: dict[str, object] = {"rows": list(table.begun), "columns": f"「{'」「'.join(columns)}」"}
            problems.append(LEFT_OUT.of(None, place, form, facts))
        if table.examples:
            problems.append(LEFT_OUT.of(None, place, form, {"rows": list(table.examples)}, "left_out_example"))
    return problems


def missing_forms(tables: Iterable[Table], refused: Iterable[Refusal], *, logs: bool) -> list[Problem]:
    """Forms that stand nowhere: an error for those that must be there, a doubt for the others.

    A workbook that could not be read is named: the form may stand in there. `logs` is False in January, when only
    roster and pairings are there.
    """
    found = {table.form.name for table in tables}
    unread = [entry.place().shown_workbook for entry in refused if entry.code not in NOT_A_WORKBOOK]
    problems = []
    for form in FORMS:
        if form.name in found or form.presence is Presence.OPTIONAL or (form.log and not logs):
            continue
        must = form.presence is Presence.REQUIRED
        facts: dict[str, object] = {"form": form.name} | ({"unread": unread} if unread else {})
        code = "form_required" if must else ""
        problems.append((MISSING_FORM if must else MISSING_FORM.mild).of(None, form=form.name, facts=facts, code=code))
    return problems


def column_problems(tables: Sequence[Table], people: People) -> list[Problem]:
    """Required columns that a table lacks, headings nearly right, and the columns that nobody asked for.

    The same ones in several tables are one problem: an office adds 录入人 to all its sheets.
    """
    problems = []
    for table in tables:
        for heading in table.missing:
            whose = BY_NAME[table.form.name].person
            persons = [people.match(row, table, *whose).person for row in table.rows]
            named = people.all() if None in persons else [person for person in persons if person]
            concerned = frozenset(person.id for person in named)
            problems.append(_missing_column(table, heading, concerned))
        problems.extend(_near_headings(table))
        problems.extend(_repeated_headings(table, people))
        if table.extra:
            place, columns = table.place(table.heading_row), "、".join(table.extra)
            problems.append(EXTRA_COLUMNS.of(None, place, facts={"columns": columns}, about=columns))
    return problems


def _missing_column(table: Table, heading: str, people: frozenset[str]) -> Problem:
    """The column that a table lacks; a heading that may be it is proposed."""
    near = max((one for one in table.near if heading in one.headings), key=lambda one: one.likeness, default=None)
    place = table.place(table.heading_row)
    facts: dict[str, object] = {"form": table.form.name, "column": heading}
    code = ""
    if near:
        facts |= {"words": near.words, "likeness": likeness(near.likeness)}
        code = "missing_column_near"
    return MISSING_COLUMN.of(None, place, table.form.name, facts, code, people=people)


def _near_headings(table: Table) -> list[Problem]:
    """A doubt for each heading that was read as another, and for each that was not and is not proposed elsewhere."""
    problems = []
    for near in table.near:
        if not near.taken and any(heading in table.missing for heading in near.headings):
            continue
        column = near.headings[0]
        place = table.place(table.heading_row, column if near.taken else None, near.letter)
        facts: dict[str, object] = {"words": near.words, "column": column, "near": "」「".join(near.headings)}
        code = "heading_taken" if near.taken else "heading_near"
        about = f"{table.form.name} {near.words}"  # the same slip in every station's workbook is one
        problems.append(HEADING.of(None, place, table.form.name, facts, code, about=about))
    return problems


def _repeated_headings(table: Table, people: People) -> list[Problem]:
    """A doubt for each heading that stands over several columns, of which one was read.

    Several together, with something below them, are another table beside it: an error, for nobody has read it.
    """
    block = [one for one in table.repeated if one.filled]
    if len(block) > 1:
        return [_unread_block(table, block, people)]
    problems = []
    for one in table.repeated:
        place = table.place(table.heading_row, letter=one.unread[0])
        count = f" {len(one.unread) + 1} " if len(one.unread) > 1 else "两"
        unread = "、".join(one.unread)
        facts: dict[str, object] = {"words": one.words, "count": count, "read": one.read, "unread": unread}
        about = f"{table.form.name} {one.words} {one.read} {unread}"
        problems.append(HEADING.of(None, place, table.form.name, facts, "heading_twice", about=about))
    return problems


def _unread_block(table: Table, block: Sequence[Repeated], people: People) -> Problem:
    columns = [letter for one in block for letter in one.unread]
    facts: dict[str, object] = {"columns": "、".join(columns), "words": "、".join(one.words for one in block)}
    concerned = frozenset(person.id for person in people.all())  # whose rows stand there nobody knows
    place = table.place(table.heading_row, letter=columns[0])
    return HEADING.of(None, place, table.form.name, facts, "heading_block", people=concerned)
