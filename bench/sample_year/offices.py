"""The five workstations' habits: the same forms, each in its own spelling, column order and looks.

A column is written "heading", or "heading as written=heading of the contract"; | is a line break within a heading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from bench.sample_year.looks import Cell, Look


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of an office: a form, the sheet's name and title, its columns in order; `part` keeps some rows."""

    form: str
    name: str
    title: str
    columns: str
    part: Callable[[dt.date], bool] = lambda day: True

    @property
    def wide(self) -> bool:
        """No columns of its own: one row a person, one column a month."""
        return not self.columns


@dataclass(frozen=True, slots=True)
class Office:
    """One workstation: how it spells dates, months, yes and no, money, and names with a dot or of two characters."""

    station: str
    keeper: str
    checker: str
    sheets: tuple[Sheet, ...]
    look: Look
    date: Callable[[dt.date], Cell] = lambda day: day
    month: Callable[[int], Cell] = lambda month: month
    money: Callable[[int], Cell] = lambda amount: amount
    yes_no: tuple[str | int, str | int] = ("是", "否")
    dot: str = "\u00b7"
    spaced: bool = False  # 张　三
    joiner: str = "、"
    full_width_every: int = 0  # a few cells typed with the full-width keyboard on


def _slashed(day: dt.date) -> Cell:
    """Typed as text in the first half year, as real dates since somebody explained the difference."""
    return f"{day.year}/{day.month}/{day.day}" if day.month < 7 else day


# The forms as issued, real dates, a running number, • in Mongolian names.
ENERGY = Office(
    station="能源装备工作站",
    keeper="王芳",
    checker="李志军",
    sheets=(
        Sheet(
            "服务日志",
            "服务日志",
            "2024年度企业科技特派员服务日志",
            "序号 日期 结束日期 特派员编号 特派员姓名 服务企业 服务类型 服务天数 服务内容 佐证材料 备注",
        ),
        Sheet("月报", "月报", "2024年度特派员月报报送登记表", "特派员编号 特派员姓名 月份 报送日期 备注"),
        Sheet(
            "项目申报",
            "项目申报",
            "2024年度协助企业申报科技项目情况表",
            "特派员编号 特派员姓名 服务企业 项目名称 项目级别 申报日期 是否联合承担 状态 佐证材料",
        ),
        Sheet(
            "知识产权与技术合同",
            "知识产权与技术合同",
            "2024年度知识产权与技术合同登记表",
            "特派员编号 特派员姓名 服务企业 类型 名称 登记编号 日期 合同金额 佐证材料",
        ),
        Sheet("计划与总结", "计划与总结", "工作计划、派驻总结收取登记", "特派员编号 特派员姓名 材料 提交日期"),
        Sheet("抽查", "抽查", "2024年度抽查记录", "日期 特派员编号 特派员姓名 抽查单位 单位类别 结果 备注"),
    ),
    look=Look(shade="#D9D9D9"),
    dot="\u2022",
)

# Aliases throughout, dates written out, the wide 月报, ‧ in names, √ and ×, money in 万元 by the heading.
DIGITAL = Office(
    station="数字科技工作站",
    keeper="赵敏",
    checker="孟和",
    sheets=(
        Sheet(
            "服务日志",
            "日志汇总",
            "数字科技工作站特派员服务情况汇总表",
            "特派员编号 特派员姓名 服务开始时间=日期 服务结束时间=结束日期 服务对象=服务企业 "
            "类别=服务类型 天数=服务天数 工作内容=服务内容 佐证材料",
        ),
        Sheet("月报", "月报报送情况", "数字科技工作站2024年月报报送情况", ""),
        Sheet(
            "项目申报",
            "项目",
            "数字科技工作站项目申报统计",
            "特派员编号 特派员姓名 服务对象=服务企业 项目名称 项目级别 申报日期 是否联合承担 状态 佐证材料",
        ),
        Sheet(
            "知识产权与技术合同",
            "知识产权",
            "数字科技工作站知识产权与技术合同统计",
            "特派员编号 特派员姓名 服务对象=服务企业 类型 名称 登记编号 日期 合同金额（万元）=合同金额 佐证材料",
        ),
        Sheet("计划与总结", "计划总结", "数字科技工作站计划总结收取情况", "特派员编号 特派员姓名 材料 提交日期 备注"),
        Sheet(
            "抽查",
            "抽查记录",
            "数字科技工作站抽查记录",
            "日期 特派员编号 特派员姓名 抽查单位 单位类别 结果 备注",
        ),
    ),
    look=Look(font="仿宋", title_font="黑体", shade="#DDEBF7", gap=True),
    date=lambda day: f"{day.year}年{day.month}月{day.day}日",
    money=lambda amount: amount / 10000,
    yes_no=("√", "×"),
    dot="\u2027",
)

