"""How a value becomes text in a document, and which values do not."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import Decimal

from jinja2.exceptions import SecurityError
from jinja2.runtime import Undefined
from markupsafe import Markup, escape

from pipeline.word.errors import TemplateError

# All below U+0020, lone surrogates and two non-characters: what XML 1.0 (2.2 Char) forbids, and the three white
# spaces it allows but that are not text in Word.
_ODD = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')

Show = Callable[[object, str], str]


def check_text(text: str, template: str, tag: str) -> None:
    """Refuses (`TemplateError`) what XML cannot hold; `tag` names the field, the text itself is not quoted."""
    found = _FORBIDDEN.search(text)
    if found:
        code = "surrogate" if "\ud800" <= found[0] <= "\udfff" else "control"
        char = f"U+{ord(found[0]):04X}"
        raise TemplateError(code, template, tag=tag, position=found.start() + 1, char=char)


def printer(template: str, *, breaks: bool, markup: bool) -> Show:
    """The function that every tag's value goes through on its way into the document.

    str as it is, whole numbers without a fraction, other numbers in full; None, NaN, infinities, booleans, dates and
    all else are refused: how they read is for whoever fills the context to say. With `breaks` a line break becomes
    `<w:br/>` (the tag must stand in `w:t`). With `markup` ready-made XML (docxtpl's RichText) passes.
    """

    def show(value: object, tag: str) -> str:
        if isinstance(value, Undefined):
            unsafe = value._undefined_exception is SecurityError
            raise TemplateError("unsafe" if unsafe else "unknown_field", template, tag=tag)
        if markup and hasattr(value, "__html__"):
            return Markup(value.__html__())
        if not isinstance(value, str) or isinstance(value, Markup):
            return _number(value, template, tag)
        if _ODD.search(value) is None:
            return value
        check_text(value, template, tag)
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        return Markup(escape(text).replace("\n", _BREAK)) if breaks else text

    return show


def _number(value: object, template: str, tag: str) -> str:
    if value is None:
        raise TemplateError("empty", template, tag=tag)
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise TemplateError("not_text", template, tag=tag, kind=type(value).__name__)
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        raise TemplateError("not_finite", template, tag=tag)
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return str(int(exact)) if exact == exact.to_integral_value() else f"{exact:f}"
