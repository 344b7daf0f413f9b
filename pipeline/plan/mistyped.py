"""What people mistype in one line of TOML, and how the line was meant.

Nothing here is trusted: a reading of a line counts only where the TOML reader then gets further (`slips.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.plan.mistyped_values import readings_of
from pipeline.plan.value_kinds import Kind

QUOTES = '"“”„‟″＂「」『』‘’＇‚‛'
_REMARK = "#＃"
_AFTER = ",，、;；。]］】〕}｝)）" + _REMARK  # what a quotation mark that closes stands before
_OWN = {
    "、": ",",
    "；": ",",
    "。": ".",
    "【": "[",
    "】": "]",
    "〔": "[",
    "〕": "]",
    "—": "-",
    "–": "-",
    "−": "-",
    "―": "-",
}
_NAME = r"[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*"
_BARE = rf"[^{re.escape(QUOTES + _REMARK)}]"
_TYPED = re.compile(rf"[^=＝:：]*[=＝:：]\s*({_BARE}*[^\s{re.escape(_REMARK)}])\s*(?:$|[{_REMARK}])")


class Meant(NamedTuple):
    """A line as it was meant, and why what stands there is none; `free` where the value is an example only."""

    line: str
    why: str
    free: bool = False


class Line(NamedTuple):
    """A line with half-width signs around its texts: all but its remark, the remark, what had to be changed."""

    code: str
    remark: str
    why: tuple[str, ...]

    def meant(self, code: str, why: list[str], free: bool = False) -> Meant:
        line = f"{code.rstrip()}  {self.remark}" if self.remark else code.rstrip()
        return Meant(line, "，".join(dict.fromkeys(why)), free)


def meant(typed: str, kinds: Mapping[str, Kind]) -> Iterator[Meant]:
    """What the line `typed` may have been meant to be, the most likely first.

    `kinds` tells of what kind the value of a key must be.
    """
    name = re.match(rf"\s*({_NAME})", typed)
    kind = kinds.get(name[1]) if name else None
    line = _half_width(typed, listed=bool(kind and kind.accepts(["…"])))
    why = list(line.why)
    if why:
        yield line.meant(line.code, why)
    if re.match(r"\s*[\[(<]", line.code) or (line.code.rstrip().endswith("]") and "=" not in line.code):
        yield from (line.meant(code, [*why, said]) for code, said in _headers(line.code))
        return
    code, said = _with_sign(line.code)
    why += said
    if said:
        yield line.meant(code, why)
    if match := re.match(rf"(\s*({_NAME}|\"[^\"]*\") *=) *(.*)$", code):
        raw = typed_value[1] if (typed_value := _TYPED.match(typed)) else match[3]
        own = why if raw in code else [one for one in why if one not in line.why]  # its signs are not to be changed
        for value, reason, free in readings_of(raw.strip(), kinds.get(match[2])):
            yield line.meant(f"{match[1].rstrip(' =')} = {value}", [*own, reason], free)
    if not re.search(rf"[={re.escape(QUOTES)}]", code):
        yield Meant(f"# {typed.lstrip(' /;*<!-')}", "这一行不是“键 = 值”，如果是说明，行首应有半角的 #")


def item(typed: str) -> Iterator[Meant]:
    """What a line within a list of several lines may have been meant to be."""
    line = _half_width(typed, listed=True)
    if line.why:
        yield line.meant(line.code, list(line.why))
    words = line.code.strip().strip(f"{QUOTES},，、")
    if words and not re.search(rf"[=\[\]{{}}{re.escape(QUOTES)}]", words):
        yield line.meant(f'    "{words}",', ["每一项文字应放在半角的双引号里，后面有半角的逗号"])


def _half_width(typed: str, *, listed: bool) -> Line:
    """The line with half-width signs outside of its texts; `listed` where its value is a list of texts."""
    code, at, remark = "", 0, ""
    signs: list[tuple[int, str, str]] = []  # those that were changed, with their places
    why: list[str] = []
    while at < len(typed):
        sign = typed[at]
        if sign in _REMARK:
            remark = f"#{typed[at + 1 :]}"
            signs += [(at, sign, "#")] if sign != "#" else []
            break
        if sign in QUOTES and (not code.strip() or code.rstrip()[-1] in "=[{(,"):
            text, at, said = _quoted(typed, at, many=listed or "[" in code or "{" in code)
            code, why = code + text, why + said
            continue
        half = _half(sign, code)
        if half != sign:
            signs.append((at, sign, half))
            half = f" {half}" if half == "=" and code[-1:] != " " else half
            half += " " if half.endswith(("=", ",")) and typed[at + 1 : at + 2] not in (" ", "") else ""
        code, at = code + half, at + 1
    return Line(code, remark, (*_told(signs), *why))


def _half(sign: str, before: str) -> str:
    """A sign outside of texts as TOML wants it, `before` standing before it."""
    if sign in ":：" and (re.fullmatch(r"\s*[\w -]+", before) or "{" in before):
        return "="
    category = unicodedata.category(sign)
    if category == "Zs":
        return " "
    if category in ("Cf", "Cc", "Zl", "Zp") and sign != "\t":
        return ""
    full = unicodedata.east_asian_width(sign) == "F"
    return _OWN.get(sign) or (unicodedata.normalize("NFKC", sign) if full else sign)


def _told(signs: list[tuple[int, str, str]]) -> Iterator[str]:
    """What was changed, signs side by side as one."""
    runs: list[tuple[int, str, str]] = []
    for at, sign, half in signs:
        if runs and runs[-1][0] == at and half.strip() and runs[-1][2].strip():
            runs[-1] = (at + 1, runs[-1][1] + sign, runs[-1][2] + half)
        else:
            runs.append((at + 1, sign, half))
    for _, sign, half in runs:
        if not half:
            yield f"有看不见的字符（U+{ord(sign):04X}），应删去"
        elif not half.strip():
            yield "空格应为半角的"
        else:
            yield f"“{sign}”应为半角的“{half}”" if half != "=" or sign == "＝" else f"“{sign}”应为等号“=”"


def _quoted(typed: str, at: int, *, many: bool) -> tuple[str, int, list[str]]:
    """The text that the quotation mark at `at` opens, as TOML writes it; where it ends; what had to be changed."""
    opening = typed[at]
    if typed[at : at + 3] in ('"""', "'''"):
        return typed[at:], len(typed), []
    if opening == "'" and (end := typed.find("'", at + 1)) > 0:
        return typed[at : end + 1], end + 1, []
    closing = _closing(typed, at, '"' if opening == '"' else QUOTES, many=many)
    if closing is None and opening == '"':
        closing = _closing(typed, at, QUOTES, many=many)
    if closing is None:
        end = _end_of_unclosed(typed, at)
        inner, why = _inner(typed[at + 1 : end].rstrip())
        return f'"{inner}"', end, ["少了右边的引号", *why]
    inner, said = _inner(typed[at + 1 : closing])
    odd = "".join(dict.fromkeys(sign for sign in (opening, typed[closing]) if sign != '"'))
    why = [f"引号 {odd} 应为半角的双引号"] if odd else []
    after = re.match(
        rf"([\s,，、;；。]*)($|[{_REMARK}]|[{re.escape(QUOTES)}]|{_NAME}\s*[=＝:：])", typed[closing + 1 :]
    )
    end = closing + 1
    if after and many and after[2] and after[2] not in _REMARK and not after[1].strip():
        return f'"{inner}",', end, [*why, *said, "两项之间少了逗号"]
    if after and not many and after[1].strip() and not after[2].strip(_REMARK):
        return f'"{inner}"', end + len(after[1]), [*why, *said, f"末尾的“{after[1].strip()}”应删去"]
    return f'"{inner}"', end, [*why, *said]


