"""The tags in the paragraphs of a part, as docxtpl and Jinja2 will find them, and what is written wrong in one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.word.faults import Fault, fault
from pipeline.word.manuscript import INVISIBLE, Paragraph, visible

CLOSINGS = {"{{": "}}", "{%": "%}", "{#": "#}"}
CELL_TAGS = frozenset({"cellbg", "colspan", "vm", "hm"})  # docxtpl's own, gone before Jinja2 reads a template
_OPENING = re.compile(r"\{[{%#]")
_PREFIX = re.compile(r"(tr|tc|p|r) ")
_SPACED = re.compile(r"[-+]?\s+(tr|tc|p|r)\s+(?=\w)")
_QUOTES = {"'": "'", '"': '"', "‘": "’", "“": "”"}
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")  # as docxtpl does
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"。": ".", "【": "[", "】": "]", "、": ","}
_STRINGS = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|‘[^’]*’")
_LEFT_OVER = re.compile(r"\}\}|%\}|#\}|\{\{|\{%|\{#")
_FULL_WIDTH = re.compile(r"[｛{]\s{0,3}[｛％%][^｛{}｝]{0,40}[｝}]{0,2}|[｝％%]\s{0,3}[｝}]")
_TOUCHING = re.compile(f"\0[}}{INVISIBLE}]|[{{{INVISIBLE}]\0")
_RAW, _ENDRAW = re.compile(r"[-+]?\s*raw\s*[-+]?"), re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")
NEAR = 40  # characters of what stands at a fault
_LONGEST = {"{#": 20_000}  # characters of a tag over several paragraphs; of one that is not closed the rest is read on
_LONG = 2_000


@dataclass(eq=False, slots=True)
class Tag:
    """`kind` is "{{", "{%" or "{#"; `prefix` docxtpl's tr, tc, p or r; `body` what is between, straightened."""

    kind: str
    prefix: str
    body: str
    raw: str
    paragraph: Paragraph
    attribute: bool = False  # of an element, not in the text
    spaced: bool = False  # the prefix does not follow at once, which is told

    @property
    def place(self) -> str:
        return self.paragraph.place

    @property
    def near(self) -> str:
        return near(self.raw)

    @property
    def word(self) -> str:
        """The statement: if, endfor …; "" for what is none."""
        found = re.match(r"\w+", self.body) if self.kind == "{%" else None
        return found[0] if found else ""

    def meant(self, body: str, prefix: str | None = None) -> str:
        """How a tag like this one is typed."""
        return f"{self.kind}{self.prefix if prefix is None else prefix} {body} {CLOSINGS[self.kind]}"


