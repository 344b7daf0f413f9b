"""What is wrong with a plan.toml that is no TOML: every line of it, what stands there, what should.

A line is mended as it was probably meant; the TOML reader judges, by getting further, whether that was it. So one run
names all the slips that were made in the same way, and says no cause that is not one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from pipeline.plan.mistyped import QUOTES, Meant, item, meant
from pipeline.plan.places import HEADER, first_line, table_of
from pipeline.plan.schema import PRIVATE_KEYS, kinds_of

MOST = 12  # slips named at once
LONGEST, WIDEST, TRIES = 10**5, 2000, 200  # characters of a file and of a line, beginnings of a statement tried
_SHOWN = 44  # characters of a line
_STATEMENT = re.compile(r"\s*(?:\[|[^#]*[=＝:：])")
_HALF = str.maketrans("．。，", "...")
# What tomllib says where no reading of the line was right, and what staff can do about it.
_SAID = (
    ("Cannot declare", "同一个方括号表名写了两次，请合并为一张表或改名"),
    ("Cannot mutate", "同一张表分在两处写了，请合并"),
    ("Cannot overwrite a value", "同一个键写了两次，请删去一处"),
    ("Duplicate inline table key", "同一个花括号里同一个键写了两次，请删去一处"),
    ("Unterminated string", "引号没有配对，请补上右边的引号"),
    ("Illegal character", "引号没有配对，或有不能用的字符，请检查这一行的引号"),
    ("Unclosed array", "方括号没有配对，或两项之间少了逗号，请检查这一行和上一行"),
    ("Unclosed inline table", "花括号没有配对，或写成了几行，请写在一行里"),
    ("Expected '='", "键和值之间应有半角等号"),
    ("Invalid date", "没有这个日期，请核对"),
    ("Expected ']", "表名前后应各有一个方括号"),
    ("Invalid initial character", "键名应为英文字母、数字和下划线"),
    ("Invalid value", "值的写法不对：文字放在半角双引号里，数字和日期不加引号"),
    ("Invalid statement", "这一行应为“键 = 值”“[表名]”，或以 # 开头的说明"),
    ("Expected newline", "一行只写一项，多出的部分请删去或另起一行"),
)


class Fault(NamedTuple):
    """Where the TOML reader stopped: the line (from 0) where the statement begins, the line where it stopped, why."""

    begins: int
    stops: int
    said: str


def slips(file: str, text: str) -> str:
    """Chinese sentences, a line each, for a text that is no TOML."""
    lines = text.split("\n")
    found: list[str] = []
    while fault := _fault(lines):
        if len(found) == MOST:
            found.append(
                f"{file} 后面还有写错的地方，请先改正以上 {MOST} 处（同一种写法可以用“替换”一次改完），再运行一次。"
            )
            break
        sentence, mended = _slip(file, lines, fault)
        found.append(sentence)
        if mended is None:
            break
        lines = mended
    return "\n".join(found)


def _fault(lines: list[str]) -> Fault | None:
    said = _refusal(lines)
    if said is None:
        return None
    line = re.search(r"at line (\d+)", said)
    stops = min(int(line[1]), len(lines)) - 1 if line else len(lines) - 1
    begins = _beginning(lines, stops) if sum(map(len, lines)) <= LONGEST else stops
    return Fault(begins, stops, said)


def _beginning(lines: list[str], stops: int) -> int:
    """The line where the statement that is at fault begins: all before it can be read."""
    above = (line for line in range(stops, 0, -1) if line == stops or _STATEMENT.match(lines[line]))
    return next((line for line in islice(above, TRIES) if _refusal(lines[:line]) is None), 0)


def _refusal(lines: list[str]) -> str | None:
    try:
        tomllib.loads("\n".join(lines))
    except (ValueError, RecursionError) as error:
        return str(error)
    return None


def _slip(file: str, lines: list[str], fault: Fault) -> tuple[str, list[str] | None]:
    """The sentence for the first slip, and the lines with it mended; None where nobody can tell what comes after."""
    if twice := _twice(file, lines, fault):
        return twice
    if sum(map(len, lines)) > LONGEST or len(lines[fault.stops]) > WIDEST:
        return _unmended(file, lines, fault), None
    for number, one in _readings(lines, fault):
        mended = [*lines[:number], one.line, *lines[number + 1 :]]
        after = _fault(mended)
        if after is None or after.begins > number or after.stops > max(fault.stops, number):
            return _sentence(file, number, lines[number], one), mended
    return _unmended(file, lines, fault), None


def _unmended(file: str, lines: list[str], fault: Fault) -> str:
    number = fault.begins if "Unterminated" in fault.said else fault.stops
    return f"{file} 第 {number + 1} 行{_cited(lines[number])}：{_reason(lines, fault)}。"


def _reason(lines: list[str], fault: Fault) -> str:
    """Why a line is at fault that nobody can mend."""
    if re.search("[\0-\x08\x0b-\x1f\x7f]", lines[fault.stops]):
        return "有看不见的字符，请删去这一行，重新输入"
    if _prose_after_text(lines, fault):
        return '这一行在引号之外，上面的 """ 已经收尾，请把 """ 移到正文之后'
    if "Unterminated" in fault.said and '"""' in lines[fault.begins]:
        return '多行的文字没有收尾，请在它后面另起一行写 """'
    return (
        _foreign_table(lines[fault.stops])
        or _foreign_key(lines, fault.stops)
        or next((chinese for english, chinese in _SAID if english in fault.said), "写法有误，请对照上一年的 plan.toml")
    )


