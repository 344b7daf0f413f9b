"""How a value becomes text in a document, and which values do not."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Protocol

from jinja2.exceptions import SecurityError
from jinja2.runtime import Undefined
from markupsafe import Markup, escape

from pipeline.word.errors import TemplateError
from pipeline.word.limits import SHORT, spend

# All below U+0020, lone surrogates and two non-characters: what XML 1.0 (2.2 Char) forbids, and the three white
# spaces it allows but that are not text in Word.
_ODD = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')

_LISTED = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # \a and \f begin a paragraph and a page
_MOST_DIGITS = 400  # a number of more is no figure of anything

Show = Callable[[object, str], str]


class ForDocxtpl(Exception):
    """A subdocument, which brings styles and pictures of its own: docxtpl itself takes the document that has it."""

    def __init__(self, master: Any) -> None:
        super().__init__()
        self.master = master


class Rich(Protocol):
    """Makes the XML of a value that is more than text: for the document and part that is filled now."""

    def picture(self, image: object) -> str: ...

    def runs(self, xml: str, tag: str) -> str: ...

    def subdocument(self, value: Any, tag: str) -> str: ...


def check_text(text: str, template: str, tag: str) -> None:
    """Refuses (`TemplateError`) what XML cannot hold; `tag` names the field, the text itself is not quoted."""
    found = _FORBIDDEN.search(text)
    if found:
        code = "surrogate" if "\ud800" <= found[0] <= "\udfff" else "control"
        char = f"U+{ord(found[0]):04X}"
        raise TemplateError(code, template, tag=tag, position=found.start() + 1, char=char)


def printer(template: str, *, breaks: bool) -> Show:
    """The function that a value goes through on its way into text.

    str as it is, whole numbers without a fraction, other numbers in full; None, NaN, infinities, booleans, dates and
    all else are refused: how they read is for whoever fills the context to say. With `breaks` a line break becomes
    `<w:br/>` (the tag must stand in `w:t`).
    """

    def show(value: object, tag: str) -> str:
        if isinstance(value, Undefined):
            raise _undefined(value, template, tag)
        if not isinstance(value, str) or isinstance(value, Markup):
            return _number(value, template, tag)
        if len(value) > SHORT:
            spend(2 * len(value))
        if _ODD.search(value) is None:
            return value
        check_text(value, template, tag)
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        return Markup(escape(text).replace("\n", _BREAK)) if breaks else text

    return show


def text_printer(template: str, rich: Callable[[], Rich], *, breaks: bool, markup: bool) -> Show:
    """As `printer`, for tags in `w:t`, where docxtpl's Listing and InlineImage may stand too.

    RichText and subdocuments, which need `{{r }}` and `{{p }}`, are refused. With `markup` what macros and set blocks
    of the template have made passes.
    """
    from docxtpl import InlineImage, Listing, RichText  # type: ignore[import-untyped]  # 100 ms that pages do not pay

    plain = printer(template, breaks=breaks)

    def show(value: object, tag: str) -> str:
        if isinstance(value, str) and not isinstance(value, Markup):
            return value if len(value) <= SHORT and _ODD.search(value) is None else plain(value, tag)
        if isinstance(value, InlineImage):
            return Markup(_picture(value, rich(), template, tag))
        if isinstance(value, Listing):
            return Markup(_listed(value.__html__(), template, tag))
        if markup and isinstance(value, Markup):
            spend(2 * len(value))
            return value
        if hasattr(value, "__html__") and not isinstance(value, (Markup, Undefined)):
            raise TemplateError("needs_r", template, tag=tag, kind="r" if isinstance(value, RichText) else "p")
        return plain(value, tag)

    return show


def markup_printer(template: str, rich: Callable[[], Rich], *, markup: bool) -> Show:
    """For tags beside runs, paragraphs or rows (`{{r }}`, `{{p }}`, `{{tr }}`): RichText, Subdoc, InlineImage.

    Plain text there would stand in the file and not on the page, so it is refused.
    """
    from docxtpl import InlineImage, RichText, RichTextParagraph

    def show(value: object, tag: str) -> str:
        if isinstance(value, Undefined):
            raise _undefined(value, template, tag)
        if isinstance(value, InlineImage):
            return Markup(_picture(value, rich(), template, tag).partition("</w:t></w:r>")[2] + "</w:t></w:r>")
        if isinstance(value, (RichText, RichTextParagraph)):
            return Markup(rich().runs(_listed(value.__html__(), template, tag), tag))
        if hasattr(value, "subdocx"):
            return Markup(rich().subdocument(value, tag))
        if hasattr(value, "__html__") and (markup or not isinstance(value, Markup)):
            xml = _paid(value.__html__())
            return Markup(xml if isinstance(value, Markup) else rich().runs(xml, tag))
        if value is None:
            raise TemplateError("empty", template, tag=tag)
        if value == "":
            return ""
        raise TemplateError("plain", template, tag=tag)

    return show


def _paid(xml: str) -> str:
    spend(2 * len(xml))
    return xml


def _undefined(value: Undefined, template: str, tag: str) -> TemplateError:
    unsafe = value._undefined_exception is SecurityError
    return TemplateError("unsafe" if unsafe else "unknown_field", template, tag=tag)


def _listed(xml: str, template: str, tag: str) -> str:
    """The XML of a Listing or RichText, whose text may hold docxtpl's signs for a new paragraph and page."""
    _paid(xml)
    if _LISTED.search(xml):
        check_text(xml.replace("\a", " ").replace("\f", " "), template, tag)
    return xml


def _picture(image: object, rich: Rich, template: str, tag: str) -> str:
    from docx.image.exceptions import InvalidImageStreamError, UnrecognizedImageError

    try:
        return rich.picture(image)
    except (OSError, UnrecognizedImageError, InvalidImageStreamError, ValueError, ZeroDivisionError) as error:
        raise TemplateError("picture", template, tag=tag) from error


def _number(value: object, template: str, tag: str) -> str:
    if value is None:
        raise TemplateError("empty", template, tag=tag)
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise TemplateError("not_text", template, tag=tag, kind=type(value).__name__)
    if isinstance(value, int):
        if value.bit_length() > 4 * _MOST_DIGITS:
            raise TemplateError("not_finite", template, tag=tag)
        return str(value)
    if not math.isfinite(value) or (isinstance(value, Decimal) and abs(value.adjusted()) > _MOST_DIGITS):
        raise TemplateError("not_finite", template, tag=tag)
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return str(int(exact)) if exact == exact.to_integral_value() else f"{exact:f}"
