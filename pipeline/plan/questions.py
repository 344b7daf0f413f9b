"""Where a plan's text leaves a choice: each question, the choices the engine knows, and how each is said.

A plan answers them under [reading]. What stands here are words, none of the plan's numbers; `{high_tech}` and the like
are filled from its [labels].
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.plan.model import Reading

Choice = str | int | bool


@dataclass(frozen=True, slots=True)
class Option:
    """A choice: in a few words for the office, and as the statement by which a submission tells what it counted.

    Without a statement it is none of a submission's business: no figure depends on it.
    """

    choice: Choice
    words: str
    statement: str = ""

    @property
    def key(self) -> str:
        """The choice as the key of a TOML table."""
        return str(self.choice).lower() if isinstance(self.choice, bool) else str(self.choice)


@dataclass(frozen=True, slots=True)
class Question:
    """The first option is the default. A question that was asked later than others has its own `text`.

    A plan that was written before it need not answer it: it then stands as undecided.
    """

    options: tuple[Option, ...]
    text: str = ""

    @property
    def choices(self) -> tuple[Choice, ...]:
        return tuple(option.choice for option in self.options)

    def option(self, choice: Choice) -> Option:
        """The option of a choice; 1 is not true here. A KeyError where there is none."""
        for option in self.options:
            if type(option.choice) is type(choice) and option.choice == choice:
                return option
        raise KeyError(choice)


def _asked(*options: Option, text: str = "") -> Question:
    return Question(options, text)


QUESTIONS: Mapping[str, Question] = {
    "thresholds_inclusive": _asked(
        Option(True, "包括本数", "“以上”“不少于”“不低于”均包括本数。"),
        Option(False, "不包括本数，须超过", "“以上”“不少于”“不低于”均不包括本数，须超过。"),
    ),
    "deadline_inclusive": _asked(
        Option(True, "当日报送算按时", "书面汇报在截止日期当日报送的，视为按时。"),
        Option(False, "须在当日之前报送", "书面汇报应当在规定日期之前报送，当日报送的视为迟报。"),
    ),
    "report_due": _asked(
        Option("same_month", "当月汇报", "每月书面汇报的截止日期在当月。"),
        Option("next_month", "次月汇报", "每月书面汇报的截止日期在次月。"),
    ),
    "report_owed": _asked(
        Option("partly", "聘期涉及该月即应汇报", "聘期起止所在的月份不足整月的，也应汇报。"),
        Option("wholly", "整月在聘期内才应汇报", "聘期起止所在的月份不足整月的，不要求汇报。"),
    ),
    "report_before_term": _asked(
        Option("not_owed", "不要求汇报", "截止日期在聘期开始之前的月份，不要求汇报。"),
        Option("owed", "也要求汇报", "聘期涉及的月份，截止日期在聘期开始之前的也要求汇报。"),
        text="某月汇报的截止日期在聘期开始之前的，是否也要汇报？",
    ),
    "report_first_month": _asked(
        *(Option(month, f"从 {month} 月算起", f"每月书面汇报从{month}月份算起。") for month in range(1, 13))
    ),
    "minimums_prorated": _asked(
        Option(
            False,
            "按每人全年计算，不折算",
            "服务天数和申报项目按每人全年计算，聘期不足一年的不折算。",
        ),
        Option(True, "按在岗时间折算", "服务天数和申报项目，聘期不足一年的按所涉月数折算。"),
    ),
    "project_counts": _asked(
        Option("unless_denied", "没有填“否”的都计入", "考核申报项目时，没有填写是否联合承担的计入，填“否”的不计。"),
        Option("only_confirmed", "填了“是”的才计入", "考核申报项目时，填明与企业联合承担的才计入。"),
    ),
    "recruited_counts": _asked(
        Option("in_term", "聘期涉及本年度的都计入", "选聘人数包括以前选聘、聘期涉及本年度的{commissioner_short}。"),
        Option("appointed", "聘期自本年度开始的才计入", "选聘人数只计聘期自本年度开始的{commissioner_short}。"),
        text="“选聘”人数是聘期涉及本年度的全部人员，还是只算本年度新选聘的？",
    ),
    "visit_of_several": _asked(
        Option("one", "计一次", "一次服务涉及几家企业的，政策宣传和解读计一次。"),
        Option("per_firm", "每家企业计一次", "一次服务涉及几家企业的，政策宣传和解读按企业家数计次。"),
        text="一次服务涉及几家企业的，政策宣传和解读算一次还是每家一次？",
    ),
    "zero_day_visits": _asked(
        Option("nothing", "不计入任何一项", "服务天数为0的服务记录，不计次数、服务企业和开展服务人数。"),
        Option("counts", "不计天数，其余照计", "服务天数为0的服务记录，计入次数、服务企业和开展服务人数。"),
        text="服务天数为0的服务记录，是否计入次数、服务企业和开展服务人数？",
    ),
    "visits_outside_term": _asked(
        Option("count", "计入", "聘期以外开展的服务，一并计入。"),
        Option("leave_out", "不计入", "聘期以外开展的服务，不计入。"),
        text="聘期以外的服务是否计入？",
    ),
    "visits_unpaired": _asked(
        Option("count", "计入", "到派驻关系以外的企业或者在派驻期以外开展的服务，一并计入。"),
        Option("leave_out", "不计入", "到派驻关系以外的企业或者在派驻期以外开展的服务，不计入。"),
        text="到派驻关系以外的企业或者在派驻期以外开展的服务是否计入？",
    ),
    "three_zero_new": _asked(
        Option(
            "three_flags",
            "期末三项齐备、期初不齐备的为新增",
            "年度新增“{three_zero}”企业按{flag_1}、{flag_2}、{flag_3}三项统计，期末三项齐备而期初不齐备的算新增，"
            "期初情况不明的不计。",
        ),
    ),
    "high_tech_counts": _asked(
        Option("valid", "证书在有效期内的计入", "{high_tech}只统计证书仍在有效期内的。"),
        Option("claimed", "名录标明的都计入", "{high_tech}按名录标明的统计，不论证书是否过期。"),
    ),
    "tech_sme_counts": _asked(
        Option("this_year", "入库登记编号属于本年度的计入", "{tech_sme}只统计入库登记编号属于本年度的。"),
        Option("claimed", "名录标明的都计入", "{tech_sme}按名录标明的统计，不论入库登记编号属于哪一年。"),
    ),
    "serving_kind": _asked(
        Option("count", "按人数统计", "开展服务的{commissioner_short}按人数统计。"),
        Option("share", "按占选聘人数的百分比统计", "开展服务的{commissioner_short}按占选聘人数的百分比统计。"),
    ),
    "agreement_per": _asked(Option("commissioner", "一人一份"), Option("pairing", "一人一企业一份")),
    "exemptable": _asked(Option("service_days_only", "只有服务天数可以例外"), Option("as_marked", "以各项标明的为准")),
    "funds_only_listed": _asked(Option(True, "只限所列用途"), Option(False, "所列用途只是举例")),
    "report_up_scope": _asked(Option("full_report", "完整的年度报告"), Option("counts_only", "只报选聘和开展服务情况")),
    "plan_attached": _asked(Option("follows", "直接排在通知之后"), Option("annex", "作为通知的附件")),
}


def chosen(reading: Reading) -> str:
    """The choice of a reading in words."""
    return QUESTIONS[reading.id].option(reading.choice).words