def _readings(lines: list[str], fault: Fault) -> Iterator[tuple[int, Meant]]:
    """Lines that may be at fault, each with what it may have been meant to be."""
    begins, stops = fault.begins, fault.stops
    yield from _long_text(lines, begins)
    if _prose_after_text(lines, fault) or '"""' in lines[begins]:
        return
    written = [line for line in range(begins, stops) if re.match(r"\s*[^\s#]", lines[line])]
    ends = [(line, one) for line in written[-1:] for one in _ends(lines[line])]
    yield from ends[:1]
    if begins < stops:
        yield from ((stops, one) for one in item(lines[stops]))
    yield from ends[1:]
    if not (_foreign_table(lines[begins]) or _foreign_key(lines, begins)):
        yield from ((begins, one) for one in meant(lines[begins], kinds_of(table_of(lines, begins))))


def _long_text(lines: list[str], begins: int) -> Iterator[tuple[int, Meant]]:
    """A text of several lines with three marks before and behind it."""
    opens = re.match(rf"(\s*[\w-]+\s*[=＝]\s*)[{re.escape(QUOTES)}]*\s*$", lines[begins])
    if opens and begins + 1 < len(lines) and not re.match(r"\s*(?:$|#|\[|[\w-]+\s*=)", lines[begins + 1]):
        opening = opens[1].replace("＝", "=")
        yield begins, Meant(f'{opening.rstrip()} """', '几行文字的前一行末尾应为三个半角的双引号 """')
    if '"""' in lines[begins]:
        marks = rf"\s*[{re.escape(QUOTES)}]{{1,3}}\s*$"
        for number in range(begins + 1, len(lines)):
            if re.match(marks, lines[number]) and lines[number].strip() != '"""':
                yield number, Meant('"""', '几行文字之后应为三个半角的双引号 """')


def _ends(line: str) -> Iterator[Meant]:
    """A line within a list, with the sign at its end that the next line makes us miss."""
    match = re.match(r"((?:[^\"#]|\"[^\"]*\")*?)(\s*#.*)?$", line)
    if match and not match[1].rstrip().endswith(("[", "{")):
        words, remark = match[1].rstrip(), match[2] or ""
        yield Meant(f"{words},{remark}", "末尾少了半角的逗号")
        yield Meant(f"{words}]{remark}", "末尾少了右方括号")


