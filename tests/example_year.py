"""A year small enough to count by hand: three commissioners, six enterprises, invented people and firms.

T001 张伟     serves 31 days, reports every month in time: all met
T002 其其格·苏 serves 21 days; the shortfall is an accepted exception; reports February late and November not at all
T003 李𬭩     never serves: everything unmet
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from pipeline import forms
from pipeline.problems import Source
from pipeline.records import (
    AcceptedException,
    Achievement,
    AssessmentResult,
    Commissioner,
    Dataset,
    Enterprise,
    Expense,
    Flags,
    MonthlyReport,
    Pairing,
    Paper,
    ProjectApplication,
    ServiceLog,
    SpotCheck,
    Training,
)

YEAR = 2024
FORMS = frozenset(form.name for form in forms.FORMS)  # nobody withheld one
FIRST, LAST = dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31)
# all three kinds, served twice over; 规上 and newly 三清零; lapsed certificate; 科小 left out; 高企 left out; no kind
STEEL, GLASS, PAPER, SOFT, DRONE, SHOP = (
    "91150602MA0N00001R",
    "91150602MA0N00002W",
    "91150602MA0N000030",
    "91150602MA0N000043",
    "91150602MA0N000056",
    "91150602MA0N000069",
)
ID_NUMBERS = ("150602198001010003", "15060219850312000X", "15060219900623000X")
PHONES = ("13900000001", "13900000002", "13900000003")
ACCOUNTS = ("6217000000000000001", "6217000000000000002", "6217000000000000003")


def date(month: int, day: int) -> dt.date:
    return dt.date(YEAR, month, day)


def roster(sheet: str, row: int) -> Source:
    return Source("名册.xlsx", sheet, row)


def log(sheet: str, row: int) -> Source:
    return Source("台账/东部工作站.xlsx", sheet, row)


def commissioners() -> tuple[Commissioner, ...]:
    people = (
        ("T001", "张伟", "东胜职业学院"),
        ("T002", "其其格·苏", "鄂尔多斯应用技术研究所"),
        ("T003", "李𬭩", "东胜区农牧技术中心"),
    )
    return tuple(
        Commissioner(
            id,
            name,
            employer,
            "东部工作站" if row < 5 else "西部工作站",
            FIRST,
            LAST,
            roster("特派员", row),
            id_number=ID_NUMBERS[row - 3],
            phone=PHONES[row - 3],
            bank="示例银行东胜支行",
            bank_account=ACCOUNTS[row - 3],
        )
        for row, (id, name, employer) in enumerate(people, 3)
    )


def enterprises() -> tuple[Enterprise, ...]:
    yes, none = Flags(True, True, True), Flags(False, False, False)
    at = roster("企业名录", 3)
    return (
        Enterprise(
            "东胜示例钢构有限公司",
            STEEL,
            at,
            above_scale=True,
            high_tech=True,
            certificate_date=dt.date(2023, 11, 9),
            tech_sme=True,
            registration_number="202415060208000001",
            start=yes,
            end=yes,
            phone="0477-8000001",
        ),
        Enterprise("鄂尔多斯市晨光玻璃有限公司", GLASS, at, above_scale=True, start=Flags(True, False, True), end=yes),
        Enterprise(
            "东胜区青山纸业有限责任公司",
            PAPER,
            at,
            above_scale=True,
            high_tech=True,
            certificate_date=dt.date(2020, 9, 1),
            end=none,
        ),
        Enterprise("内蒙古云帆软件有限公司", SOFT, at, tech_sme=True, registration_number="202415060208000004"),
        Enterprise("鄂尔多斯市飞鸿无人机有限公司", DRONE, at, high_tech=True, certificate_date=dt.date(2022, 12, 1)),
        Enterprise("东胜区便民商店", SHOP, at),
    )


def pairings() -> tuple[Pairing, ...]:
    at = roster("派驻关系", 3)
    return (
        Pairing("T001", STEEL, FIRST, LAST, "焊接工艺改进，联系电话 139 0000 0001", "", at),
        Pairing("T001", GLASS, date(3, 1), LAST, "能耗诊断与节能改造", "东科协〔2023〕5号", at),
        Pairing("T002", STEEL, FIRST, LAST, "研发费用归集", "", at),
        Pairing("T003", DRONE, FIRST, LAST, "", "", at),
    )


def service_logs() -> tuple[ServiceLog, ...]:
    """T001: a stay of 15 days in April, then 16 single days; T002: 21 single days. Two policy sessions each."""
    at = log("服务日志", 4)
    stay = ServiceLog(
        "T001", (STEEL, GLASS), date(4, 1), date(4, 15), "技术服务", Decimal(15), "工艺调试", "签到表", at
    )
    first = [
        ServiceLog(
            "T001", (STEEL,), date(5, day), date(5, day), "政策宣讲" if day < 3 else "技术服务", Decimal(1), "", "", at
        )
        for day in range(1, 17)
    ]
    second = [
        ServiceLog(
            "T002",
            (PAPER,) if day == 21 else (STEEL,),
            date(6, day),
            date(6, day),
            "政策解读" if day < 3 else "技术服务",
            Decimal(1),
            "",
            "",
            at,
        )
        for day in range(1, 22)
    ]
    return (stay, *first, *second)


def monthly_reports() -> tuple[MonthlyReport, ...]:
    at = log("月报", 4)
    first = [MonthlyReport("T001", month, date(month, 10), at) for month in range(1, 13)]
    second = [
        MonthlyReport("T002", month, date(month, 20 if month == 2 else 12), at) for month in range(1, 13) if month != 11
    ]
    return (*first, *second)


def dataset() -> Dataset:
    """The whole year as of its last day."""
    at = log("记录", 4)
    return Dataset(
        YEAR,
        LAST,
        commissioners(),
        enterprises(),
        pairings(),
        service_logs(),
        monthly_reports(),
        projects=(
            ProjectApplication(
                "T001", (STEEL,), "高强钢焊接关键技术研究", "自治区级", date(5, 20), True, "已受理", "受理通知书", at
            ),
            ProjectApplication("T002", (STEEL,), "钢结构构件数字化检测", "市级", date(8, 6), None, "", "", at),
        ),
        achievements=(
            Achievement(
                "T001", (STEEL,), "发明专利", "一种焊缝检测方法", "202410000001.X", date(7, 9), None, "受理书", at
            ),
            Achievement(
                "T001",
                (GLASS,),
                "技术合同",
                "窑炉节能改造技术服务",
                "2024150602000001",
                date(9, 2),
                Decimal("125000.50"),
                "合同",
                at,
            ),
            Achievement("T002", (STEEL,), "技术合同", "检测软件委托开发", "", date(10, 8), Decimal("80000"), "", at),
        ),
        papers=(
            Paper("T001", "工作计划", date(1, 8), at),
            Paper("T001", "派驻总结", date(12, 25), at),
            Paper("T002", "工作计划", date(1, 9), at),
            Paper("T002", "派驻总结", date(12, 26), at),
        ),
        spot_checks=(SpotCheck("T001", date(6, 3), "东部工作站", "工作站", "在岗", "", at),),
        trainings=(
            Training(
                date(3, 15),
                "科技兴蒙30条解读",
                "线下",
                "区工信和科技局",
                42,
                "王讲师",
                "“科技兴蒙30条”、研发费用加计扣除",
                at,
            ),
            Training(date(9, 4), "研发费用加计扣除实务", "线上", "东部工作站", 58, "", "研发费用加计扣除", at),
        ),
        expenses=(
            Expense(
                date(3, 15),
                "政策培训场地和讲师费",
                "培训、科技活动、讲师",
                Decimal("12000.00"),
                "东胜会议中心",
                "记-031",
                at,
            ),
            Expense(date(7, 1), "上半年生活补贴", "补助的生活补贴", Decimal("36000"), "特派员 3 人", "记-071", at),
            Expense(date(9, 9), "宣传横幅", "宣传", Decimal("800.40"), '=HYPERLINK("x")', "记-091", at),
        ),
        results=(AssessmentResult("T001", "优秀", LAST, "", at),),
        exceptions=(
            AcceptedException("service_days", "T002", "21", "七月至九月病休，单位证明在案", "刘主任", date(12, 20), at),
        ),
        forms=FORMS,
    )
