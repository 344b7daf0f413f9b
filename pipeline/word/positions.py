"""Where each tag stands: in the text of a run, in an attribute, or beside runs, paragraphs and rows."""

from __future__ import annotations

from jinja2 import nodes

_TEXTS = ("<w:t>", "<w:t ", "<w:instrText", "<w:delText")


def place(tree: nodes.Template) -> nodes.Template:
    """The tree with each tag's printer chosen (`values`): `_show` in text, `_attribute`, or `_markup`; in place.

    What stands last before a tag decides, in the order of the file: branches of a condition do not differ in it.
    """
    last = "<w:t>"
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            if isinstance(node, nodes.TemplateData):
                last = _last_tag(last, node.data)
            elif isinstance(node, nodes.Filter) and node.name == "_show":
                node.name = _printer(last)
    return tree


def _last_tag(last: str, data: str) -> str:
    """The last tag begun after `data`, with its ">" where it has ended; `last` was the last one before it."""
    start = data.rfind("<")
    begun = data[start:] if start >= 0 else data if not last.endswith(">") else ""
    if start < 0:
        return last + begun[: begun.find(">") + 1]
    return begun[: begun.find(">") + 1] or begun


def _printer(last: str) -> str:
    if not last.endswith(">"):
        return "_attribute"
    if last.startswith(("<w:", "</w:")) and (not last.startswith(_TEXTS) or last.endswith("/>")):
        return "_markup"
    return "_show"
