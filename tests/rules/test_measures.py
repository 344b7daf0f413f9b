"""What a plan can measure: plan.toml and the code name the same measures, and each counts its rows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.plan.schema import DISTRICT_MEASURES, PERSONAL_MEASURES
from pipeline.records import Achievement, ProjectApplication, SpotCheck, Training, things
from pipeline.rules import count
from pipeline.rules.measures import DISTRICT, PERSONAL, Counted, certificate_valid, registered_in
from pipeline.rules.own import Own
from tests.rules.builders import FIRM, PLAN, firm, log, on, person, visit, year

SPOT_CHECK = SpotCheck("T001", on(6, 3), "东部工作站", "工作站", "在岗", "", log("抽查", 4))
PATENT = Achievement(
    "T001", (FIRM.credit_code,), "发明专利", "检测方法", "", on(7, 9), None, "", log("知识产权与技术合同", 4)
)
CONTRACT = Achievement(
    "T001", (FIRM.credit_code,), "技术开发合同", "委托开发", "", on(7, 9), None, "", log("知识产权与技术合同", 5)
)
PROJECT = ProjectApplication("T001", (FIRM.credit_code,), "项目", "市级", on(5, 6), False, "", "", log("项目申报", 4))
TRAINING = Training(on(3, 15), "揭榜挂帅解读", "线下", "区工信和科技局", 40, "", "", log("培训活动", 4))


def test_plan_toml_may_name_every_measure_and_no_other() -> None:
    assert set(PERSONAL_MEASURES) == set(PERSONAL)
    assert set(DISTRICT_MEASURES) == set(DISTRICT)


@pytest.mark.parametrize("name", sorted(PERSONAL))
def test_who_has_no_rows_has_zero_of_everything(name: str) -> None:
    assert PERSONAL[name].count(Own(), PLAN).value == 0


@pytest.mark.parametrize(
    ("name", "own", "value"),
    [
        ("spot_checks", Own(spot_checks=(SPOT_CHECK, SPOT_CHECK)), 2),
        ("achievements", Own(achievements=(PATENT, CONTRACT)), 2),
        ("projects", Own(projects=(PROJECT,)), 0),
        ("service_days", Own(visits=(visit("T001", on(3, 4)), visit("T001", on(3, 4)))), 1),
        (
            "enterprises_served",
            Own(visits=(visit("T001", on(3, 4)), visit("T001", on(3, 5), at=[FIRM, firm(2)]))),
            2,
        ),
    ],
)
def test_personal_measures_count_a_persons_rows(name: str, own: Own, value: int) -> None:
    assert PERSONAL[name].count(own, PLAN).value == value


def test_a_count_says_of_each_row_how_much_of_it_counted() -> None:
    half = visit("T001", on(3, 4), "0.5", row=6)
    half = replace(half, source=replace(half.source, also=(log("服务日志", 99),)))
    own = Own(visits=(visit("T001", on(3, 3), "3", end=on(3, 5), row=5), half, visit("T001", on(3, 4), "0", row=7)))
    days = PERSONAL["service_days"].count(own, PLAN)
    assert days.value == sum(part.counted for part in days.parts) == 3
    assert [(part.source.row, part.counted) for part in days.parts] == [
        (5, Decimal("2.5")),
        (6, Decimal("0.5")),
        (99, 0),  # the same half day once more, in another workbook
        (7, 0),
    ]


def test_each_firm_is_counted_with_the_first_visit_to_it() -> None:
    own = Own(visits=(visit("T001", on(3, 4), row=5), visit("T001", on(3, 5), at=[FIRM, firm(2)], row=6)))
    counted = PERSONAL["enterprises_served"].count(own, PLAN)
    assert [(part.source.row, part.counted) for part in counted.parts] == [(5, 1), (6, 1)]


@pytest.mark.parametrize(
    ("name", "value"), [("projects_filed", 1), ("achievements_recorded", 1), ("technical_contracts", 1)]
)
def test_what_two_people_hold_is_each_ones_and_the_districts_once(name: str, value: int) -> None:
    """The larger amount is the district's, whose record speaks for both."""
    people = [person("T001", projects=[]), person("T002", projects=[])]
    projects = tuple(replace(PROJECT, commissioner=id, joint=True, thing=PROJECT.source) for id in ("T001", "T002"))
    larger = replace(CONTRACT, commissioner="T002", source=log("知识产权与技术合同", 9), amount=Decimal(9))
    contracts = tuple(replace(one, thing=larger.source) for one in (CONTRACT, larger))
    dataset = replace(year(*people, achievements=contracts), projects=projects)
    tally = count(dataset, PLAN)
    assert DISTRICT[name].count(Counted(dataset, tally.people, tally.enterprises), PLAN) == value
    assert [len(each.projects) + len(each.achievements) for each in tally.people] == [2, 2]
    assert [(one.record.amount, one.commissioners) for one in things(contracts)] == [(9, ("T001", "T002"))]


def test_a_count_names_the_rows_it_comes_from() -> None:
    rows = (visit("T001", on(3, 4), kind="政策解读", row=5), visit("T001", on(3, 5), row=6))
    assert [source.row for source in PERSONAL["policy_sessions"].count(Own(visits=rows), PLAN).sources] == [5]
    assert [source.row for source in PERSONAL["service_days"].count(Own(visits=rows), PLAN).sources] == [5, 6]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("trainings_held", 1),
        ("projects_filed", 2),
        ("achievements_recorded", 2),
        ("technical_contracts", 1),
        ("service_days_total", Decimal("30.5")),
        ("commissioners_recruited", 2),
    ],
)
def test_district_measures_count_the_year(name: str, value: Decimal | int) -> None:
    people = [person("T001", days=30), person("T002", days=0.5)]
    dataset = year(*people, achievements=(PATENT, CONTRACT), trainings=(TRAINING,))
    tally = count(dataset, PLAN)
    assert DISTRICT[name].count(Counted(dataset, tally.people, tally.enterprises), PLAN) == value


def test_an_empty_year_measures_zero_and_of_coverage_nothing() -> None:
    values = {name: measure.count(Counted(year(), (), ()), PLAN) for name, measure in DISTRICT.items()}
    assert values.pop("coverage") is None
    assert set(values.values()) == {0}


def test_a_certificate_of_29_february_runs_to_the_28th() -> None:
    leap = firm(1, certificate_date=on(2, 29))
    assert certificate_valid(leap, on(2, 28, 2027))
    assert not certificate_valid(leap, on(3, 1, 2027))


@pytest.mark.parametrize(
    ("number", "counted"), [("202415060208000001", True), ("202315060208000001", False), ("", True)]
)
def test_a_registration_begins_with_its_year(number: str, counted: bool) -> None:
    assert registered_in(firm(1, registration_number=number), 2024) is counted
