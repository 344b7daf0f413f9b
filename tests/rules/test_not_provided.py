"""A form that nobody handed in: what rests on it is neither met nor unmet, due or not; one that is empty is 0."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pipeline.forms import BY_NAME
from pipeline.plan import Recorded
from pipeline.records import Dataset
from pipeline.rules import count
from pipeline.rules.measures import DISTRICT, PERSONAL, RECORDED, REPORTS, resting_on
from pipeline.rules.tally import ReportState, Standing
from tests.rules.builders import PLAN, firms, on, person, problems, said, visit, year

LOGS = {"月报", "项目申报", "计划与总结", "知识产权与技术合同", "抽查", "培训活动", "经费支出", "例外说明"}


YEAR_END = on(12, 31)


def idle(as_of: dt.date = YEAR_END, without: str = "") -> Dataset:
    dataset = year(person("T005", days=30, projects=(), plans=0, summaries=0, reports={}), as_of=as_of)
    return replace(dataset, forms=dataset.forms - {without})


@pytest.mark.parametrize(
    ("form", "ids"),
    [("项目申报", {"project"}), ("计划与总结", {"work_plan", "final_summary"}), ("月报", {"monthly_report"})],
)
def test_an_empty_form_is_unmet_and_an_absent_one_is_not(form: str, ids: set[str]) -> None:
    def unmet(dataset: Dataset) -> set[str]:
        return {problem.rule for problem in problems(dataset) if problem.subject == "T005"} & ids

    assert unmet(idle()) == ids
    assert unmet(idle(without=form)) == set()


@pytest.mark.parametrize("as_of", [on(1, 31), on(12, 31)])
def test_not_provided_comes_before_not_due(as_of: dt.date) -> None:
    (one,) = count(idle(as_of, without="计划与总结"), PLAN).people
    assert [result.standing for result in one.minimums if result.minimum.measure == "work_plans"] == [
        Standing.NOT_PROVIDED
    ]
    (one,) = count(idle(as_of, without="月报"), PLAN).people
    assert one.reports is not None and one.reports.standing is Standing.NOT_PROVIDED
    assert {month.state for month in one.reports.months} == {ReportState.NOT_PROVIDED}
    assert one.reports.owed == 0


def test_what_the_plan_has_of_reports_is_asked_of_nobody_whose_term_begins_after_they_were_due() -> None:
    late = person("T005", reports={}, term=(on(12, 16), on(12, 31)))
    (one,) = count(year(late), PLAN).people
    assert one.reports is not None and one.reports.standing is Standing.NOT_OWED
    assert said("monthly_report", year(late)) == []
    on_the_day = person("T005", reports={}, term=(on(12, 15), on(12, 31)))
    assert "缺报 12月" in said("monthly_report", year(on_the_day))[0]


def test_a_target_that_rests_on_an_absent_form_says_nothing() -> None:
    held = replace(PLAN.targets[0], id="trainings", label="举办培训", measure="trainings_held", value=1, unit="场")
    plan = replace(PLAN, targets=(held,))
    assert said("trainings", idle(), plan) != []
    assert said("trainings", idle(without="培训活动"), plan) == []
    (result,) = count(idle(without="培训活动"), plan).targets
    assert (result.standing, result.measured) == (Standing.NOT_PROVIDED, False)


def test_an_exception_for_what_cannot_be_counted_is_not_doubted() -> None:
    plan = replace(PLAN, minimums=tuple(replace(one, exemptable=True) for one in PLAN.minimums))
    dataset = year(person("T005", projects=(), exceptions=[("project", "0")]))
    assert said("exception", replace(dataset, forms=dataset.forms - {"项目申报"}), plan) == []


def test_every_duty_of_the_plan_rests_on_a_form_or_is_recorded_by_hand() -> None:
    found = {duty.id for form in (*LOGS, "服务日志", "特派员", "企业名录") for duty in resting_on(form, PLAN)}
    by_hand = {duty.id for duty in PLAN.recorded if duty.id not in RECORDED}
    assert found == {duty.id for duty in PLAN.duties} - by_hand - {"report_up", "policy_topics", "funds"}
    assert [duty.id for duty in resting_on("抽查", PLAN)] == ["spot_checks"]
    assert isinstance(resting_on("抽查", PLAN)[0], Recorded)


def test_measures_name_forms_that_there_are() -> None:
    forms = {*(one.form for one in PERSONAL.values()), *(one.form for one in DISTRICT.values()), REPORTS}
    assert forms | set(RECORDED.values()) <= BY_NAME.keys()


# ── a report before its month ──


def test_a_report_dated_before_its_month_is_in_time_and_a_doubt() -> None:
    dataset = year(person("T005", reports={**{month: on(month, 10) for month in range(1, 12)}, 12: on(11, 30)}))
    assert said("monthly_report", dataset) == []
    assert said("early_report", dataset) == [
        "台账/东部工作站.xlsx「月报」第 7 行「报送日期」：T005 张伟 12月的月报报送于2024年11月30日，早于该月，仍按按时计。"
        "请核对月份和报送日期。"
    ]
    assert said("early_report", year(person(reports={12: on(12, 1)}))) == []


# ── a target that is only striven for ──


def test_a_soft_target_that_is_short_is_neither_met_nor_unmet() -> None:
    def standing(as_of: dt.date, served: int) -> Standing:
        some = firms(3, above_scale=True)
        dataset = year(
            person(days=0), enterprises=some, visits=[visit("T001", on(3, 4), at=some[:served])], as_of=as_of
        )
        return next(result.standing for result in count(dataset, PLAN).targets if result.target.id == "coverage")

    assert standing(on(12, 31), 3) is Standing.MET
    assert standing(on(12, 31), 2) is Standing.SHORT
    assert standing(on(6, 30), 2) is Standing.NOT_DUE


def test_of_no_enterprise_of_the_three_kinds_there_is_no_share() -> None:
    result = next(one for one in count(year(person()), PLAN).targets if one.target.id == "coverage")
    assert (result.standing, result.measured) == (Standing.NONE, False)
    assert said("coverage", year(person())) == []
