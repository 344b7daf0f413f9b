"""The forms that a workstation keeps: visits, monthly reports, projects, rights and contracts, papers, spot checks."""

from __future__ import annotations

from dataclasses import replace

from pipeline.forms.declaring import Column, Form, Log, Presence, Read, Thing
from pipeline.forms.shared import COMMISSIONER, COMMISSIONER_ID, EVIDENCE, FIRMS, NOTE, SERVED, STATION, WORKSTATION
from pipeline.records import Achievement, MonthlyReport, Paper, ProjectApplication, ServiceLog, SpotCheck
from pipeline.sheets.declare import Kind, Wide

C = Column
_NOT_REPORTED = frozenset(
    {"未报", "未报送", "未上报", "未交", "未提交", "没报", "没交", "没有", "缺", "缺报", "缺交", "漏报", "欠报", "欠交"}
) | {"否", "×", "✗", "✘", "✕", "X"}
_OTHER_MONTHS = (
    "考勤",
    "出勤",
    "值班",
    "加班",
    "请假",
    "补助",
    "补贴",
    "津贴",
    "发放",
    "工资",
    "薪酬",
    "绩效",
    "报销",
    "财务",
    "统计",
)

SERVICE_LOGS = Form(
    "服务日志",
    (
        C(
            "日期",
            Kind.DATE,
            field="start",
            identity=True,
            required=True,
            aliases=("服务日期", "服务开始时间"),
            likely=("服务时间开始", "开始时间", "开始日期", "起始时间", "起始日期"),
            example="{year}-3-12",
            hint="连续几天的填第一天",
            this_year=True,
        ),
        C(
            "结束日期",
            Kind.DATE,
            field="end",
            aliases=("服务结束时间",),
            likely=("服务时间结束", "结束时间", "终止时间", "终止日期"),
            example="{year}-3-13",
            hint="只有一天的空着",
            this_year=True,
        ),
        COMMISSIONER_ID,
        COMMISSIONER,
        replace(SERVED, example=FIRMS),
        C(
            "服务类型",
            field="kind",
            read=Read.TOKEN,
            required=True,
            aliases=("类别",),
            example="类型",
            listed="service_types",
        ),
        C(
            "服务天数",
            Kind.NUMBER,
            field="days",
            required=True,
            aliases=("天数",),
            example="2",
            hint="半天填 0.5；不能多于起止日期的天数",
        ),
        C("服务内容", field="content", aliases=("工作内容",), example="走访企业，了解技术需求"),
        EVIDENCE,
        WORKSTATION,
        NOTE,
    ),
    record=ServiceLog,
    fills="service_logs",
    presence=Presence.REQUIRED,
    log=Log("日期"),
    thing=Thing(("日期", "服务企业", "服务类型"), larger=("服务天数", "结束日期")),
)
MONTHLY_REPORTS = Form(
    "月报",
    (
        COMMISSIONER_ID,
        COMMISSIONER,
        C(
            "月份",
            Kind.MONTH,
            field="month",
            identity=True,
            required=True,
            aliases=("报告月份",),
            example="3月",
            hint="月报所写的月份",
        ),
        C(
            "报送日期",
            Kind.DATE,
            field="submitted",
            required=True,
            aliases=("提交日期",),
            example="{year}-3-12",
            hint="收到月报的日期",
            this_year=True,
        ),
        WORKSTATION,
        NOTE,
    ),
    wide=Wide(key="月份", value="报送日期", nothing=_NOT_REPORTED, said=("月报", "书面汇报"), others=_OTHER_MONTHS),
    record=MonthlyReport,
    fills="monthly_reports",
    costs="年度报告、附表「特派员考核」和考核表中每月书面汇报的情况",
    log=Log("报送日期", into_january=("report_due", "next_month")),
    thing=Thing(("月份", "报送日期")),
)
PROJECTS = Form(
    "项目申报",
    (
        COMMISSIONER_ID,
        COMMISSIONER,
        SERVED,
        C("项目名称", field="name", identity=True, required=True, example="某某设备研制"),
        C("项目级别", field="level", read=Read.TOKEN, required=True, example="级别", listed="project_levels"),
        C("申报日期", Kind.DATE, field="date", identity=True, required=True, example="{year}-5-20", this_year=True),
        C("是否联合承担", Kind.YES_NO, field="joint", example="是", hint="与企业联合承担的填“是”"),
        C("状态", field="state", example="已受理", hint="如已受理、已立项、未立项"),
        EVIDENCE,
        WORKSTATION,
        NOTE,
    ),
    record=ProjectApplication,
    fills="projects",
    costs="年度报告、附表「项目申报」「特派员考核」和考核表中申报项目的情况",
    log=Log("申报日期"),
    thing=Thing(("项目名称", "服务企业", "项目级别"), larger=("是否联合承担",), shared=True),
)
ACHIEVEMENTS = Form(
    "知识产权与技术合同",
    (
        COMMISSIONER_ID,
        COMMISSIONER,
        SERVED,
        C("类型", field="kind", read=Read.TOKEN, required=True, example="类型", listed="achievement_kinds"),
        C(
            "名称",
            field="name",
            identity=True,
            required=True,
            example="某某装置",
            hint="专利、软件、合同或制度的名称",
        ),
        C(
            "登记编号",
            field="registration_number",
            read=Read.OWN_NUMBER,
            own_number=True,
            hint="申请号、登记号或技术合同登记编号",
        ),
        C(
            "日期",
            Kind.DATE,
            field="date",
            identity=True,
            required=True,
            example="{year}-9-2",
            hint="申请、登记或签订的日期",
            this_year=True,
        ),
        C("合同金额", Kind.MONEY, field="amount", corrects=True, example="120000", hint="技术合同填写"),
        EVIDENCE,
        WORKSTATION,
        NOTE,
    ),
    record=Achievement,
    fills="achievements",
    costs="年度报告、附表「知识产权与技术合同」「特派员考核」和考核表中知识产权、技术合同等成果的情况",
    log=Log("日期"),
    thing=Thing(("名称", "服务企业"), number="登记编号", larger=("合同金额",), shared=True),
)
PAPERS = Form(
    "计划与总结",
    (
        COMMISSIONER_ID,
        COMMISSIONER,
        C("材料", field="kind", read=Read.TOKEN, identity=True, required=True, example="材料", listed="papers"),
        C(
            "提交日期",
            Kind.DATE,
            field="submitted",
            identity=True,
            required=True,
            example="{year}-1-10",
            this_year=True,
        ),
        WORKSTATION,
        NOTE,
    ),
    record=Paper,
    fills="papers",
    costs="年度报告、附表「特派员考核」和考核表中工作计划和派驻总结的情况",
    log=Log("提交日期"),
)
SPOT_CHECKS = Form(
    "抽查",
    (
        C("日期", Kind.DATE, field="date", identity=True, required=True, example="{year}-6-3", this_year=True),
        COMMISSIONER_ID,
        COMMISSIONER,
        C("抽查单位", field="inspector", identity=True, required=True, example=STATION, hint="写全称"),
        C(
            "单位类别",
            field="inspector_kind",
            read=Read.TOKEN,
            example="工作站",
            choices=("工作站", "派出单位", "服务单位"),
        ),
        C("结果", field="result", required=True, example="在岗", hint="如在岗、请假、不在岗"),
        WORKSTATION,
        replace(NOTE, field="note"),
    ),
    record=SpotCheck,
    fills="spot_checks",
    costs="附表「特派员考核」和考核表中接受抽查的情况",
    log=Log("日期"),
)

FORMS = (SERVICE_LOGS, MONTHLY_REPORTS, PROJECTS, ACHIEVEMENTS, PAPERS, SPOT_CHECKS)
