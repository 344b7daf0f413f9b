"""The language of the tags: Jinja2 in its sandbox, escaping, strict, and without what prints behind one's back.

Sources carry a line break before each `<w:p`, as docxtpl's do, so that the line of an error is its paragraph; it is
gone from what is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import CodeType, TracebackType
from typing import Any

from jinja2 import StrictUndefined, meta, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.filters import make_attrgetter
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.word.errors import TemplateError
from pipeline.word.syntax import OWN_FILTERS, Reader
from pipeline.word.values import printer

# Filters that neither turn None into text or a number nor lift the escaping; OWN_FILTERS are written below.
# fmt: off
_KEPT = (
    "abs", "batch", "count", "d", "default", "dictsort", "first", "groupby", "items", "last", "length", "list", "map",
    "max", "min", "reject", "rejectattr", "reverse", "round", "select", "selectattr", "slice", "sort", "sum", "unique",
)
# fmt: on
_GLOBALS = ("namespace", "range")
_STRING_METHODS = frozenset({"center", "expandtabs", "format", "format_map", "ljust", "rjust", "zfill"})
_SYNTAX = (
    ("unknown_tag", re.compile(r"Encountered unknown tag '(\w+)'")),
    ("unclosed", re.compile(r"innermost block that needs to be closed is '(\w+)'")),
    ("unknown_filter", re.compile(r"No (?:filter|test) named '(\w+)'")),
)
_XML = re.compile(r"<[^>]+>")
_PARAGRAPH = re.compile(r"<w:p([ >])")


class Missing(StrictUndefined):
    """A field that is not there; says its name alone, so that the sentence around it can be Chinese."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name)


class Language(ImmutableSandboxedEnvironment):
    """The tags of one template, file name `template`.

    With `breaks` line breaks in values become `<w:br/>`; with `markup` values that are ready-made XML pass.
    `names` and `tags` grow with each source compiled; `part` says in Chinese which part that is.
    """

    # A huge text in an expression ('x' * 10 ** 9, '%9999999d' % 1) would pass Jinja2's own sandbox.
    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, template: str, *, breaks: bool = False, markup: bool = False) -> None:
        super().__init__(autoescape=True, undefined=Missing)
        self.file, self.part = template, "正文"
        self.names: set[str] = set()
        self.tags: set[str] = set()
        self._plain = printer(template, breaks=False, markup=False)
        own = {"join": self._join, "replace": self._replace, "string": self._plain, "trim": self._trim}
        assert own.keys() == OWN_FILTERS
        kept = {name: self.filters[name] for name in _KEPT}
        self.filters = {
            **kept,
            **own,
            "_show": printer(template, breaks=breaks, markup=markup),
            "_plain": self._plain,
            "_place": self._place,
        }
        self.globals = {name: self.globals[name] for name in _GLOBALS}

    def compile(  # type: ignore[override]
        self,
        source: str | nodes.Template,
        name: str | None = None,
        filename: str | None = None,
        raw: bool = False,
        defer_init: bool = False,
    ) -> CodeType | str:
        """As Jinja2's, from `read(source)`."""
        tree = self.read(source) if isinstance(source, str) else source
        return super().compile(tree, name, filename, raw, defer_init)  # type: ignore[call-overload, no-any-return]

    def read(self, source: str) -> nodes.Template:
        """The syntax tree, each tag made to say its own name when its value is refused; notes names and tags.

        Refused (`TemplateError`): what is misspelt, what is left of half a tag, statements that reach elsewhere.
        """
        source = lines(source)
        try:
            tree = self.parse(source)
            self.names |= meta.find_undeclared_variables(tree)
        except TemplateSyntaxError as error:
            raise self._syntax(error, source) from error
        reader = Reader(self.file, self.part)
        reader.statements(tree.body, dict.fromkeys(_GLOBALS))
        self.tags |= reader.tags
        return tree.set_environment(self)  # type: ignore[return-value]

    def explain(self, error: Exception, source: str) -> TemplateError:
        """What to tell staff about an exception that rendering `source` has raised."""
        if isinstance(error, TemplateError):
            return error
        near = near_line(lines(source), _template_line(error.__traceback__))
        if isinstance(error, SecurityError):
            return TemplateError("unsafe", self.file, tag=near)
        if isinstance(error, UndefinedError):
            name = str(error.message)
            full = [tag for tag in self.tags if tag == name or tag.endswith(f".{name}")]
            return TemplateError("unknown_field", self.file, tag=full[0] if len(full) == 1 else name)
        return TemplateError("failed", self.file, part=self.part, near=near)

    def _syntax(self, error: TemplateSyntaxError, source: str) -> TemplateError:
        near = near_line(source, error.lineno)
        for code, pattern in _SYNTAX:
            found = pattern.search(error.message or "")
            if found:
                return TemplateError(code, self.file, part=self.part, tag=found[1], near=near)
        return TemplateError("syntax", self.file, part=self.part, near=near)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As the sandbox's, but a key named like a method (items, count) is the key."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return super().is_safe_attribute(obj, attr, value) and not (isinstance(obj, str) and attr in _STRING_METHODS)

    def wrap_str_format(self, value: Any) -> None:
        """Nothing: `str.format` is refused by `is_safe_attribute`, not wrapped."""

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or isinstance(left, (str, list, tuple)) or isinstance(right, (str, list, tuple)):
            raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)

    def _place(self, value: object, tag: str) -> str:
        """What stands in place of a run, paragraph, row or cell (`{{r x }}`): text would be lost there."""
        shown: str = self.filters["_show"](value, tag)
        if hasattr(value, "__html__") or not shown:
            return shown
        raise TemplateError("plain", self.file, tag=tag)

    def _join(self, value: Iterable[Any], d: str = "", attribute: str | None = None, *, tag: str) -> str:
        items = value if attribute is None else map(make_attrgetter(self, attribute), value)
        return self._plain(d, tag).join(self._plain(item, tag) for item in items)

    def _replace(self, value: object, old: str, new: str, *, tag: str) -> str:
        return self._plain(value, tag).replace(self._plain(old, tag), self._plain(new, tag))

    def _trim(self, value: object, *, tag: str) -> str:
        return self._plain(value, tag).strip()


def lines(source: str) -> str:
    """A line for each paragraph."""
    return _PARAGRAPH.sub(r"\n<w:p\1", source)


def near_line(source: str, line: int | None) -> str:
    """The text of a line of a source, without its XML and shortened: where to look in Word."""
    every = source.split("\n")
    text = _XML.sub("", every[line - 1] if line and line <= len(every) else source).strip()
    return text if len(text) <= 40 else f"{text[:40]}…"


def _template_line(trace: TracebackType | None) -> int | None:
    line = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
