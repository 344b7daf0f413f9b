"""The language of the tags: Jinja2 in its sandbox, escaping, strict, and without what prints behind one's back.

Sources carry a line break before each `<w:p`, as docxtpl's do, so that the line of an error is its paragraph; it is
gone from what is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import CodeType, TracebackType
from typing import Any, NamedTuple

from jinja2 import StrictUndefined, meta, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.filters import make_attrgetter
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from pipeline.word import limits
from pipeline.word.errors import TemplateError
from pipeline.word.limits import TooMuch
from pipeline.word.metering import TooDeep, meter
from pipeline.word.positions import place
from pipeline.word.syntax import OWN_FILTERS, Reader
from pipeline.word.values import Rich, markup_printer, printer, text_printer

# Filters that neither turn None into text or a number nor lift the escaping; OWN_FILTERS are written below.
_LISTS = ("items", "list", "map", "reject", "rejectattr", "reverse", "select", "selectattr")
_COMPARING = ("dictsort", "groupby", "max", "min", "sort", "unique")
_KEPT = ("abs", "count", "d", "default", "first", "last", "length")
_STRING_METHODS = frozenset(  # those that give no more than they take
    (
        *("capitalize", "casefold", "count", "endswith", "find", "index", "isalnum", "isalpha", "isascii", "isdecimal"),
        *("isdigit", "islower", "isnumeric", "isspace", "istitle", "isupper", "lower", "lstrip", "partition"),
        *("removeprefix", "removesuffix", "rfind", "rindex", "rpartition", "rsplit", "rstrip", "split", "splitlines"),
        *("startswith", "strip", "swapcase", "title", "upper"),
    )
)
_NUMBERS = (int, float, complex, bytes, bytearray)
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


class Own(NamedTuple):
    """What a program adds to the language: its own filters, tests and globals."""

    filters: Mapping[str, Any]
    tests: Mapping[str, Any]
    globals: Mapping[str, Any]


NONE = Own({}, {}, {})


def _escaped_anyway(value: Any) -> Any:
    """The value as it is: all values are escaped, once, where they are printed."""
    return value


def _nothing_rich() -> Rich:
    raise TypeError("no pictures and links here")


class Language(ImmutableSandboxedEnvironment):
    """The tags of one template, file name `template`.

    With `breaks` line breaks in values become `<w:br/>`; with `markup` what macros and set blocks make passes. `rich`
    gives what makes pictures and links in the document that is filled now. The filters, tests and globals of `own`
    come on top of the language's. `names` and `tags` grow with each source compiled; `part` says in Chinese which
    part that is.
    """

    # Huge texts, lists and numbers in an expression ('x' * 10 ** 9, n * n in a loop) would pass Jinja2's own sandbox.
    intercepted_binops = frozenset({"+", "-", "*", "**", "%"})

    def __init__(
        self,
        template: str,
        *,
        breaks: bool = False,
        markup: bool = False,
        rich: Callable[[], Rich] = _nothing_rich,
        own: Own = NONE,
    ) -> None:
        super().__init__(autoescape=True, undefined=Missing)
        self.file, self.part = template, "正文"
        self.names: set[str] = set()
        self.tags: set[str] = set()
        self._plain = printer(template, breaks=False)
        written = {"join": self._join, "replace": self._replace, "string": self._spelled(str), "trim": self._trim}
        written |= {name: self._spelled(getattr(str, name)) for name in ("capitalize", "lower", "title", "upper")}
        assert written.keys() == OWN_FILTERS
        known = self.filters
        self.filters = {
            **{name: known[name] for name in _KEPT},
            **dict.fromkeys(("e", "escape"), _escaped_anyway),
            **{name: limits.bounded(known[name]) for name in _LISTS},
            **{name: limits.bounded(known[name], compares=True) for name in _COMPARING},
            **{name: limits.chunks(known[name]) for name in ("batch", "slice")},
            **{"round": limits.rounded(known["round"]), "sum": limits.summed(known["sum"])},
            **written,
            **own.filters,
            **_printers(template, rich, breaks=breaks, markup=markup),
            **{"_plain": self._counted_plain, "_attribute": self._plain},
            **{"_counted": limits.counted, "_weigh": limits.weigh, "_charge": limits.charge},
        }
        self.tests = {**self.tests, **own.tests}
        self.globals = {"namespace": self.globals["namespace"], "range": limits.numbers, **own.globals}

    def compile(  # type: ignore[override]
        self,
        source: str | nodes.Template,
        name: str | None = None,
        filename: str | None = None,
        raw: bool = False,
        defer_init: bool = False,
    ) -> CodeType | str:
        """As Jinja2's, from `read(source)`; refused (`TemplateError`): what is nested beyond reason."""
        tree = self.read(source) if isinstance(source, str) else source
        limits.begin()  # constant expressions are worked out here
        try:
            return super().compile(meter(place(tree)), name, filename, raw, defer_init)  # type: ignore[call-overload, no-any-return]
        except (TooDeep, RecursionError, SyntaxError, MemoryError) as error:
            raise TemplateError("too_deep", self.file, part=self.part) from error

    def read(self, source: str) -> nodes.Template:
        """The syntax tree, each tag made to say its own name when its value is refused; notes names and tags.

        Refused (`TemplateError`): what is misspelt, what is left of half a tag, statements that reach elsewhere.
        """
        source = lines(source)
        reader = Reader(self.file, self.part)
        try:
            tree = self.parse(source)
            self.names |= meta.find_undeclared_variables(tree)
            reader.statements(tree.body, dict.fromkeys(self.globals))
        except TemplateSyntaxError as error:
            raise self._syntax(error, source) from error
        except (RecursionError, MemoryError, ValueError) as error:  # ValueError: a number of thousands of digits
            raise TemplateError("too_deep", self.file, part=self.part) from error
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
        if isinstance(error, (TooMuch, MemoryError, OverflowError)):
            return TemplateError("too_much", self.file, part=self.part, near=near)
        if isinstance(error, RecursionError):
            return TemplateError("too_deep", self.file, part=self.part)
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
        if isinstance(obj, str):
            return attr in _STRING_METHODS or (attr in ("join", "replace") and not isinstance(obj, Markup))
        return super().is_safe_attribute(obj, attr, value) and not isinstance(obj, _NUMBERS)

    def wrap_str_format(self, value: Any) -> None:
        """Nothing: `str.format` is refused by `is_safe_attribute`, not wrapped."""

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """As the sandbox's; methods of texts and lists pay for their size, those that could grow are our own."""
        owner = getattr(__obj, "__self__", None)
        if isinstance(owner, str):
            limits.spend(limits.ITEM * (1 + len(owner)))
            if __obj.__name__ in ("join", "replace"):
                if __obj.__name__ == "replace":
                    return __self._replace(owner, *args)
                (items,) = args
                return __self._join(items, owner)
        elif isinstance(owner, (list, tuple, dict)):
            limits.spend(limits.ITEM * (1 + len(owner)))
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        texts = (str, bytes, list, tuple)
        if operator == "**" or (operator != "+" and (isinstance(left, texts) or isinstance(right, texts))):
            raise SecurityError(operator)
        return limits.operate(operator, left, right, self.binop_table[operator])

    def _counted_plain(self, value: object, tag: str) -> str:
        text = self._plain(value, tag)
        limits.spend(limits.ITEM + 2 * len(text))
        return text

    def _join(self, value: Iterable[Any], d: str = "", attribute: str | None = None, *, tag: str = "") -> str:
        items = value if attribute is None else map(make_attrgetter(self, attribute), value)
        between = self._plain(d, tag)
        texts = [self._counted_plain(item, tag) for item in items]
        limits.spend(2 * len(texts) * len(between))
        return between.join(texts)

    def _replace(self, value: object, old: str, new: str, *, tag: str = "") -> str:
        text, before, after = self._plain(value, tag), self._plain(old, tag), self._plain(new, tag)
        limits.spend(2 * (len(text) + text.count(before) * len(after)))
        return text.replace(before, after)

    def _spelled(self, method: Callable[[str], str]) -> Callable[..., str]:
        def run(value: object, *, tag: str = "") -> str:
            return method(self._counted_plain(value, tag))

        return run

    def _trim(self, value: object, *, tag: str = "") -> str:
        return self._counted_plain(value, tag).strip()


def _printers(template: str, rich: Callable[[], Rich], *, breaks: bool, markup: bool) -> dict[str, Any]:
    return {
        "_show": text_printer(template, rich, breaks=breaks, markup=markup),
        "_markup": markup_printer(template, rich, markup=markup),
    }


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
