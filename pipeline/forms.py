"""The forms of the contract: every heading, its other spellings, whether it must be filled, what stands in it.

The reader and, later, the blank workbooks are made from these declarations, so that they cannot disagree.
"""

from __future__ import annotations

from pipeline.sheets.declare import Column, Form, Kind, Wide

C = Column
_ID = C("特派员编号", aliases=("编号",))
_NAME = C("特派员姓名", Kind.NAME, required=True, aliases=("姓名",))
_FIRM = C("服务企业", Kind.FIRMS, required=True, aliases=("企业名称", "服务对象"))
_NOTE = C("备注")
_STATION = C("工作站", prefilled=True)
_EVIDENCE = C("佐证材料")
_FLAGS = tuple(
    C(f"{end}{what}", Kind.YES_NO) for end in ("期初", "期末") for what in ("研发活动", "研发机构", "研发投入")
)
_NOT_REPORTED = frozenset(
    {"未报", "未报送", "未上报", "未交", "未提交", "没报", "没交", "没有", "缺", "缺报", "缺交", "漏报", "欠报", "欠交"}
) | {"否", "×", "✗", "✘", "✕", "X"}

COMMISSIONERS = Form(
    "特派员",
    (
        C("编号", required=True, aliases=("特派员编号",)),
        C("姓名", Kind.NAME, required=True, aliases=("特派员姓名",)),
        C("性别"),
        C("民族"),
        C("身份证号", Kind.IDENTIFIER, aliases=("身份证号码", "公民身份号码"), private=True),
        C("联系电话", required=True, aliases=("手机号", "手机", "电话"), private=True),
        C("派出单位", required=True, aliases=("工作单位", "所在单位")),
        C("职务职称", aliases=("职称", "职称/职务")),
        C("专业领域", aliases=("研究方向", "专业")),
        C("所属工作站", required=True, aliases=("工作站",), prefilled=True),
        C("聘期起", Kind.DATE, required=True, aliases=("选聘日期", "聘期开始")),
        C("聘期止", Kind.DATE, required=True, aliases=("聘期结束",)),
        C("开户银行", aliases=("开户行",)),
        C("银行账号", aliases=("银行卡号",), private=True),
        _NOTE,
    ),
)
ENTERPRISES = Form(
    "企业名录",
    (
        C("企业名称", Kind.FIRM, required=True, aliases=("单位名称",)),
        C("统一社会信用代码", Kind.IDENTIFIER, required=True, aliases=("信用代码",)),
        C("规上工业企业", Kind.YES_NO, aliases=("是否规上",)),
        C("高新技术企业", Kind.YES_NO, aliases=("是否高企",)),
        C("高企证书编号"),
        C("高企发证日期", Kind.DATE),
        C("科技型中小企业", Kind.YES_NO, aliases=("是否科小",)),
        C("入库登记编号"),
        *_FLAGS,
        C("曾用名", Kind.FIRMS),
        C("法定代表人"),
        C("联系人"),
        C("联系电话", private=True),
        C("地址"),
        _NOTE,
    ),
)
PAIRINGS = Form(
    "派驻关系",
    (
        C("特派员编号", required=True, aliases=("编号",), carried=True),  # merged over the firms of one person
        C("特派员姓名", Kind.NAME, aliases=("姓名",), carried=True),
        C("企业名称", Kind.FIRMS, required=True, aliases=("服务企业",)),
        C("统一社会信用代码", Kind.IDENTIFIER),
        C("服务起", Kind.DATE, required=True),
        C("服务止", Kind.DATE, required=True),
        C("服务内容"),
        C("原协议编号"),
        _NOTE,
    ),
)
SERVICE_LOGS = Form(
    "服务日志",
    (
        C("日期", Kind.DATE, required=True, aliases=("服务日期", "服务开始时间")),
        C("结束日期", Kind.DATE, aliases=("服务结束时间",)),
        _ID,
        _NAME,
        _FIRM,
        C("服务类型", required=True, aliases=("类别",)),
        C("服务天数", Kind.NUMBER, required=True, aliases=("天数",)),
        C("服务内容", aliases=("工作内容",)),
        _EVIDENCE,
        _STATION,
        _NOTE,
    ),
)
MONTHLY_REPORTS = Form(
    "月报",
    (
        _ID,
        _NAME,
        C("月份", Kind.MONTH, required=True, aliases=("报告月份",)),
        C("报送日期", Kind.DATE, required=True, aliases=("提交日期",)),
        _STATION,
        _NOTE,
    ),
    wide=Wide(key="月份", value="报送日期", nothing=_NOT_REPORTED),
)
PROJECTS = Form(
    "项目申报",
    (
        _ID,
        _NAME,
        _FIRM,
        C("项目名称", required=True),
        C("项目级别", required=True),
        C("申报日期", Kind.DATE, required=True),
        C("是否联合承担", Kind.YES_NO),
        C("状态"),
        _EVIDENCE,
        _STATION,
        _NOTE,
    ),
)
ACHIEVEMENTS = Form(
    "知识产权与技术合同",
    (
        _ID,
        _NAME,
        _FIRM,
        C("类型", required=True),
        C("名称", required=True),
        C("登记编号"),
        C("日期", Kind.DATE, required=True),
        C("合同金额", Kind.MONEY),
        _EVIDENCE,
        _STATION,
        _NOTE,
    ),
)
PAPERS = Form(
    "计划与总结",
    (_ID, _NAME, C("材料", required=True), C("提交日期", Kind.DATE, required=True), _STATION, _NOTE),
)
SPOT_CHECKS = Form(
    "抽查",
    (
        C("日期", Kind.DATE, required=True),
        _ID,
        _NAME,
        C("抽查单位", required=True),
        C("单位类别"),
        C("结果", required=True),
        _STATION,
        _NOTE,
    ),
)
TRAININGS = Form(
    "培训活动",
    (
        C("日期", Kind.DATE, required=True),
        C("主题", required=True),
        C("形式"),
        C("主办", required=True),
        C("人数", Kind.NUMBER),
        C("讲师"),
        C("政策内容"),
        _NOTE,
    ),
)
EXPENSES = Form(
    "经费支出",
    (
        C("日期", Kind.DATE, required=True),
        C("事项", required=True),
        C("用途", required=True),
        C("金额", Kind.MONEY, required=True),
        C("收款方"),
        C("凭证号"),
        _NOTE,
    ),
)
RESULTS = Form(
    "考核结果",
    (
        C("特派员编号", required=True),
        C("特派员姓名", Kind.NAME),
        C("等次", required=True),
        C("评定日期", Kind.DATE, required=True),
        C("意见"),
        _NOTE,
    ),
)
EXCEPTIONS = Form(
    "例外说明",
    (
        C("规则", required=True),
        C("对象", required=True),
        C("事实", required=True),
        C("理由", required=True),
        C("批准人", required=True),
        C("批准日期", Kind.DATE, required=True),
        _NOTE,
    ),
)

FORMS = (
    COMMISSIONERS,
    ENTERPRISES,
    PAIRINGS,
    SERVICE_LOGS,
    MONTHLY_REPORTS,
    PROJECTS,
    ACHIEVEMENTS,
    PAPERS,
    SPOT_CHECKS,
    TRAININGS,
    EXPENSES,
    RESULTS,
    EXCEPTIONS,
)
ROSTER_FORMS = frozenset({"特派员", "企业名录", "派驻关系"})
LOG_FORMS = frozenset(form.name for form in FORMS) - ROSTER_FORMS
MUST_BE_THERE = ("特派员", "企业名录", "派驻关系", "服务日志")
OPTIONAL_FORMS = frozenset({"考核结果"})  # comes after the assessment meeting
