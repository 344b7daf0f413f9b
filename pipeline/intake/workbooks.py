"""What is wrong with whole workbooks: unreadable ones, missing forms and columns, sheets nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from pipeline.chinese.figures import likeness
from pipeline.forms import BY_NAME, FORMS, Presence
from pipeline.forms.offers import GUIDE
from pipeline.intake.faults import (
    EXTRA_COLUMNS,
    HEADING,
    HIDDEN,
    MISSING_COLUMN,
    MISSING_FORM,
    NO_FORM,
    UNREADABLE,
    UNRECOGNISED_SHEET,
)
from pipeline.intake.matching import People
from pipeline.problems import Problem
from pipeline.sheets import Book, Refusal, Table, is_spreadsheet

# Nobody's rows were ever in there
NOT_A_WORKBOOK = frozenset({"empty", "not_a_spreadsheet", "foreign_file", "not_a_file", "folder", "link_back"})
FOREIGN = frozenset({"foreign_file", "not_a_file"})  # whether they are logs, their own name alone says


def refusals(refused: Iterable[Refusal], people: People) -> list[Problem]:
    """One error a workbook or folder that cannot be read.

    It concerns the workstation in its name; else everybody, because anybody's rows may be in it, but for what is no
    workbook at all. What is not even called like a spreadsheet is a doubt, unless its own name names a workstation: the
    photographs in a workstation's folder are no logs. So is what was read by another way, and what cannot be entered
    where no table is looked for.
    """
    problems = []
    for entry in refused:
        foreign = entry.code in FOREIGN and not is_spreadsheet(entry.workbook)
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
    """A workbook without any known form is an error where it bears a workstation's name: a log that lost its headings.

    Any other, and a single strange sheet, is a doubt; the sheet that explains our blank forms is none.
    """
    problems = []
    for book in books:
        sheets = zip(book.strange, book.openings, strict=True)
        unknown = [sheet for sheet, opening in sheets if not (GUIDE in sheet and opening.startswith(GUIDE))]
        if unknown and not book.tables:
            concerned = _concerned(book.workbook, people, unnamed=False)
            fault = NO_FORM if concerned else NO_FORM.mild
            facts = {"station": people.station_in(book.workbook) or ""}
            problems.append(fault.of(None, book.place(), facts=facts, people=concerned))
            continue
        problems.extend(UNRECOGNISED_SHEET.of(None, book.place(sheet)) for sheet in unknown)
    return problems


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
        problems.extend(_repeated_headings(table))
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


def _repeated_headings(table: Table) -> list[Problem]:
    """A doubt for each heading that stands over several columns, of which one was read."""
    problems = []
    for one in table.repeated:
        place = table.place(table.heading_row, letter=one.unread[0])
        count = f" {len(one.unread) + 1} " if len(one.unread) > 1 else "两"
        unread = "、".join(one.unread)
        facts: dict[str, object] = {"words": one.words, "count": count, "read": one.read, "unread": unread}
        about = f"{table.form.name} {one.words} {one.read} {unread}"
        problems.append(HEADING.of(None, place, table.form.name, facts, "heading_twice", about=about))
    return problems
