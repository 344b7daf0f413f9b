"""`fields`: every tag that a template may use, with its meaning and an invented example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.documents.kind import Kind, Tags
from pipeline.documents.kinds import KINDS
from pipeline.stages.closing import Closing
from pipeline.word.fields import Field, Path, Record, Rows, Text, spelled, typed
from pipeline.word.showing import texts_of

_INDENT = "　　"


def list_fields(called: str, kinds: Sequence[Kind] = KINDS) -> Closing | None:
    """The tags of the template of this name (补充协议, with or without .docx); None where no kind has one."""
    named = [kind.tags for kind in kinds if kind.tags and kind.tags.called == called.strip().removesuffix(".docx")]
    return Closing(tuple(_lines(named[0])), partly=False) if named else None


def names(kinds: Sequence[Kind] = KINDS) -> list[str]:
    """What `list_fields` may be asked for."""
    return [kind.tags.called for kind in kinds if kind.tags]


def _lines(tags: Tags) -> Iterator[str]:
    root = tags.fields()
    shown = set(texts_of(root, tags.shows))
    yield f"templates/{tags.template} 可以用的标签；示例是虚构的，带 * 的必须印出。"
    yield "循环和条件在段落之间写作 {%p for … %}，在表格行之间写作 {%tr for … %}，在一段之内写作 {% for … %}。"
    for name, field in root.fields.items():
        yield from _of(root, (name,), field, shown, 0)


def _of(root: Record, path: Path, field: Field, shown: set[str], depth: int) -> Iterator[str]:
    space = _INDENT * depth
    if isinstance(field, Text):
        yield f"{space}{_text(root, path, field)}{' *' if spelled(path) in shown else ''}"
    elif isinstance(field, Record):
        yield f"{space}{field.meaning or path[-1]}："
        for name, inner in field.fields.items():
            yield from _of(root, (*path, name), inner, shown, depth + 1)
    elif isinstance(field, Rows):
        yield f"{space}{field.meaning}：{{% for {field.called} in {typed(root, path)} %}} … {{% endfor %}}"
        item: Path = (*path, None)
        inside = field.item.fields if isinstance(field.item, Record) else {}
        for name, inner in inside.items():
            yield from _of(root, (*item, name), inner, shown, depth + 1)
        if not inside:
            yield from _of(root, item, field.item, shown, depth + 1)


def _text(root: Record, path: Path, field: Text) -> str:
    """{{ 乙方.姓名 }}　姓名　例：某某; of what is only asked, how to ask."""
    name = typed(root, path)
    if field.choices:
        asked = name if isinstance(field.example, bool) else f'{name} == "{field.example}"'
        among = "" if isinstance(field.example, bool) else f"，可能是{'、'.join(map(str, field.choices))}"
        return f"{{% if {asked} %}} … {{% endif %}}　{field.meaning}{among}"
    return f"{{{{ {name} }}}}　{field.meaning}　例：{field.example}"
