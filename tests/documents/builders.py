"""The example year's plan with all the words documents need, and people with very much or nothing to show."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from pipeline.plan import Plan
from pipeline.plan.model import Citation, Recorded, Section
from pipeline.problems import Source
from pipeline.records import (
    Achievement,
    Commissioner,
    Dataset,
    Enterprise,
    MonthlyReport,
    Pairing,
    Paper,
    ProjectApplication,
    ServiceLog,
    SpotCheck,
)
from pipeline.rules.counting import count
from pipeline.rules.tally import PersonTally, Tally
from tests.example_plan import plan as small_plan
from tests.example_year import FIRST, FORMS, LAST, YEAR, date

TEMPLATES = Path(__file__).parents[2] / "templates"
LOG = "台账/天骄创新驿站企业科技特派员工作站.xlsx"


def plan(**changes: object) -> Plan:
    """The example year's plan with the sections, labels and submission of a report to the city's office."""
    base = small_plan()
    sections = {
        "team": Section("二（一）一", "建立专业的特派员团队"),
        "publicity": Section("二（一）二", "开展科技政策宣传"),
        "growth": Section("二（一）三", "推动高新技术企业和国家科技型中小企业“双倍增”"),
        "projects": Section("二（一）四", "协助企业申报各级各类科技计划项目"),
        "appraisal": Section("三", "考核机制"),
    }
    labels = {
        **base.labels,
        "programme": "企业科技特派员工作",
        "assessment_title": f"{YEAR}年示例区企业科技特派员考核表",
    }
    recorded = (
        Recorded(
            "ip_support", "知识产权、研发费用归集和技术合同认定登记服务", (Citation("二（一）三"), Citation("三（二）"))
        ),
        *base.recorded,
        Recorded("agreement", "与特派员签订补充协议", (Citation("五1"),)),
    )
    filled: dict[str, object] = {
        "number": "示工信科发〔2024〕17号",
        "basis": "《示例市2024年企业科技特派员工作实施方案》（示科发〔2024〕26号）",
        "sections": sections,
        "labels": labels,
        "recorded": recorded,
        "submission": submission(),
    }
    return replace(base, **(filled | changes))


def submission(kind: str = "报告", **changes: object) -> dict[str, object]:
    """The table [submission] as `read_plan` gives it, with everything that is not decided left empty."""
    return {
        "kind": kind,
        "recipient": "市企业科技特派员工作专班办公室",
        "title": ("示例市示例区工信和科技局", f"关于{YEAR}年企业科技特派员工作情况的{kind.removesuffix('报送')}"),
        "number": "",
        "signer": "",
        "date": None,
        "attachments": (f"{YEAR}年示例区企业科技特派员工作附表",),
        "contact_office": "",
        "contact_person": "",
        "contact_phone": "",
    } | changes


def busy_year() -> Dataset:
    """One person with four firms, forty scattered log rows, twelve reports, three projects, four achievements."""
    names = (
        "鄂尔多斯市示例新材料科技股份有限公司",
        "内蒙古示例煤化工装备制造有限责任公司",
        "东胜示例羊绒制品有限公司",
        "示例智慧能源有限公司",
    )
    firms = tuple(
        Enterprise(name, f"91150602MA0N0001{number}X", Source("名册.xlsx", "企业名录", number), above_scale=True)
        for number, name in enumerate(names, 3)
    )
    codes = [firm.credit_code for firm in firms]
    person = Commissioner(
        "T017",
        "巴特尔·阿拉坦",
        "内蒙古自治区能源化工职业技术学院机电工程系",
        "天骄创新驿站企业科技特派员工作站",
        FIRST,
        LAST,
        Source("名册.xlsx", "特派员", 19),
        "男",
        "150602198001010003",
        "13900000001",
        "教授级高级工程师",
        "煤化工装备与智能制造",
        "示例银行",
        "6217000000000000001",
    )
    contents = (
        "焊接工艺改进与设备故障诊断",
        "研发费用归集、高新技术企业申报辅导",
        "知识产权布局与专利挖掘",
        "能耗诊断与节能改造方案设计",
    )
    pairings = tuple(
        Pairing("T017", code, FIRST, LAST, content, "", Source("名册.xlsx", "派驻关系", 30 + number))
        for number, (code, content) in enumerate(zip(codes, contents, strict=True))
    )
    kinds = ("技术服务", "政策宣讲", "知识产权")
    logs = tuple(
        ServiceLog(
            "T017",
            (codes[n % 4],),
            day,
            day,
            kinds[n % 3],
            Decimal(1),
            "现场服务",
            "签到表",
            Source(LOG, "服务日志", 5 + 7 * n + n % 3),
        )
        for n, day in enumerate(FIRST + dt.timedelta(days=9 * n) for n in range(40))
    )
    reports = tuple(
        MonthlyReport("T017", month, date(month, 18 if month == 4 else 12), Source(LOG, "月报", 4 + 9 * month))
        for month in range(1, 13)
        if month != 8
    )
    projects = tuple(
        ProjectApplication(
            "T017", (code,), name, level, date(5, 20), joint, "已受理", "受理通知书", Source(LOG, "项目申报", row)
        )
        for row, code, name, level, joint in (
            (5, codes[0], "高强度耐磨复合材料焊接关键技术研究与应用示范", "自治区级", True),
            (9, codes[1], "煤化工装备远程诊断系统", "市级", None),
            (14, codes[3], "园区综合能源智慧管控平台研发", "国家级", False),
        )
    )
    achievements = tuple(
        Achievement(
            "T017", (codes[0],), kind, name, number, date(9, 2), amount, "合同", Source(LOG, "知识产权与技术合同", row)
        )
        for row, kind, name, number, amount in (
            (4, "发明专利", "一种用于厚板焊缝的在线检测装置及方法", "202410000001.X", None),
            (8, "实用新型", "一种可调式焊接夹具", "202420000002.1", None),
            (12, "软件著作权", "装备故障诊断软件V1.0", "2024SR0000001", None),
            (13, "技术合同", "窑炉节能改造技术服务", "2024150602000001", Decimal("125000.50")),
        )
    )
    checks = tuple(
        SpotCheck("T017", date(month, 6), who, kind, "在岗", "", Source(LOG, "抽查", row))
        for row, month, who, kind in (
            (4, 3, "天骄创新驿站", "工作站"),
            (6, 6, "能源化工职业技术学院", "派出单位"),
            (9, 10, names[0], "服务单位"),
        )
    )
    papers = tuple(
        Paper("T017", kind, day, Source(LOG, "计划与总结", row))
        for kind, day, row in (("工作计划", date(1, 8), 7), ("派驻总结", date(12, 26), 31))
    )
    return Dataset(
        *(YEAR, LAST, (person,), firms, pairings, logs, reports, projects, achievements, papers, checks), forms=FORMS
    )


def idle_year() -> Dataset:
    """One person about whom nothing but the roster row is known."""
    person = Commissioner(
        "T003", "李𬭩", "东胜区农牧技术中心", "西部工作站", FIRST, LAST, Source("名册.xlsx", "特派员", 5)
    )
    return Dataset(YEAR, LAST, (person,), forms=FORMS)


def counted(dataset: Dataset, plan: Plan, key: str) -> tuple[PersonTally, Tally]:
    """What was counted for one person, and for the year."""
    tally = count(dataset, plan)
    return next(person for person in tally.people if person.commissioner.id == key), tally