def _twice(file: str, lines: list[str], fault: Fault) -> tuple[str, list[str] | None] | None:
    """What is written a second time, with the line of the first."""
    number, line = fault.begins, lines[fault.begins]
    if "Cannot declare" in fault.said and (match := HEADER.match(line)):
        first = first_line(lines[:number], rf"\s*\[+\s*{re.escape(match[1].strip())}\s*\]")
        return f"{file} 第 {number + 1} 行的 [{match[1].strip()}] 在第 {first} 行已经写过，请合并为一张表或改名。", None
    key = re.match(r"\s*([^=\s]+)\s*=", line)
    if "Cannot overwrite" in fault.said and key and not line.lstrip().startswith("["):
        above = next((at for at in range(number, -1, -1) if HEADER.match(lines[at])), 0)
        first = above + first_line(lines[above:number], rf"\s*{re.escape(key[1])}\s*=")
        sentence = f"{file} 第 {number + 1} 行的 {key[1]} 在第 {first} 行已经写过，请删去一处。"
        return sentence, [*lines[:number], f"# {line}", *lines[number + 1 :]]
    return None


def _foreign_table(line: str) -> str:
    """Why a table with a Chinese name is none."""
    match = re.match(r"\s*[\[［【]+([^\[\]［］【】]*)[\]］】]", line)
    if not match or match[1].translate(_HALF).isascii() or re.search(r"[\"“”']", match[1]):
        return ""
    return f"方括号里的名称应为英文字母、数字、下划线和半角的点，不能写 {match[1]}"


def _foreign_key(lines: list[str], number: int) -> str:
    """Why a key in Chinese is none, with those that may stand in its table."""
    match = re.match(rf"\s*([^\s=＝:：{re.escape(QUOTES)}\[\]]+)\s*[=＝:：]", lines[number])
    table = table_of(lines, number)
    if not match or not re.search("[\u3400-\u9fff]", match[1]):
        return ""
    usable = kinds_of(table)
    if not usable:
        return f'键名 {match[1]} 不是英文，应放在半角的双引号里，写成 "{match[1]}" = ……'
    return f"键名应为英文，不能写 {match[1]}；[{table}] 可用的键有 {'、'.join(usable)}"


def _prose_after_text(lines: list[str], fault: Fault) -> bool:
    """Whether the line follows a long text that was closed too early."""
    before = [line for line in lines[: fault.begins] if line.strip() and not line.lstrip().startswith("#")]
    prose = not re.search(rf"[=\[{re.escape(QUOTES)}]", lines[fault.stops])
    return prose and bool(before) and before[-1].rstrip().endswith('"""')


def _sentence(file: str, number: int, typed: str, one: Meant) -> str:
    key = re.match(r"\s*([\w-]+)\s*=", one.line)
    if key and key[1] in PRIVATE_KEYS:
        return f"{file} 第 {number + 1} 行（{key[1]}）：{one.why}。"
    now, should = _difference(_without_remark(typed, one.line), _without_remark(one.line, typed))
    like = "这样的形式" if one.free else ""
    return f"{file} 第 {number + 1} 行「{now}」：{one.why}，请{'写成' if one.free else '改为'}「{should}」{like}。"


def _without_remark(line: str, other: str) -> str:
    """The line without a remark that stands in the other one too."""
    code, sign, remark = line.rpartition("#")
    return (code if sign and other.endswith(sign + remark) else line).strip()


def _difference(now: str, should: str) -> tuple[str, str]:
    """Two lines as they are shown; of long ones the part in which they differ, with a few signs around it."""
    if max(len(now), len(should)) <= _SHOWN:
        return now, should
    same = next((at for at, (a, b) in enumerate(zip(now, should, strict=False)) if a != b), min(len(now), len(should)))
    return _window(now, same), _window(should, same)


def _window(line: str, at: int) -> str:
    start = max(0, min(at - _SHOWN // 2, len(line) - _SHOWN))
    shown = line[start : start + _SHOWN]
    return f"{'…' if start else ''}{shown}{'…' if start + _SHOWN < len(line) else ''}"


def _cited(line: str) -> str:
    """The line in a sentence; not one that may hold somebody's number."""
    words = _without_remark(line, line)
    private = re.search(r"\d{7}", words) or any(key in words for key in PRIVATE_KEYS)
    return "" if private or not words else f"「{_window(words, 0)}」"
