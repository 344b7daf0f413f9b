"""What the making of documents has in common: where one of a person lies, and what each says of itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from pipeline.check.year import Checked
from pipeline.documents.kind import About, Desk, Kind
from pipeline.documents.omitted import omitted
from pipeline.plan import Plan
from pipeline.publishing.made import Made
from pipeline.publishing.names import safe_name
from pipeline.word.errors import TemplateError
from pipeline.word.faults import SHOWING, Misjudged
from pipeline.word.fields import Contract
from pipeline.word.showing import texts_of
from pipeline.word.template import Template

KEY = "DocumentKey"  # the custom property by which a document says which it is
WORD_TEMPLATE = ".docx"
NO_STATION = "未填工作站"  # the folder of those whose roster row names no workstation: always withheld


def contract(kind: Kind, plan: Plan) -> Contract | None:
    """What the Word template of a kind is judged by, without what the plan lets the office leave out."""
    if kind.tags is None:
        return None
    left_out = omitted(kind.tags, plan)

    def kept(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in names if name not in left_out)

    fields = kind.tags.fields()
    return Contract(fields, kept(texts_of(fields, kind.tags.shows)), kept(kind.tags.branches))


def opened(desk: Desk, kind: Kind, name: str) -> Template | TemplateError:
    """The template of this file name, judged and compiled, or all that is wrong with it."""
    known = desk.templates.get(name)
    if known is not None:
        return known
    try:
        own = contract(kind, desk.plan) if kind.tags and kind.tags.template == name else None
        return Template(desk.workspace.templates / name, contract=own)
    except TemplateError as error:
        return error


def open_all(desk: Desk, kinds: Iterable[Kind]) -> dict[str, Template | TemplateError]:
    """The Word templates of kinds by file name, before anything is made of one."""
    return {name: opened(desk, kind, name) for kind in kinds for name in kind.templates if name.endswith(WORD_TEMPLATE)}


def template_of(desk: Desk, kind: Kind) -> Template:
    """The one template of a kind. A TemplateError where it cannot be used."""
    (name,) = kind.templates
    template = opened(desk, kind, name)
    if isinstance(template, TemplateError):
        raise template
    return template


def path_of(kind: Kind, year: Checked, person: str, key: str) -> str:
    """Where the document `key` of a person (编号) lies: below the person's workstation."""
    station = year.intake.dataset.commissioner_by_id[person].workstation or NO_STATION
    return f"{kind.folder}/{safe_name(station)}/{safe_name(key)}.docx"


def about(year: Checked, person: str, number: str = "", blanks: Sequence[str] = ()) -> About:
    """What a document of a person (编号) is about."""
    commissioner = year.intake.dataset.commissioner_by_id[person]
    return About(commissioner.workstation, commissioner.who, number, tuple(blanks))


def rendered(
    path: str, kind: Kind, properties: Mapping[str, str], template: Template, context: Mapping[str, object]
) -> Made:
    """A rendered document that says in its own properties what it is and what it was made from."""
    fingerprint = hashlib.sha256(json.dumps(context, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return Made(path, template.render(context, {**properties, "Fingerprint": fingerprint}), kind.id, fingerprint)


def refused(error: TemplateError, kind: Kind, missing: int) -> list[str]:
    """What is said of a template that cannot be used, or of a value that cannot be printed; `missing` what it costs."""
    called = kind.tags.called if kind.tags else kind.in_prose
    cost = f"，少了 {missing} 份" if missing > 0 else ""
    said = [str(error), f"{called}因此没有生成{cost}。" if missing else ""]
    if isinstance(error, Misjudged) and kind.tags:
        said.append(f"全部可用的标签：python -m pipeline fields {called}。")
        shown = next((one.tag for one in error.faults if one.code in SHOWING), "")
        example = f'omit = ["{called}：{shown}"]'
        said.append(f"确实不需要印出的项，写入 plan.toml 的 [templates]，如 {example}。" if shown else "")
    return [line for line in said if line]
