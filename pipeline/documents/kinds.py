"""Every kind of document, in the order of a run and of the lists in packs.

Adding one is a module that makes it, a template, and one entry here: the command, the closing lines, packs and their
lists, what is withheld, withdrawn or cleaned then know it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.check import folder
from pipeline.documents.kind import Desk, Document, Kind, Making, Reads, Tags, ToFill, Works

if TYPE_CHECKING:
    from pipeline.check.withheld import Reasons
    from pipeline.check.year import Checked
    from pipeline.word.fields import Record


def _check() -> Works:
    from pipeline.check.given_back.files import check_files
    from pipeline.check.reminders.files import due
    from pipeline.documents.making import opened

    def make(desk: Desk, kind: Kind) -> Making:
        for made in check_files(desk.year, desk.ledger, desk.not_made, opened(desk, kind, folder.REMINDER_TEMPLATE)):
            yield made if isinstance(made, str) else Document(made)

    return Works(make, due=lambda desk, kind: due(desk.year))


def _reminder_fields() -> Record:
    from pipeline.check.reminders.fields import FIELDS

    return FIELDS


CHECK = Kind(
    folder.KIND,
    folder=folder.FOLDER,
    command="check",
    help="只检查台账，生成问题清单。",
    reads=Reads.LOGS,
    works=_check,
    templates=(folder.REMINDER_TEMPLATE, folder.PAGE_TEMPLATE),
    tags=Tags(
        folder.REMINDER_TEMPLATE,
        _reminder_fields,
        shows=("标题", "工作站", "导语", "节", "更正", "未完成", "暂不认定", "未到期", "办法", "落款", "日期"),
    ),
    latest=True,
)


def _notice() -> Works:
    from pipeline.documents.notice import files

    return Works(files.make)


def _notice_fields() -> Record:
    from pipeline.documents.notice.fields import FIELDS

    return FIELDS


NOTICE = Kind(
    "notice",
    folder="notice",
    command="notice",
    help="生成印发方案的通知；只需要 plan.toml。",
    reads=Reads.PLAN,
    works=_notice,
    templates=("通知.docx",),
    tags=Tags(
        "通知.docx",
        _notice_fields,
        shows=(
            *("发文机关标志", "发文字号", "标题", "主送机关", "正文", "附件说明", "署名", "成文日期", "附注", "方案"),
            *("抄送", "印发机关", "印发日期"),
        ),
        branches=("方案.附件字样", "方案.正文[].级"),
    ),
    name="印发通知",
    in_prose="通知",
    packed_as="印发通知",
)


def _agreement() -> Works:
    from pipeline.check.withheld import Need, Whose
    from pipeline.documents.agreement import draft, files
    from pipeline.forms import ROSTER_FORMS

    return Works(
        files.make,
        need=Need("agreement", Whose.PERSON, ROSTER_FORMS),
        not_made=files.not_made,
        expected=files.expected,
        due=files.wanted,
        to_fill=ToFill("agreement", draft.shared_blanks, rows="名册和派驻关系", called="协议"),
        copies=files.copies,
    )


def _agreement_fields() -> Record:
    from pipeline.documents.agreement.fields import FIELDS

    return FIELDS


AGREEMENT = Kind(
    "agreement",
    folder="agreements",
    command="agreements",
    help="检查名册，生成每名特派员的补充协议；年初没有台账也可以。",
    reads=Reads.ROSTER,
    works=_agreement,
    templates=("补充协议.docx",),
    tags=Tags(
        "补充协议.docx",
        _agreement_fields,
        shows=(
            *("标题", "协议编号", "年度", "甲方", "乙方", "鉴于", "企业", "任务", "任务说明", "汇报", "考核", "补助"),
            *("保障", "知识产权", "争议解决", "份数", "签订地点"),
        ),
    ),
    name="补充协议",
    in_prose="补充协议",
    made_after=("check",),
    packed_as="补充协议",
)


def _assessment() -> Works:
    from pipeline.check.withheld import Need, Whose
    from pipeline.documents.assessment import files
    from pipeline.forms import LOG_FORMS, ROSTER_FORMS

    return Works(
        files.make,
        need=Need("assessment", Whose.PERSON, ROSTER_FORMS | LOG_FORMS),
        not_made=files.not_made,
        expected=files.expected,
        due=files.wanted,
    )


def _assessment_fields() -> Record:
    from pipeline.documents.assessment.fields import FIELDS

    return FIELDS


ASSESSMENT = Kind(
    "assessment",
    folder="assessments",
    command="assessments",
    help="检查台账，生成每名特派员的考核表。",
    reads=Reads.LOGS,
    works=_assessment,
    templates=("考核表.docx",),
    tags=Tags(
        "考核表.docx",
        _assessment_fields,
        shows=(
            *("标题", "截至日期", "编号", "姓名", "性别", "派出单位", "职务职称", "专业领域", "工作站", "聘期", "派驻"),
            *("任务", "记录", "月报", "月报图例", "例外", "项目", "项目佐证", "成果", "成果佐证", "抽查", "抽查佐证"),
            *("等次", "评定"),
        ),
    ),
    name="考核表",
    in_prose="考核表",
    made_after=("check",),
    packed_as="考核表",
)


def _annual() -> Works:
    from pipeline.check.withheld import Need, Whose
    from pipeline.documents.annual import files
    from pipeline.forms import LOG_FORMS, ROSTER_FORMS

    need = Need("annual", Whose.DISTRICT, ROSTER_FORMS | LOG_FORMS)
    return Works(files.make, need=need, not_made=files.not_made, due=files.wanted)


def _annual_fields() -> Record:
    from pipeline.documents.annual.fields import FIELDS

    return FIELDS


ANNUAL = Kind(
    "annual",
    folder="annual",
    command="annual-report",
    help="主要工作：检查台账，生成考核表和年度报告。",
    reads=Reads.LOGS,
    works=_annual,
    templates=("年度报告.docx",),
    tags=Tags(
        "年度报告.docx",
        _annual_fields,
        shows=(
            *("发文机关标志", "发文字号", "签发人", "标题", "主送机关", "开头", "目标", "工作", "考核", "经费"),
            *("问题标题", "打算标题", "口径", "结语", "附件首项", "附件余项", "署名", "成文日期", "附注"),
            *("抄送", "印发机关", "印发日期"),
        ),
    ),
    name="年度报告和附表",
    in_prose="年度报告",
    made_after=("check", "assessment"),
    packed_as="年度上报",
)


def _handover() -> Works:
    from pipeline.documents.handover import packs, stale

    return Works(packs.make, due=packs.wanted, standing=stale.standing_packs, stale=stale.stale_packs)


def _cover_list_fields() -> Record:
    from pipeline.documents.handover.fields import FIELDS

    return FIELDS


HANDOVER = Kind(
    "handover",
    folder="handover",
    command="handover",
    help="生成全部文件，按工作站和局机关打包，附移交清单。",
    reads=Reads.ROSTER,
    works=_handover,
    templates=("移交清单.docx",),
    tags=Tags(
        "移交清单.docx",
        _cover_list_fields,
        shows=("标题", "接收单位", "截至日期", "件数", "文件", "说明", "签字"),
    ),
    name="移交包",
    made_after=("check",),
    gathers=True,
)


def _forms() -> Works:
    from pipeline.documents.blank_forms import files

    return Works(files.make)


FORMS = Kind(
    "forms",
    folder="forms",
    command="forms",
    help="生成空白台账：带下拉列表、示例和填表说明；只需要 plan.toml。",
    reads=Reads.PLAN,
    works=_forms,
    name="空白台账",
)

KINDS = (CHECK, NOTICE, AGREEMENT, ASSESSMENT, ANNUAL, HANDOVER, FORMS)


def made_by(target: Kind, kinds: Sequence[Kind] = KINDS) -> tuple[Kind, ...]:
    """The kinds that the command of `target` makes, in order: what it gathers is made before it."""
    return tuple(
        kind for kind in kinds if kind is target or kind.id in target.made_after or (target.gathers and kind.packed_as)
    )


def held(year: Checked, kinds: Sequence[Kind] = KINDS) -> dict[str, Reasons]:
    """By the id of each kind: which of its documents errors withhold."""
    from pipeline.check.withheld import withheld

    needs = [need for kind in kinds if (need := kind.works().need)]
    return withheld(year.errors, year.intake.dataset, needs, year.sentence)


def not_made(year: Checked, reasons: Mapping[str, Reasons], kinds: Sequence[Kind] = KINDS) -> dict[str, str]:
    """The path of each document that is not made, with the reason, `reasons` being what is `held`.

    Kinds that rest on most come first and the district's last: the closing lines name the first reasons only.
    """
    from pipeline.check.withheld import Whose

    needs = [(kind, need) for kind in kinds if (need := kind.works().need)]
    needs.sort(key=lambda one: (one[1].whose is Whose.DISTRICT, -len(one[1].forms)))
    return {path: why for kind, _ in needs for path, why in kind.works().not_made(kind, year, reasons[kind.id]).items()}
