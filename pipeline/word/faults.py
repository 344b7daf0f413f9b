"""What is found wrong with a template when it is judged: each fault with its place, all of them one refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.word.errors import TemplateError

# After the place and what stands there. What is asked for can be done in Word as it is written.
SAYINGS = {
    "revisions": "有没有处理的修订（{what}），请在 Word 或 WPS 中接受或拒绝全部修订后保存。",
    # how a tag is written
    "unclosed_tag": "标签没有写完，请把末尾写作「{close}」。",
    "leftover": "有不完整的标签，多出「{bracket}」，请补全或删去多余的括号。",
    "full_width": "用全角括号写了标签，不会填写，请改用半角的 {{{{ }}}} 或 {{% %}}。",
    "invisible": "标签里第 {position} 个字符看不见（{char}，在「{before}」后面），请把整个标签删去重新输入。",
    "bracket_beside": "标签旁边多出一个「{sign}」，会原样印出来，请删去它。",
    "invisible_beside": "紧挨着标签有一个看不见的字符（{char}），会印进文书里，请把标签和两旁的字重新输入。",
    "wide_sign": "标签里有全角符号，请改成半角：{signs}。",
    "syntax": "标签写错了，请改正括号、引号或点号。",
    "one_equals": "比较是否相等要写两个等号，请把「=」改为「==」。",
    "spaced_prefix": "「{prefix}」应紧跟在「{open}」后面，中间不要空格，请写作「{meant}」。",
    "unknown_tag": "用了不认识的指令「{word}」{hint}，请改正。",
    "forbidden": "用了不支持的指令「{word}」，请删去它。",
    "unknown_filter": "用了不支持的过滤器「{word}」{hint}，请删去它。",
    # pairs
    "surplus_end": "多出一个「{word}」，前面没有与它成对的「{opening}」{nearest}。"
    "请补上「{opening}」的标签，或删去这一个。",
    "surplus_middle": "「{word}」不在「if」和「endif」之间{nearest}，请补上「if」的标签，或删去这一个。",
    "unclosed": "「{word}」没有结束{until}，请在它管到的地方后面补上「{meant}」。",
    "prefixes": "与它成对的{other}写法不同，一个带「{first}」一个带「{second}」，请写成一样的。",
    "structure": "与它成对的{other}不在同一层，请把开始和结束移到一处：同在段落之间、同在表格行之间，或同在一段之内。",
    "same_place": "开始和结束写在了同一{unit}里，这一{unit}会丢失，请各占一{unit}；"
    "只管其中几个字的，把两个「{prefix}」都去掉。",
    "no_table": "「{prefix}」只能用在表格里，请改用「p」，或把标签移到表格中。",
    "no_cell": "「{word}」只能用在表格的单元格里，请移到单元格中，或删去。",
    # what would vanish
    "lost": "同一{unit}里的{what}会丢失，请把它们移开，让标签单独占一{unit}。",
    "plain": "标签里的「{prefix}」会让文字印不出来，请去掉它，写作「{meant}」。",
    "lookalike": "像是标签，却会原样印出来，不会填写，请改为「{meant}」。",
    # fields
    "lost_loop": "「{tag}」没有来处：前面少了循环的开始，请补上「{opening}」。",
    "unknown": "没有「{name}」这一项{hint}。",
    "below_text": "「{tag}」是一项文字，下面没有「{step}」，请改为「{{{{ {tag} }}}}」。",
    "below_rows": "「{tag}」是一列，有多少项要看数据，不能直接取其中的「{step}」，请写成循环：{loop}。",
    "index": "「{tag}」是一列，「{written}」只取其中第 {number} 项，而它有多少项要看数据，可能一项也没有，"
    "请写成循环：{loop}。",
    "beyond": "「{tag}」共 {length} 项，编号从 0 到 {last}，没有第 {number} 号，请改正编号。",
    "rows_printed": "「{tag}」是一列，不能直接印出，请写成循环：{loop}。",
    "flag_printed": "「{tag}」只有是和否，供「if」判断，不能印出，请改为「{{% if {tag} %}}…{{% endif %}}」。",
    "record_printed": "「{tag}」不是一项文字，下面有{fields}，请写明要印哪一项。",
    "not_rows": "「{tag}」是一项文字，不是一列，不能用来循环{hint}。",
    "loop_outside": "「loop」只能用在循环里面，请移到循环中，或删去。",
    # fields that have to be shown
    "never": "整份模板没有印出{fields}。请在应当印出的地方补上{tags}。",
    "elsewhere": "{fields}只在{where}印出，正文里没有，请在正文补上{tags}。",
    "sometimes": "{fields}{when}时没有印出：可能少了一个分支（如「else」）。请补上。",
    "no_choice": "没有按「{tag}」分开{values}的写法：应当各有一个分支（如「elif」）。请补上缺的分支。",
    "no_branch": "没有用「{tag}」分两种情况：应当有「if」，也有「else」，各写一种。请补上缺的分支。",
}

SHOWING = frozenset({"never", "elsewhere", "sometimes", "no_branch", "no_choice"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `place` says where in words, "" for the template as a whole; `near` what stands there;
    `tag` is the field that is to blame, where one is; `meant` the field that was probably meant."""

    code: str
    place: str
    near: str
    said: str
    tag: str = ""
    meant: str = ""

    @property
    def sentence(self) -> str:
        """Place, what stands there, what is wrong, what to do."""
        quoted = f"「{self.near}」" if self.near else ""
        return f"{self.place}{quoted}：{self.said}" if self.place or quoted else self.said


def fault(code: str, place: str, near: str, /, tag: object = "", field: object = "", **facts: object) -> Fault:
    """The fault of a code of `SAYINGS`, worded; `field` is the one that was meant."""
    return Fault(code, place, near, SAYINGS[code].format(tag=tag, **facts), str(tag), str(field))


class Misjudged(TemplateError):
    """A template with faults: all of them at once, in the order in which they stand.

    `code` and `tag` are those of the first.
    """

    def __init__(self, template: str, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0]
        super().__init__("judged", template, said=_said(self.faults))
        self.code, self.tag = first.code, first.tag or None

    def __reduce__(self) -> tuple[object, ...]:
        return Misjudged, (self.template, self.faults)


def _said(faults: Sequence[Fault]) -> str:
    """A sentence behind the template's name, or a numbered line for each fault."""
    if len(faults) == 1:
        only = faults[0].sentence
        return only if faults[0].place else f"：{only}"
    lines = [f"{number}. {one.sentence}" for number, one in enumerate(faults, start=1)]
    return f"有 {len(faults)} 处要改：\n" + "\n".join(lines)
