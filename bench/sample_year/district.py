"""What the district itself notes: trainings, expenses in all four uses, accepted exceptions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Training:
    date: dt.date
    subject: str
    mode: str
    host: str
    people: int
    lecturer: str
    topics: str


@dataclass(frozen=True, slots=True)
class Expense:
    date: dt.date
    item: str
    use: str
    amount: float
    payee: str
    voucher: str


@dataclass(frozen=True, slots=True)
class Grant:
    """An accepted exception: a rule, a person, and the very figure it was granted for."""

    rule: str
    person: str
    fact: str
    reason: str
    approved_by: str
    approved_on: dt.date


def trainings() -> tuple[Training, ...]:
    """Nine trainings; six of the plan's seven topics are dealt with, 揭榜挂帅 is not (recorded, never a problem)."""
    rows = (
        ((1, 18), "企业科技特派员岗前培训", "线下", "东胜区工科局", 36, "高原", "科技计划管理办法"),
        ((3, 14), "科技惠企政策宣讲会", "线下", "能源装备工作站", 42, "白洁", "科技兴蒙30条、科技新政30条"),
        ((4, 25), "研发费用归集与加计扣除实务", "线上", "东胜区工科局", 88, "崔敏", "研发费用加计扣除"),
        ((5, 23), "高新技术企业申报辅导", "线下", "数字科技工作站", 35, "付强", "高企所得税减免、研发费用加计扣除"),
        ((6, 20), "技术合同认定登记培训", "线上", "成果转化工作站", 61, "樊丽", "技术交易后补助"),
        ((7, 11), "《实施方案》解读会", "线下", "东胜区工科局", 40, "高原", "科技新政30条、科技计划管理办法"),
        ((9, 12), "知识产权保护专题讲座", "线下", "新材料工作站", 33, "郝平", "科技兴蒙30条"),
        ((10, 24), "农牧业科技成果推介", "线下", "农牧生物工作站", 28, "贾琳", "技术交易后补助"),
        ((11, 21), "科技型中小企业评价与高企培育", "线上", "东胜区工科局", 105, "崔敏", "高企所得税减免"),
    )
    return tuple(Training(dt.date(2024, *day), *rest) for day, *rest in rows)  # type: ignore[arg-type]


def expenses() -> tuple[Expense, ...]:
    """Expenses in the four uses of the plan, named as plan.toml names them, and one that is none of them."""
    rows = (
        ((1, 19), "岗前培训场地及资料", TRAINING, 6800, "样板会议中心"),
        ((3, 15), "政策宣讲会讲师费", TRAINING, 3000, "讲师"),
        ((3, 28), "外出调研差旅费（呼和浩特）", TRAVEL, 5432.5, "能源装备工作站"),
        ((4, 10), "一季度生活补贴", ALLOWANCE, 45000, "特派员"),
        ((4, 26), "线上培训平台服务费", TRAINING, 4200, "样板网络服务部"),
        ((5, 8), "打印机及耗材", OFFICE, 3980, "样板办公设备店"),
        ((5, 24), "高企申报辅导会务费", TRAINING, 5600, "样板会议中心"),
        ((6, 13), "笔记本电脑2台", OFFICE, 11600, "样板办公设备店"),
        ((6, 21), "技术合同登记培训讲师费", TRAINING, 2500, "讲师"),
        ((7, 10), "二季度生活补贴", ALLOWANCE, 49500, "特派员"),
        ((7, 12), "方案解读会资料印刷", TRAINING, 1860, "样板图文社"),
        ((8, 15), "赴外地工作站学习考察", TRAVEL, 18350.8, "东胜区工科局"),
        ((9, 13), "知识产权讲座讲师费", TRAINING, 3000, "讲师"),
        ((9, 25), "移动硬盘、投影仪", OFFICE, 5260, "样板办公设备店"),
        ((10, 11), "三季度生活补贴", ALLOWANCE, 48000, "特派员"),
        ((10, 25), "成果推介活动布展", TRAINING, 7400, "样板展览服务部"),
        ((11, 8), "外出培训报名费及差旅", TRAVEL, 9120, "数字科技工作站"),
        ((11, 22), "线上培训平台服务费", TRAINING, 4200, "样板网络服务部"),
        (
            (11, 28),
            "特派员意外伤害保险",
            "保险",
            1700,
            "样板保险东胜服务部",
        ),  # funds: doubt, the plan names no such use
        ((12, 5), "文件柜及办公用品", OFFICE, 2745.6, "样板办公设备店"),
        ((12, 20), "四季度生活补贴", ALLOWANCE, 48000, "特派员"),
    )
    return tuple(
        Expense(dt.date(2024, *day), item, use, amount, payee, f"记-{day[0]:02d}-{number:03d}")
        for number, (day, item, use, amount, payee) in enumerate(rows, 1)
    )


TRAINING, TRAVEL, ALLOWANCE, OFFICE = "科技培训", "外出调研", "生活补贴", "办公用品"

EXCEPTIONS = (
    Grant("service_days", "T006", "21", "脱产进修四个月，派出单位已出具证明", "局长办公会", dt.date(2024, 12, 16)),
)
