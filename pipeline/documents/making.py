"""What the making of documents has in common: where one of a person lies, and what each says of itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from pipeline.check.year import Checked
from pipeline.documents.kind import About, Desk, Kind
from pipeline.publishing.made import Made
from pipeline.publishing.names import safe_name
from pipeline.word.template import Template

KEY = "DocumentKey"  # the custom property by which a document says which it is
NO_STATION = "未填工作站"  # the folder of those whose roster row names no workstation: always withheld


def template_of(desk: Desk, kind: Kind) -> Template:
    """The one template of a kind. A TemplateError where it cannot be used."""
    (name,) = kind.templates
    return Template(desk.workspace.templates / name)


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