@dataclass(slots=True)
class Scanned:
    """The tags of a part in order, the text without them by paragraph, and what is wrong with the writing."""

    tags: list[Tag] = field(default_factory=list)
    texts: dict[Paragraph, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def near(text: str) -> str:
    """What stands at a fault, in one line and shortened."""
    text = " ".join(_UNSEEN.sub("", text).split())
    return text if len(text) <= NEAR else f"{text[:NEAR]}…"


@dataclass(frozen=True, slots=True)
class _Open:
    """A tag that its paragraph does not close: docxtpl goes on in the next."""

    text: str
    paragraph: Paragraph


def scan(paragraphs: Sequence[Paragraph]) -> Scanned:
    """All tags of the paragraphs of a part, those of a text box where it is anchored."""
    found = Scanned()
    boxed = {id(piece) for one in paragraphs for piece in one.pieces if isinstance(piece, Paragraph)}
    scanner = _Scanner(found)
    for one in paragraphs:
        if id(one) not in boxed:
            scanner.paragraph(one)
    scanner.end()
    return found


class _Scanner:
    def __init__(self, found: Scanned) -> None:
        self.found = found
        self._open: _Open | None = None
        self._raw = False
        self._raw_from: Paragraph | None = None

    def paragraph(self, paragraph: Paragraph) -> None:
        self.found.texts.setdefault(paragraph, "")
        for value in paragraph.attributes:
            self._attribute(value, paragraph)
        for piece in paragraph.pieces:
            if isinstance(piece, str):
                self._text(piece, paragraph)
            else:
                waiting, self._open = self._open, None
                self.paragraph(piece)
                self.end()
                self._open = waiting

    def end(self) -> None:
        """What is still open is never closed."""
        if self._raw_from is not None:
            said = {"word": "raw", "until": "", "meant": "{% endraw %}"}
            self.found.faults.append(fault("unclosed", self._raw_from.place, "{% raw %}", **said))
            self._raw_from = None
        if self._open is not None:
            self._unclosed(self._open.text, self._open.paragraph)
            self._open = None

    def _attribute(self, value: str, paragraph: Paragraph) -> None:
        for opened in _OPENING.finditer(value):
            end = value.find(CLOSINGS[opened[0]], opened.end())
            if end > 0:
                self._tag(value[opened.start() : end + 2], paragraph, attribute=True)

    def _text(self, piece: str, paragraph: Paragraph) -> None:
        carried, self._open = self._open, None
        if carried and not _may_go_on(carried, paragraph):
            self._unclosed(carried.text, carried.paragraph)
            carried = None
        text, start = (carried.text if carried else "") + piece, paragraph
        rest, at = [], 0
        if self._raw:
            ended = _ENDRAW.search(text)
            if ended is None:
                return
            self._raw, self._raw_from, at = False, None, ended.end()
        while opened := _OPENING.search(text, at):
            rest.append(text[at : opened.start()])
            place = carried.paragraph if carried and opened.start() == 0 else start
            end, nested = _close(text, opened.end(), CLOSINGS[opened[0]])
            if nested >= 0:
                self._unclosed(text[opened.start() : nested], place)
                at = nested
                continue
            if end < 0:
                self._open = _Open(text[opened.start() :], place)
                at = len(text)
                break
            at = end + 2
            if opened[0] == "{%" and _RAW.fullmatch(text[opened.end() : end].strip()):
                ended = _ENDRAW.search(text, at)
                self._raw, at = ended is None, ended.end() if ended else len(text)
                self._raw_from = place if ended is None else None
                continue
            self._tag(text[opened.start() : at], place)
            rest.append("\0")  # where a tag stands
        rest.append(text[at:])
        self._static("".join(rest), paragraph)

    def _unclosed(self, raw: str, paragraph: Paragraph) -> None:
        written = raw.split("\n")[0]
        self.found.faults.append(fault("unclosed_tag", paragraph.place, near(written), close=CLOSINGS[raw[:2]]))

    def _static(self, text: str, paragraph: Paragraph) -> None:
        self.found.texts[paragraph] = self.found.texts.get(paragraph, "") + text
        self._beside(text, paragraph)
        plain = text.replace("\0", " ")
        for code, pattern in (("leftover", _LEFT_OVER), ("full_width", _FULL_WIDTH)):
            found = pattern.search(plain)
            if found:
                around = plain[max(0, found.start() - 15) : found.end() + 15]
                self.found.faults.append(fault(code, paragraph.place, near(around), bracket=found[0]))
                return

    def _beside(self, text: str, paragraph: Paragraph) -> None:
        """What touches a tag and would be printed with its value: one bracket too many, a character nobody sees."""
        for found in _TOUCHING.finditer(text):
            sign = found[0].strip("\0")
            around = near(text[max(0, found.start() - 15) : found.end() + 15].replace("\0", "{{…}}"))
            code = "bracket_beside" if sign in "{}" else "invisible_beside"
            self.found.faults.append(fault(code, paragraph.place, around, sign=sign, char=f"U+{ord(sign):04X}"))

    def _tag(self, raw: str, paragraph: Paragraph, attribute: bool = False) -> None:
        kind, inner = raw[:2], raw[2:-2]
        if kind == "{#":
            named = _PREFIX.match(inner)
            self.found.tags.append(Tag(kind, named[1] if named else "", "", raw, paragraph, attribute))
            return
        tag = Tag(kind, "", "", raw, paragraph, attribute)
        inner = self._straightened(tag, inner)
        if named := _PREFIX.match(inner):
            tag.prefix, inner = named[1], inner[named.end() :]
        elif kind == "{%" and (spaced := _SPACED.match(inner)):
            tag.prefix, tag.spaced, inner = spaced[1], True, inner[spaced.end() :]
            meant = tag.meant(_stripped(inner))
            self._fault("spaced_prefix", tag, prefix=spaced[1], open=kind, meant=meant)
        tag.body = _stripped(inner)
        self.found.tags.append(tag)

    def _straightened(self, tag: Tag, inner: str) -> str:
        """The inside with what nobody sees taken out and full-width signs made half-width; both are told."""
        unseen = _UNSEEN.search(inner)
        if unseen:
            char, before = f"U+{ord(unseen[0]):04X}", visible(inner[: unseen.start()])[-4:] or tag.kind
            self._fault("invisible", tag, position=unseen.start() + 3, char=char, before=before)
            inner = _UNSEEN.sub("", inner)
        outside = _STRINGS.sub("", inner)
        wide = [sign for sign in dict.fromkeys(outside) if sign in _WIDE]
        if wide:
            self._fault("wide_sign", tag, signs="、".join(f"「{sign}」改为「{_WIDE[sign]}」" for sign in wide))
            inner = _outside_strings(inner)
        return inner.translate(_STRAIGHT)

    def _fault(self, code: str, tag: Tag, **facts: object) -> None:
        self.found.faults.append(fault(code, tag.place, tag.near, **facts))


def _may_go_on(opened: _Open, paragraph: Paragraph) -> bool:
    """Whether a tag may end in this paragraph: in the same cell, and not too far on."""
    near_enough = len(opened.text) <= _LONGEST.get(opened.text[:2], _LONG)
    return near_enough and opened.paragraph.held == paragraph.held


def _stripped(inner: str) -> str:
    """Without Jinja2's signs for white space."""
    inner = inner.strip()
    return inner.removeprefix("-").removeprefix("+").removesuffix("-").removesuffix("+").strip()


def _outside_strings(inner: str) -> str:
    def narrow(text: str) -> str:
        return "".join(_WIDE.get(sign, sign) for sign in text)

    made, at = "", 0
    for string in _STRINGS.finditer(inner):
        made, at = made + narrow(inner[at : string.start()]) + string[0], string.end()
    return made + narrow(inner[at:])


def _close(text: str, at: int, closing: str) -> tuple[int, int]:
    """Where a tag ends, and, where another begins before it does, where that is; -1 for neither.

    Strings are passed over as Jinja2 does. One that does not end is none: an apostrophe.
    """
    if closing == "#}":
        return text.find(closing, at), -1
    quote, here = "", at
    while here < len(text):
        sign = text[here]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in _QUOTES:
            quote = _QUOTES[sign]
        elif text.startswith(closing, here):
            return here, -1
        elif text.startswith(("{{", "{%"), here):
            return -1, here
        here += 1
    if quote:
        end, nested = text.find(closing, at), _OPENING.search(text, at)
        if end < 0 or (nested and nested.start() < end):
            return -1, nested.start() if nested else -1
        return end, -1
    return -1, -1
