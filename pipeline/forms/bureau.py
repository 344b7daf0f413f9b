"""The forms that the bureau keeps: trainings, money spent, what the assessment meeting decided, accepted exceptions."""

from __future__ import annotations

from pipeline.forms.declaring import Column, Form, Log, Person, Presence, Read, Thing
from pipeline.forms.shared import ID, NAME, NOTE, STATION
from pipeline.records import AcceptedException, AssessmentResult, Expense, Training
from pipeline.sheets.declare import Kind

C = Column

TRAININGS = Form(
    "培训活动",
    (
        C("日期", Kind.DATE, field="date", identity=True, required=True, example="{year}-3-15", this_year=True),
        C("主题", field="subject", identity=True, required=True, example="科技政策培训"),
        C("形式", field="mode", read=Read.TOKEN, example="线下", choices=("线上", "线下")),
        C("主办", field="host", identity=True, required=True, example=STATION, hint="主办单位"),
        C("人数", Kind.NUMBER, field="people", read=Read.COUNT, corrects=True, example="30"),
        C("讲师", field="lecturer", example="李示例"),
        C(
            "政策内容",
            field="topics",
            example="某某政策",
            hint="讲到几项的，用顿号分开",
            listed="policy_topics",
            several=True,
        ),
        NOTE,
    ),
    record=Training,
    fills="trainings",
    costs="年度报告、附表「政策与培训」「培训活动」中科技政策培训的情况",
    log=Log("日期"),
    thing=Thing(("日期", "主题", "主办"), larger=("人数",)),
)
EXPENSES = Form(
    "经费支出",
    (
        C("日期", Kind.DATE, field="date", identity=True, required=True, example="{year}-3-15", this_year=True),
        C("事项", field="item", identity=True, required=True, example="培训讲课费"),
        C("用途", field="use", read=Read.TOKEN, required=True, example="用途", listed="funds"),
        C("金额", Kind.MONEY, field="amount", corrects=True, required=True, example="1200", hint="冲减的填负数"),
        C("收款方", field="payee", identity=True, example="某某会议中心"),
        C("凭证号", field="voucher", read=Read.OWN_NUMBER, own_number=True, example="记-001"),
        NOTE,
    ),
    record=Expense,
    fills="expenses",
    costs="年度报告、附表「经费」「经费明细」中经费支出的情况",
    log=Log("日期"),
    thing=Thing(("日期", "事项", "金额"), apart=("凭证号", "收款方")),
)
RESULTS = Form(
    "考核结果",
    (
        C(
            "特派员编号",
            field="commissioner",
            read=Read.MATCHED,
            person=Person.ID,
            identity=True,
            required=True,
            example=ID,
            hint="与名册一致",
        ),
        C("特派员姓名", Kind.NAME, person=Person.NAME, identity=True, example=NAME),
        C(
            "等次",
            field="grade",
            read=Read.TOKEN,
            required=True,
            example="等次",
            hint="考核会议评定的等次",
            listed="grades",
        ),
        C(
            "评定日期",
            Kind.DATE,
            field="decided_on",
            identity=True,
            required=True,
            example="{year}-12-31",
            hint="可以在次年",
        ),
        C("意见", field="opinion"),
        NOTE,
    ),
    record=AssessmentResult,
    fills="results",
    costs="年度报告、附表「特派员考核」中的考核等次",
    presence=Presence.OPTIONAL,  # comes after the assessment meeting
    log=Log("评定日期", decision=True),
    thing=Thing(("等次", "评定日期")),
    stations_say=False,
)
EXCEPTIONS = Form(
    "例外说明",
    (
        C(
            "规则",
            field="rule",
            read=Read.TOKEN,
            identity=True,
            own_number=True,
            required=True,
            example="规则编号",
            hint="问题清单中「规则」括号里的编号",
            listed="exceptions",
        ),
        C(
            "对象",
            field="commissioner",
            read=Read.MATCHED,
            person=Person.ID,
            identity=True,
            required=True,
            example=ID,
            hint="特派员编号",
        ),
        C(
            "事实",
            field="fact",
            own_number=True,
            required=True,
            example="21",
            hint="批准时的实际数值；数值变化后，例外自动失效",
        ),
        C("理由", field="reason", required=True, example="病休两个月，有医院证明"),
        C("批准人", field="approved_by", required=True, example="某某会议", hint="批准人或批准的会议"),
        C(
            "批准日期",
            Kind.DATE,
            field="approved_on",
            identity=True,
            required=True,
            example="{year}-12-20",
            hint="可以在次年",
        ),
        NOTE,
    ),
    record=AcceptedException,
    fills="exceptions",
    costs="附表「例外」中的例外",
    log=Log("批准日期", decision=True),
    thing=Thing(("规则", "事实", "批准日期")),
)

FORMS = (TRAININGS, EXPENSES, RESULTS, EXCEPTIONS)
