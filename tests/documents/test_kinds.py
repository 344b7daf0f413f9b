"""The table of kinds: no name twice, every template there, every output in its kind's folder."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from pipeline import forms
from pipeline.documents.kinds import (
    AGREEMENT,
    ANNUAL,
    ASSESSMENT,
    CHECK,
    FORMS,
    HANDOVER,
    KINDS,
    NOTICE,
    made_by,
)
from pipeline.forms import declaring
from tests.conftest import REPOSITORY, Root


def test_ids_folders_commands_and_names_in_packs_are_each_one_kind_s() -> None:
    for names in (
        [kind.id for kind in KINDS],
        [kind.folder for kind in KINDS],
        [kind.command for kind in KINDS],
        [kind.packed_as for kind in KINDS if kind.packed_as],
    ):
        assert len(set(names)) == len(names)


def test_every_template_belongs_to_a_kind() -> None:
    there = {path.name for path in (REPOSITORY / "templates").iterdir() if path.is_file()}
    assert sorted(name for kind in KINDS for name in kind.templates) == sorted(there)


def test_what_a_command_makes_and_in_which_order() -> None:
    assert {kind.command: made_by(kind) for kind in KINDS} == {
        "check": (CHECK,),
        "notice": (NOTICE,),
        "agreements": (CHECK, AGREEMENT),
        "assessments": (CHECK, ASSESSMENT),
        "annual-report": (CHECK, ASSESSMENT, ANNUAL),
        "handover": (CHECK, NOTICE, AGREEMENT, ASSESSMENT, ANNUAL, HANDOVER),
        "forms": (FORMS,),
    }


def test_what_is_withheld_is_said_of_the_kind_itself() -> None:
    needs = {kind.id: need.kind for kind in KINDS if (need := kind.works().need)}
    assert needs == {kind: kind for kind in ("agreement", "assessment", "annual")}


def test_what_columns_say_of_kinds_is_said_of_kinds_there_are() -> None:
    """Columns know kinds by their ids alone: forms stand below the documents."""
    assert (AGREEMENT.id, ASSESSMENT.id, ANNUAL.id) == (declaring.AGREEMENT, declaring.ASSESSMENT, declaring.ANNUAL)
    printed = {kind for form in forms.FORMS for column in form.columns for kind in column.printed or ()}
    assert printed == {AGREEMENT.id, ASSESSMENT.id, ANNUAL.id}
    assert printed <= {kind.id for kind in KINDS if kind.works().need}


def test_every_file_of_a_run_is_in_the_folder_of_its_kind(made: Root) -> None:
    with closing(sqlite3.connect(made.output / "ledger.db")) as ledger:
        known = dict(ledger.execute("SELECT path, kind FROM documents"))
    folders = {kind.id: kind for kind in KINDS}
    assert set(known) == set(made.files())
    assert [path for path, kind in known.items() if not folders[kind].holds(path)] == []