def _closing(typed: str, at: int, marks: str, *, many: bool) -> int | None:
    """Where the text ends that begins at `at`: in a list at the first mark that can close, else at the last."""
    remark = re.compile(rf"\s[{_REMARK}]").search(typed, at)
    places = [
        mark.start()
        for mark in re.compile(rf"(?<!\\)[{re.escape(marks)}]").finditer(
            typed, at + 1, remark.start() + 1 if remark else len(typed)
        )
    ]
    found = None
    for place in places:
        after = typed[place + 1 :].lstrip()
        if not after or after[0] in _REMARK or re.match(rf"\s+{_NAME}\s*[=＝:：]", typed[place + 1 :]):
            return place
        if many and (after[0] in _AFTER or re.match(rf"\s+[{re.escape(marks)}]", typed[place + 1 :])):
            return place
        if many and re.search(r"[,，、]\s*$", typed[at + 1 : place]):
            return None  # this mark opens the next text
        if not many and not after.strip(_AFTER):
            found = place
    return found or (places[0] if len(places) == 1 and not many else None)


def _end_of_unclosed(typed: str, at: int) -> int:
    """Where a text without a second mark ends: before the sign that goes on, a remark, or the end of the line."""
    ends = rf"[,，、]\s*(?:[{re.escape(QUOTES)}]|$)|\s+[{_REMARK}]|[\]］】}}｝,，]*\s*(?:[{_REMARK}].*)?$"
    match = re.compile(ends).search(typed, at + 1)
    return match.start() if match else len(typed)


def _inner(text: str) -> tuple[str, list[str]]:
    """A text as it may stand between two quotation marks."""
    why = []
    if len(text) > 1 and text[0] == text[-1] == '"':
        text, why = text.strip('"'), ["引号多写了"]
    if re.search(r'(?<!\\)"', text):
        marks = iter("“”" * text.count('"'))
        text = re.sub(r'(?<!\\)"', lambda _: next(marks), text)
        why.append("文字里面的引号应为“ ”")
    doubled = re.sub(r'\\(?![\\"bfnrt]|u[0-9A-Fa-f]{4})', r"\\\\", text)
    if doubled != text:
        text, why = doubled, [*why, "文字里的 \\ 应写两个"]
    return text, why


def _headers(code: str) -> Iterator[tuple[str, str]]:
    """What may have been meant as the name of a table in square brackets."""
    name = code.strip().strip("[]()<> ")
    yield f"[{name}]", "表名前后应各有一个方括号"
    parts = [part for part in re.split(r"[\s.,/\\:_-]+", name) if part]
    yield f"[{'.'.join(parts)}]", "表名的两段之间应为半角的点"


def _with_sign(code: str) -> tuple[str, list[str]]:
    """A line with one half-width = behind a key without spaces."""
    match = re.match(rf"(\s*)({_NAME}(?: +{_NAME})*)( *=[=> ]*| *->? *|\s+(?=[\"\[{{\d]))(.*)$", code)
    if not match:
        return code, []
    key, sign = match[2], match[3].strip()
    why = []
    if not sign:
        why.append("键和值之间缺少等号")
    elif sign != "=":
        why.append(f"“{sign}”应为一个等号“=”")
    if " " in key:
        key = re.sub(" +", "_", key)
        why.append("键名中间不能有空格")
    return (f"{match[1]}{key} = {match[4]}", why) if why else (code, [])
