"""`[templates] omit` of plan.toml: fields that the office does not show, though our templates do."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from pathlib import PurePath

from pipeline.documents.kind import Kind, Tags
from pipeline.plan import Plan
from pipeline.word.fields import every, spelled

_OF_KIND = re.compile(r"\s*[:：/]\s*|\s+")


def omitted(tags: Tags, plan: Plan) -> frozenset[str]:
    """The fields of a template that the plan leaves out, as they are spelled in full.

    An entry is a field (签订地点), or one of one template (补充协议：签订地点); a record or list stands for all of it.
    """
    wanted = [field for kind, field in map(_apart, plan.omitted) if kind in ("", tags.called)]
    paths = [spelled(path) for path, _ in every(tags.fields())]
    return frozenset(
        path for path in paths for field in wanted if path == field or path.startswith((f"{field}.", f"{field}["))
    )


def _apart(entry: str) -> tuple[str, str]:
    """The template that an entry names, "" for all of them, and the field."""
    parts = _OF_KIND.split(entry.strip(), maxsplit=1)
    return (parts[0].removesuffix(".docx"), parts[1]) if len(parts) == 2 else ("", parts[0])


def unknown_omissions(kinds: Sequence[Kind], plan: Plan) -> list[str]:
    """A Chinese sentence for each entry that names no field of any template, with the nearest."""
    every_tags = [kind.tags for kind in kinds if kind.tags]
    names = [f"{tags.called}：{spelled(path)}" for tags in every_tags for path, _ in every(tags.fields())]
    found = []
    for entry in dict.fromkeys(plan.omitted):
        kind, field = _apart(entry)
        written = [name for name in names if name == f"{kind}：{field}" or (not kind and name.endswith(f"：{field}"))]
        if not written:
            among = names if kind else [name.partition("：")[2] for name in names]
            near = difflib.get_close_matches(f"{kind}：{field}" if kind else field, among, 1, 0.5)
            hint = f"，相近的有“{near[0]}”" if near else ""
            found.append(
                f"{PurePath(plan.file).name}：[templates] 的 omit 中有“{entry}”，没有模板有这一项{hint}。请改正。"
            )
    return found
