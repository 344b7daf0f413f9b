"""What a kind of document is: one object with every facet, and what its making takes and gives.

Cheap to import: what a kind works with is asked for when it is needed, so that the list of commands is there at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.check.withheld import Need, Reasons
    from pipeline.check.year import Checked
    from pipeline.plan import Plan
    from pipeline.publishing.ledger import Ledger
    from pipeline.publishing.made import Made
    from pipeline.publishing.workspace import Workspace


class Reads(Enum):
    """What is read before documents of a kind are made."""

    PLAN = "the plan alone"
    ROSTER = "every spreadsheet; that there is no log yet is no problem"
    LOGS = "every spreadsheet; that there is no log is one"


@dataclass(frozen=True, slots=True)
class About:
    """What a document is about: `workstation` is "" for what is the bureau's own; `subject` 编号 and 姓名 of the person
    ("T005 张伟") or ""; `number` that of an agreement or ""; `blanks` what is still to be filled in by hand, no private
    number among them."""

    workstation: str = ""
    subject: str = ""
    number: str = ""
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One finished document, and what it is about."""

    made: Made
    about: About = About()


@dataclass(frozen=True, slots=True)
class Item:
    """A document that was made in this run, without its bytes; `path` is relative to `output/<year>/`, with `/`.

    Of an edited one, `outdated` says that the data changed since it was generated, `blank_lines` how many lines with a
    blank it has where they are not those generated.
    """

    path: str
    kind: Kind
    about: About = About()
    outdated: bool = False
    blank_lines: int | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What documents are made from.

    `kinds` are all there are, in order; `checked` is None where no spreadsheet was read; `held` says by the id of a
    kind which of its documents are withheld, `not_made` the same by path, with all else that is not made; `items` what
    the run has made so far and goes into packs, `blocked` the paths of those of them that could not be written, and
    `refused` the kinds of which nothing could be made.
    """

    workspace: Workspace
    plan: Plan
    ledger: Ledger
    kinds: tuple[Kind, ...]
    checked: Checked | None = None
    held: Mapping[str, Reasons] = field(default_factory=dict)
    not_made: Mapping[str, str] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    blocked: Collection[str] = ()
    refused: tuple[Kind, ...] = ()

    @property
    def year(self) -> Checked:
        """The year that was read; for kinds that say that they read it."""
        assert self.checked is not None, "a kind that reads the plan alone asks for the year"
        return self.checked


class NotMade(Exception):
    """The plan is such that nothing of a kind can be made; `sentences` say why, in Chinese."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


Making = Iterator[Document | str]  # what is made, and a Chinese sentence for what could not be


def _none_expected(year: Checked) -> int:
    return 0


def _nothing_held(kind: Kind, year: Checked, reasons: Reasons) -> dict[str, str]:
    return {}


def _no_copies(plan: Plan) -> str:
    return ""


def _none_standing(desk: Desk, kind: Kind) -> list[Path]:
    return []


def _none_stale(desk: Desk, kind: Kind, gone: Collection[str]) -> list[str]:
    return []


@dataclass(frozen=True, slots=True)
class ToFill:
    """What the documents of a kind leave open.

    `shared` are the blanks that stand in every one, (name, key) of the `table` of plan.toml that leaves them open;
    `rows` the forms in which a person's own blanks are filled in; `called` the document in a few words.
    """

    table: str
    shared: Callable[[Plan], list[tuple[str, str]]]
    rows: str
    called: str


@dataclass(frozen=True, slots=True)
class Works:
    """How a kind is made.

    `make` may raise TemplateError, where a template cannot be used, and NotMade. `need` says which errors withhold its
    documents, `not_made` gives their paths with the reasons, by what `need` was answered, and with all else that keeps
    one from being made. `expected` is how many documents there will be at most, where that is one a person. `copies`
    says in how many copies it is signed (一式三份). Of what gathers, `standing` are the files that lie there, `stale`
    the paths of those that hold a document which is gone.
    """

    make: Callable[[Desk, Kind], Making]
    need: Need | None = None
    not_made: Callable[[Kind, Checked, Reasons], dict[str, str]] = _nothing_held
    expected: Callable[[Checked], int] = _none_expected
    to_fill: ToFill | None = None
    copies: Callable[[Plan], str] = _no_copies
    standing: Callable[[Desk, Kind], list[Path]] = _none_standing
    stale: Callable[[Desk, Kind, Collection[str]], list[str]] = _none_stale


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document.

    `id` is its name in the ledger; `folder` where its documents lie in `output/<year>/`; `command` and `help` its own
    command; `reads` what that reads; `templates` its files in `templates/`. `name` is what the closing lines call it,
    "" where they do not count it; `in_prose` the same in a sentence. `made_after` are the ids of the kinds that its
    command makes before it. `packed_as` is its name in packs and their lists, "" where it goes into none. What
    `gathers` is made of the packed kinds' documents as they lie on the disk, after all of them. What is of use only as
    of the `latest` run makes no proposal to somebody's file that the ledger does not know, and does not come back.
    """

    id: str
    folder: str
    command: str
    help: str
    reads: Reads
    works: Callable[[], Works]
    templates: tuple[str, ...] = ()
    name: str = ""
    in_prose: str = ""
    made_after: tuple[str, ...] = ()
    packed_as: str = ""
    gathers: bool = False
    latest: bool = False

    def holds(self, path: str) -> bool:
        """Whether a path of `output/<year>/` is in its folder."""
        return path.startswith(f"{self.folder}/")
