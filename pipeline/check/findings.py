"""A problem as the office meets it: said, compared with the check before, with what was answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.check.answers import Action, Answer, take_answers
from pipeline.check.audiences.words import Words, bureau_words
from pipeline.check.keys import keys_of
from pipeline.check.levels import ANSWERED, level
from pipeline.intake import Intake
from pipeline.intake.privacy import Conceal, public_problem
from pipeline.plan import Plan
from pipeline.problems import Place, Problem, Severity, gather, places_of
from pipeline.records import Dataset


class Progress(StrEnum):
    """A problem against the check before; nothing where there was none."""

    FIRST = ""
    NEW = "新增"
    STAYS = "仍在"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found of one rule and subject: `problems`, one or several, of which the first leads.

    `words` are the bureau's; what a workstation reads of it is asked of `audiences.station_words`. `key` is the same as
    long as what it is about and its values are the same. `stations` are the workstations of those it concerns; none
    where it is the bureau's own. `corrections` are the corrected copies that show it, relative to `check/`, its own
    place's first. `remark` is what is said of an answer that does not settle it.
    """

    problems: tuple[Problem, ...]
    words: Words
    key: str
    stations: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    progress: Progress = Progress.FIRST
    answer: Answer | None = None
    remark: str = ""

    @property
    def problem(self) -> Problem:
        return self.problems[0]

    @property
    def places(self) -> tuple[Place, ...]:
        return places_of(self.problems)

    @property
    def others(self) -> tuple[Place, ...]:
        """The further places, beside that of the problem that leads."""
        return tuple(place for place in self.places if place != self.problem.place)

    @property
    def sentence(self) -> str:
        return self.words.sentence + self.remark

    @property
    def silenced(self) -> bool:
        """A doubt that somebody confirmed as true; it stays in the list and no longer counts."""
        return self.problem.severity is Severity.DOUBT and self.answer is not None and self.answer.action is Action.TRUE

    @property
    def level(self) -> str:
        """The word that staff read for how much it matters."""
        return ANSWERED if self.silenced else level(self.problem)


def findings(problems: Sequence[Problem], intake: Intake, plan: Plan, conceal: Conceal) -> Iterator[Finding]:
    """What was found, gathered and said, with what was answered to it; then the answers that cannot be taken."""
    found = gather(problems)
    keys = keys_of(found, intake.value_at)
    taken, unclear = take_answers(intake.replies, frozenset(keys), plan.year)
    answers = {one.key: replace(one, note=conceal(one.note), by=conceal(one.by)) for one in taken}
    asked = gather(unclear)
    exemptable = {minimum.id for minimum in plan.minimums if minimum.exemptable}
    for raw, key in zip([*found, *asked], [*keys, *keys_of(asked, intake.value_at)], strict=True):
        shown, answer = tuple(public_problem(one, conceal) for one in raw), answers.get(key)
        said = remark(shown[0], answer, shown[0].rule in exemptable)
        stations = stations_of(shown, intake.dataset)
        yield Finding(shown, bureau_words(shown, plan, conceal), key, stations, answer=answer, remark=said)


def stations_of(problems: Sequence[Problem], dataset: Dataset) -> tuple[str, ...]:
    """The workstations of those they are about, in order; none where it is an enterprise or the district."""
    people = dataset.commissioner_by_id
    named = {key for one in problems for key in (one.subject, *one.people) if key in people}
    return tuple(sorted({people[key].workstation for key in named if key and people[key].workstation}))


def remark(problem: Problem, answer: Answer | None, exemptable: bool) -> str:
    """What is said behind a problem that was answered and stands all the same; nothing where the answer settles it.

    `exemptable` says whether an accepted exception could excuse it.
    """
    if answer is None or problem.exempted:
        return ""
    given = f"（{answer.by}答复：{answer.action}）"
    match answer.action, problem.severity:
        case Action.TRUE, Severity.DOUBT:
            return ""
        case Action.TRUE, Severity.ERROR:
            return f"{given}错误不能以“属实”了结，仍须更正。"
        case Action.TRUE, _:
            return f"{given}请在「例外说明」中写明理由并报批。" if exemptable else f"{given}仍按未达标如实写入文件。"
        case Action.CORRECTED, _:
            return f"{given}但本次检查仍有这一问题，请再核对。"
    return given
