"""notice/通知.docx as a finished file."""

from __future__ import annotations

from pipeline.documents.kind import About, Desk, Document, Kind, Making, NotMade
from pipeline.documents.making import KEY, rendered, template_of
from pipeline.documents.notice.text import notice, unfounded
from pipeline.plan import PlanError


def make(desk: Desk, kind: Kind) -> Making:
    """The notice that issues the plan. NotMade where its text does not bear out every number of plan.toml."""
    plan = desk.plan
    try:
        context = notice(plan)
    except PlanError as error:
        raise NotMade([str(error)]) from error
    properties = {KEY: f"notice {plan.year}"}
    made = rendered(f"{kind.folder}/通知.docx", kind, properties, template_of(desk, kind), context)
    faults = unfounded(plan, made.data)
    if faults:
        raise NotMade(["通知没有生成：它与 plan.toml 对不上，请改正下列各项，或改正 [text] 的 body。", *faults])
    yield Document(made, About(number=plan.number))