# The log in two sheets, dates as 2024.3.5, another column order, some full-width digits, 1 and 0, 万元 in the cell.
_MATERIALS_LOG = "特派员姓名 编号=特派员编号 企业名称=服务企业 日期 结束日期 服务天数 服务类型 服务内容 佐证材料 备注"
MATERIALS = Office(
    station="新材料工作站",
    keeper="张丽",
    checker="郝建新",
    sheets=(
        Sheet("服务日志", "上半年", "新材料工作站上半年服务日志", _MATERIALS_LOG, lambda day: day.month < 7),
        Sheet("服务日志", "下半年", "新材料工作站下半年服务日志", _MATERIALS_LOG, lambda day: day.month >= 7),
        Sheet(
            "月报",
            "月报登记",
            "新材料工作站月报登记表",
            "报告月份=月份 特派员姓名 编号=特派员编号 提交日期=报送日期 备注",
        ),
        Sheet(
            "项目申报",
            "项目申报",
            "新材料工作站项目申报情况",
            "特派员姓名 编号=特派员编号 企业名称=服务企业 项目名称 项目级别 是否联合承担 申报日期 状态 佐证材料",
        ),
        Sheet(
            "知识产权与技术合同",
            "知识产权与技术合同",
            "新材料工作站知识产权与技术合同情况",
            "特派员姓名 编号=特派员编号 企业名称=服务企业 类型 名称 登记编号 日期 合同金额 佐证材料",
        ),
        Sheet("计划与总结", "计划与总结", "新材料工作站计划与总结", "特派员姓名 编号=特派员编号 材料 提交日期"),
        Sheet(
            "抽查",
            "抽查",
            "新材料工作站抽查情况",
            "特派员姓名 编号=特派员编号 日期 抽查单位 单位类别 结果 备注",
        ),
    ),
    look=Look(size=10, title_font="黑体"),
    date=lambda day: f"{day.year}.{day.month}.{day.day}",
    month=lambda month: f"{month}月",
    money=lambda amount: f"{amount / 10000:g}万元",
    yes_no=(1, 0),
    full_width_every=41,
)

# A column 工作站, line breaks in headings, text dates until June, ・ in names, 有 and 无, firms joined by ；.
FARMING = Office(
    station="农牧生物工作站",
    keeper="其木格",
    checker="李国庆",
    sheets=(
        Sheet(
            "服务日志",
            "2024年服务日志",
            "农牧生物工作站企业科技特派员服务日志",
            "工作站 特派员编号 特派员姓名 服务日期=日期 结束日期 服务|企业=服务企业 服务|类型=服务类型 "
            "服务|天数=服务天数 服务内容 佐证材料 备注",
        ),
        Sheet("月报", "月报台账", "农牧生物工作站月报台账", "工作站 特派员编号 特派员姓名 月份 报送日期 备注"),
        Sheet(
            "项目申报",
            "科技项目",
            "农牧生物工作站科技项目申报台账",
            "工作站 特派员编号 特派员姓名 服务企业 项目名称 项目级别 申报日期 是否联合承担 状态 佐证材料",
        ),
        Sheet(
            "知识产权与技术合同",
            "知识产权及合同",
            "农牧生物工作站知识产权及技术合同台账",
            "工作站 特派员编号 特派员姓名 服务企业 类型 名称 登记编号 日期 合同金额 佐证材料",
        ),
        Sheet("计划与总结", "计划总结", "农牧生物工作站计划总结台账", "工作站 特派员编号 特派员姓名 材料 提交日期"),
        Sheet(
            "抽查",
            "抽查台账",
            "农牧生物工作站抽查台账",
            "工作站 日期 特派员编号 特派员姓名 抽查单位 单位类别 结果 备注",
        ),
    ),
    look=Look(font="等线", title_font="等线", shade="#E2EFDA", dates="yyyy/m/d", gap=True),
    date=_slashed,
    month=lambda month: f"2024年{month}月",
    yes_no=("有", "无"),
    dot="\u30fb",
    joiner="；",
)

# No 编号 at all: people are known by name within the station; 张　伟, ISO dates as text, firms on two lines, Y and N,
# and a column 录入人 that nobody asked for (extra_columns: doubt).
TRANSFER = Office(
    station="成果转化工作站",
    keeper="刘洋",
    checker="云飞",
    sheets=(
        Sheet(
            "服务日志",
            "特派员日志",
            "成果转化工作站特派员服务日志",
            "服务日期=日期 结束日期 姓名=特派员姓名 服务企业 类别=服务类型 服务天数 工作内容=服务内容 佐证材料 录入人",
        ),
        Sheet("月报", "月报", "成果转化工作站月报报送登记", "姓名=特派员姓名 月份 报送日期 备注"),
        Sheet(
            "项目申报",
            "项目申报",
            "成果转化工作站项目申报登记",
            "姓名=特派员姓名 服务企业 项目名称 项目级别 申报日期 是否联合承担 状态 佐证材料",
        ),
        Sheet(
            "知识产权与技术合同",
            "技术合同与知识产权",
            "成果转化工作站技术合同与知识产权登记",
            "姓名=特派员姓名 服务企业 类型 名称 登记编号 日期 合同金额 佐证材料",
        ),
        Sheet("计划与总结", "计划与总结", "成果转化工作站计划与总结登记", "姓名=特派员姓名 材料 提交日期"),
        Sheet("抽查", "抽查", "成果转化工作站抽查登记", "日期 姓名=特派员姓名 抽查单位 单位类别 结果 备注"),
    ),
    look=Look(title_font="黑体", frozen=False),
    date=lambda day: day.isoformat(),
    month=lambda month: f"2024-{month:02d}",
    yes_no=("Y", "N"),
    spaced=True,
    joiner="\n",
)

OFFICES = (ENERGY, DIGITAL, MATERIALS, FARMING, TRANSFER)
