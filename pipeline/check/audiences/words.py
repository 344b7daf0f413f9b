"""A finding in the words of one audience; whoever shows it, in whatever file, takes them from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.check.saying import fact_and_remedy, say
from pipeline.check.whereabouts import MOST_PIECES
from pipeline.intake.privacy import Conceal
from pipeline.plan import Plan
from pipeline.problems import Place, Problem, places_of

MOST_OWN = 2_000  # problems of one finding that have a sentence each: nobody reads more one by one
AS_ALL = "属于「问题」表中的同一条问题。"  # what is said, before the remedy, at the cells of the others


@dataclass(frozen=True, slots=True)
class Words:
    """What one audience reads of the problems of a finding, without private numbers.

    `about` names whom or what they are about, "" for nobody; `fact` says what is the case, `remedy` what to do, whole
    sentences both; `sentence` says it all, with its place. `parts` are the sentences of the problems one by one, where
    they are several: "" for one that this audience is not told of; beyond `MOST_OWN` they share one.
    """

    about: str
    fact: str
    remedy: str
    sentence: str
    parts: tuple[str, ...] = ()


def bureau_words(problems: Sequence[Problem], plan: Plan, conceal: Conceal) -> Words:
    """What the bureau reads: all of it. The first of the problems speaks for them and names the others' places.

    Of those that speak of a second place each names both, unless they are many.
    """
    lead = problems[0]
    paired = [one for one in problems[1:] if isinstance(one.facts.get("other"), Place)]
    told = paired if len(paired) <= MOST_PIECES else []
    others = tuple(place for place in places_of(one for one in problems if one not in told) if place != lead.place)
    fact, remedy = map(conceal, fact_and_remedy(lead, plan))
    own = [conceal(say(one, plan)) for one in problems[:MOST_OWN]] if len(problems) > 1 else []
    return Words(
        conceal(lead.who) or lead.subject or "",
        f"{fact}。",
        remedy,
        conceal(say(lead, plan, others, told)),
        (*own, *[AS_ALL + remedy] * len(problems[MOST_OWN:])),
    )
