"""The notice that issues the year's plan: 版头, the notice itself, the plan with all its numbers, 版记.

Everything it says comes from plan.toml: [notice] has the words of the notice, [text] the plan itself.
Laid out by GB/T 9704-2012; the keys are Chinese because the office reads them as tags in templates/通知.docx.
"""

from __future__ import annotations

import math
import re
import unicodedata
from pathlib import PurePath

from pipeline.chinese.dates import day
from pipeline.documents import official
from pipeline.documents.official import Context
from pipeline.issued.comparison import Read, compare
from pipeline.issued.text import text_of_docx
from pipeline.plan import Plan, PlanError
from pipeline.plan.clauses import ITEM, PART, opening

LINE, INDENT = 28, 2  # characters
SEALED = 14  # as long a name as stands centred on a date that ends four characters before the margin
COPIES_LINE = 25  # characters of 抄送 in a line at 14 pt, one less than there is room for: punctuation moves words
ANNEX = "附件"
_NUMBER = re.compile(r"[^\s〔〕\[\]（）()0-9]+〔\d{4}〕[1-9]\d*号")  # GB/T 9704-2012, 7.2.5
OWN = Read("通知正文", "请改正这一项或 [text] 的 body")
LEVELS = {PART: "一级", ITEM: "二级"}


def notice(plan: Plan) -> Context:
    """The context of the notice. A plan whose text is missing or has slots nobody fills: PlanError, one sentence."""
    _refuse_unissuable(plan)
    facts = plan.notice
    title = official.lines(facts, "title")
    imprint = official.imprint(facts, plan.issuer, plan.issued_on)
    annexed = plan.reading("plan_attached") == "annex"
    label = official.text(facts, "annex_label") or ANNEX
    return {
        "文档标题": "".join(title),
        **official.letterhead(facts, plan.issuer),
        "发文字号": official.document_number(plan.number, plan.issued_on.year),
        "标题": title,
        "主送机关": f"{official.text(facts, 'to').rstrip('：:')}：",
        "正文": official.lines(facts, "body"),
        "附件说明": _annex_note(label, "".join(official.lines(facts, "plan_title"))) if annexed else "",
        **_signature(plan),
        "附注": official.contact(facts),
        "方案": {
            "附件字样": label if annexed else "",
            "标题": official.lines(facts, "plan_title"),
            "正文": [_paragraph(text) for text in plan.text],
        },
        **imprint,
        "抄送行数": _copies_lines(str(imprint["抄送"])),
    }


def unfounded(plan: Plan, document: bytes) -> list[str]:
    """What of plan.toml the finished notice does not bear out, a Chinese sentence each; a sound notice has none.

    Read as `python -m pipeline plan --issued` reads it, so that the notice passes there as well.
    """
    return [missing.sentence for missing in compare(plan, text_of_docx(document), OWN)]


def _refuse_unissuable(plan: Plan) -> None:
    file = PurePath(plan.file).name
    if plan.number and not _NUMBER.fullmatch(plan.number):
        raise PlanError(
            f"{PurePath(plan.file).name}：[plan] 的 number 是“{plan.number}”，发文字号应写作"
            f"机关代字〔{plan.year}〕1号：年份用六角括号，序号不编虚位，不加“第”字。"
            "通知没有生成，请改正；尚未编号的留空。"
        )
    if not plan.text:
        raise PlanError(
            f"{file}：没有 [text] 这张表，不知道印发的方案正文，通知没有生成。"
            "请补上 [text] 的 body，写法见样例年度的 plan.toml。"
        )
    if plan.open_slots:
        raise PlanError(
            f"{file}：[text] 的 body 中有 {'、'.join(plan.open_slots)}，"
            f"而 {file} 中没有这样编号的目标、任务或期限，通知没有生成。请改正编号，或删去这句话。"
        )


def _annex_note(label: str, title: str) -> str:
    """附件：1.… for an annex labelled 附件1; one that is labelled in another way is not numbered."""
    number = label.removeprefix(ANNEX) if label.startswith(ANNEX) else ""
    return f"附件：{number}.{title}" if number else f"附件：{title}"


def _paragraph(text: str) -> dict[str, str]:
    """A paragraph of the plan: its level by its number (一、 or （一）), and the phrase in that level's type.

    A heading is so set as a whole, a paragraph up to its first 。 where that is a phrase of one line with text behind
    it. A whole sentence after a number is text. 1., （1） and 一是 have the type of the text.
    """
    level = LEVELS.get(opening(text) or "")
    lead, stop, rest = text.partition("。")
    if level and not stop and not text.endswith(("；", "：", "，")):
        return {"级": f"{level}标题", "引": "", "文": text}
    if level and rest and len(lead + stop) <= LINE - INDENT:
        return {"级": f"{level}段", "引": lead + stop, "文": rest}
    return {"级": "正文", "引": "", "文": text}


def _signature(plan: Plan) -> Context:
    """署名 and 成文日期 (7.3.5). With a seal both are centred in a block of the template, four characters in.

    Without one the name ends two characters before the margin and the date begins two after the name; a date longer
    than the name is the one to end there. Only blanks can say this in a template, because it hangs on the lengths.
    """
    name, date = plan.issuer, day(plan.issued_on)
    sealed = bool(plan.notice.get("seal"))
    if not sealed:
        room = LINE - INDENT - max(_width(name), _width(date) + (INDENT if _width(date) > _width(name) else 0))
        name, date = "　" * max(room, 0) + name, "　" * max(room + INDENT, 0) + date
    return {
        "盖章": sealed,
        "署名位置": "常规" if _width(plan.issuer) <= SEALED else "长名",
        "署名": name,
        "成文日期": date,
    }


def _width(text: str) -> int:
    """In characters of full width; two figures take the room of one."""
    return math.ceil(sum(1 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text))


def _copies_lines(copies: str) -> int:
    """How many lines of 版记 抄送 takes; the template keeps as many free below the text."""
    return math.ceil((len(copies) - len("抄送：")) / COPIES_LINE) if copies else 0
