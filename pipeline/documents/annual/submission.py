"""The year-end submission 年度报告: a context of plain values, every sentence already worded.

Laid out by GB/T 9704-2012 as a 报告 (上行文, with 签发人), a 函 or plain 材料报送, as plan.toml chooses. A 报告 carries
no request. What the office writes itself stays a marked blank of templates/年度报告.docx.
The keys are Chinese because the office reads them as tags there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.chinese.dates import BLANK_DATE, day
from pipeline.chinese.figures import money
from pipeline.chinese.lists import titled
from pipeline.chinese.numerals import chinese
from pipeline.documents import official
from pipeline.documents.annual import results
from pipeline.documents.annual.basis import statements
from pipeline.documents.annual.work import SECTIONS
from pipeline.documents.official import Context
from pipeline.plan import Plan
from pipeline.records import Dataset
from pipeline.rules import Year
from pipeline.rules.tally import Tally


@dataclass(frozen=True, slots=True)
class Genre:
    """How submissions of one 文种 differ: their head, their verb, their closing words."""

    red_head: bool
    upward: bool  # 上行文: 签发人 stands beside 发文字号
    verb: str
    closing: str


GENRES: Mapping[str, Genre] = {
    "报告": Genre(red_head=True, upward=True, verb="报告如下：", closing="特此报告。"),
    "函": Genre(red_head=True, upward=False, verb="函告如下：", closing="特此函告。"),
    "材料报送": Genre(red_head=False, upward=False, verb="报送如下：", closing=""),
}
# Measures that the narrow reading of the duty to report (report_up_scope) speaks of.
RECRUITING = ("commissioners_recruited", "commissioners_serving")


def submission(dataset: Dataset, plan: Plan, tally: Tally) -> Context:
    """The context of the year's submission as of `dataset.as_of`; `tally` is that of the same dataset and plan.

    With the reading `report_up_scope` = counts_only it tells of recruiting and serving alone.
    """
    year = Year(dataset)
    basis = statements(plan, lambda other: _printed(other, tally if other is plan else year.counted(other)))
    return {
        **_head(plan),
        "开头": _opening(tally.records, plan),
        **_told(plan, tally),
        "口径": {
            "标题": f"{chinese(len(_order(plan)) + 1)}、统计口径",
            "段落": [f"{number}.{text}" for number, text in enumerate(basis, start=1)],
        },
        **_foot(plan),
    }


def _is_full(plan: Plan) -> bool:
    return plan.reading("report_up_scope") == "full_report"


def _sections(plan: Plan) -> list[str]:
    return [id for id in SECTIONS if id in plan.sections and (_is_full(plan) or id == "team")]


def _order(plan: Plan) -> list[str]:
    """The parts that tell of the year, in their order."""
    return [
        "目标",
        *(["工作"] if _sections(plan) else []),
        *(["考核", "经费", "问题", "打算"] if _is_full(plan) else []),
    ]


def _told(plan: Plan, tally: Tally) -> Context:
    """What the submission tells of the year, part by part, numbered through."""
    full, records = _is_full(plan), tally.records
    targets = [entry for entry in tally.targets if full or entry.target.measure in RECRUITING]
    headings = {name: f"{chinese(place)}、" for place, name in enumerate(_order(plan), start=1)}
    return {
        "目标": {
            "标题": f"{headings['目标']}目标任务完成情况",
            "段落": results.target_paragraphs(targets, records, plan),
            "表": results.target_rows(targets, plan),
        },
        "工作": {
            "标题": f"{headings.get('工作', '')}重点工作开展情况",
            "节": [
                {"标题": f"（{chinese(place)}）{plan.sections[id].title}", "段落": SECTIONS[id](records, plan, tally)}
                for place, id in enumerate(_sections(plan), start=1)
            ],
        },
        "全面报告": full,
        "考核": {"标题": f"{headings.get('考核', '')}考核情况", "段落": results.appraisal(plan, tally)},
        "经费": {
            "标题": f"{headings.get('经费', '')}经费使用情况",
            "段落": results.fund_paragraphs(plan, tally),
            "表": results.fund_rows(tally),
            "合计": money(results.total_spent(tally)),
        },
        "问题标题": f"{headings.get('问题', '')}存在的问题",
        "打算标题": f"{headings.get('打算', '')}下一步打算",
    }


def _printed(plan: Plan, tally: Tally) -> Context:
    """What of that is printed: a narrow report leaves out all but recruiting and serving."""
    told = _told(plan, tally)
    return told if told["全面报告"] else {key: told[key] for key in ("目标", "工作", "全面报告")}


def _genre(plan: Plan) -> Genre:
    return GENRES[official.text(plan.submission, "kind")]


def _head(plan: Plan) -> Context:
    genre, facts = _genre(plan), plan.submission
    date = official.date(facts, "date")
    return {
        "红头": genre.red_head,
        "上行文": genre.upward,
        **official.letterhead(facts, plan.issuer),
        "发文字号": official.document_number(official.text(facts, "number"), date.year if date else plan.year),
        "签发人": official.text(facts, "signer") or official.BLANK,
        "标题": official.lines(facts, "title"),
        "主送机关": f"{official.text(facts, 'recipient')}：",
    }


def _opening(dataset: Dataset, plan: Plan) -> str:
    programme = plan.labels["programme"]
    number = f"（{plan.number}）" if plan.number else ""
    basis = f"按照{plan.basis}要求，" if plan.basis else ""
    status = f"现将{plan.year}年{programme}情况（截至{day(dataset.as_of)}）{_genre(plan).verb}"
    return f"{basis}{_self(plan)}印发{titled(plan.name)}{number}，组织开展{programme}。{status}"


def _self(plan: Plan) -> str:
    return "我局" if plan.issuer.endswith("局") else "我单位"


def _foot(plan: Plan) -> Context:
    date = official.date(plan.submission, "date")
    names = official.lines(plan.submission, "attachments")
    numbered = [f"{number}.{name}" for number, name in enumerate(names, start=1)] if len(names) > 1 else names
    return {
        "结语": _genre(plan).closing,
        "附件": bool(names),
        "附件首项": f"附件：{numbered[0]}" if numbered else "",
        "附件余项": numbered[1:],
        "署名": plan.issuer,
        "成文日期": day(date) if date else BLANK_DATE,
        "附注": official.contact(plan.submission),
        **official.imprint(plan.submission, plan.issuer, date),
    }
