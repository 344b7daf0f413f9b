"""The sample year is what its script writes, is large enough, and departs from the ordinary only by its story."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from stdnum.cn import ric, uscc
from stdnum.luhn import is_valid

from bench.sample_year.__main__ import HOME, main, workbooks
from bench.sample_year.calendar import is_working
from bench.sample_year.diary import POLICY
from bench.sample_year.people import STATIONS
from bench.sample_year.year import (
    ORDINARY,
    OVERLAPPING,
    REPEATED_AT,
    STORY,
    STRAY_VISITOR,
    Year,
    make_year,
)

COMMITTED = HOME / "input" / "2024"


@pytest.fixture(scope="module")
def year() -> Year:
    return make_year()


def test_the_script_writes_the_committed_workbooks_byte_for_byte() -> None:
    made = workbooks()
    found = {path.relative_to(COMMITTED).as_posix(): path.read_bytes() for path in COMMITTED.rglob("*.xlsx")}
    assert sorted(made) == sorted(found)
    assert [name for name in made if made[name] != found[name]] == []


def test_each_workbook_is_smaller_than_300_kb() -> None:
    assert {name for name, data in workbooks().items() if len(data) > 300_000} == set()


def test_the_year_is_as_large_as_a_real_one(year: Year) -> None:
    assert 32 <= len(year.people) <= 36
    assert len({person.station for person in year.people}) == 5
    assert len(year.firms) >= 165
    assert len(year.pairings) >= 80
    assert len(year.visits) >= 1500
    assert len([name for name in workbooks() if name.startswith("台账/")]) == 5


def test_some_firms_are_shared_and_some_people_serve_four(year: Year) -> None:
    posts = {(post.person, post.firm.code) for post in year.pairings}
    assert Counter(Counter(code for _, code in posts).values())[2] >= 5
    assert Counter(Counter(person for person, _ in posts).values())[4] >= 5
    assert len(year.pairings) == len(posts) + 1  # one person comes back to a firm for a second term


def test_two_people_carry_one_name_at_different_stations(year: Year) -> None:
    same = [person for person in year.people if person.name == "张伟"]
    assert [(person.id, person.station) for person in same] == [("T005", STATIONS[0]), ("T031", STATIONS[4])]
    assert max(Counter(person.name for person in year.people).values()) == 2


def test_rare_characters_and_middle_dots_are_in_the_roster(year: Year) -> None:
    names = "".join(person.name for person in year.people)
    assert [char for char in "䶮𠀀𬭚㙍堃喆·" if char not in names] == []


def test_visits_lie_on_working_days_of_the_term_and_of_a_posting(year: Year) -> None:
    people = {person.id: person for person in year.people}
    stray = []
    for visit in year.visits:
        person, end = people[visit.person], visit.end or visit.start
        assert person.start <= visit.start <= end <= person.end
        assert is_working(visit.start) and is_working(end)
        assert 0 < Decimal(visit.days) <= (end - visit.start).days + 1
        own = [
            post
            for post in year.pairings
            if post.person == visit.person and post.start <= visit.start and end <= post.end
        ]
        if not {firm.code for firm in visit.firms} <= {post.firm.code for post in own}:
            stray.append(visit.person)
    assert stray == [STRAY_VISITOR]


def test_no_row_stands_twice_but_the_one_that_two_stations_noted(year: Year) -> None:
    rows = Counter((visit.person, visit.firms, visit.start, visit.end, visit.kind, visit.days) for visit in year.visits)
    assert max(rows.values()) == 1
    assert [visit.also_in for visit in year.visits if visit.also_in] == [REPEATED_AT]


def test_no_date_counts_twice_outside_the_story(year: Year) -> None:
    crowded = set()
    for person in year.people:
        claimed: dict[dt.date, Decimal] = defaultdict(Decimal)
        for visit in year.visits:
            if visit.person == person.id:
                dates = ((visit.end or visit.start) - visit.start).days + 1
                for step in range(dates):
                    claimed[visit.start + dt.timedelta(days=step)] += Decimal(visit.days) / dates
        if max(claimed.values(), default=Decimal(0)) > 1:
            crowded.add(person.id)
    assert crowded == set(OVERLAPPING)


def test_everybody_outside_the_story_meets_every_duty(year: Year) -> None:
    for person in year.people:
        if STORY.get(person.id, ORDINARY) is not ORDINARY:
            continue
        visits = [visit for visit in year.visits if visit.person == person.id]
        first = person.start.month if person.start.year == 2024 else 1
        last = person.end.month if person.end.year == 2024 else 12
        sent = {report.month: report.submitted for report in year.reports if report.person == person.id}
        kinds = {paper.kind for paper in year.papers if paper.person == person.id}
        assert sum(Decimal(visit.days) for visit in visits) > 32
        assert sum(visit.kind in POLICY for visit in visits) >= 2
        assert any(project.joint for project in year.projects if project.person == person.id)
        assert sorted(sent) == list(range(first, last + 1))
        assert all(day.month == month and day.day <= 15 for month, day in sent.items())
        assert kinds == {"工作计划", "派驻总结"} if person.end.year == 2024 else {"工作计划"}


def test_the_story_is_told(year: Year) -> None:
    days = {
        id: sum(Decimal(visit.days) for visit in year.visits if visit.person == id) for id in ("T006", "T014", "T019")
    }
    assert days == {"T006": Decimal(21), "T014": Decimal(0), "T019": Decimal("18.5")}
    assert sum(visit.kind in POLICY for visit in year.visits if visit.person == "T009") == 1
    assert not [project for project in year.projects if project.person in ("T012", "T014")]
    assert [project.joint for project in year.projects if project.person == "T025"] == [False]
    assert {grant.person: grant.fact for grant in year.grants} == {"T006": "21"}


def test_targets_are_met_and_unmet_as_told(year: Year) -> None:
    valid = [firm for firm in year.firms if firm.high_tech and firm.certified and firm.certified.year > 2021]
    listed = [firm for firm in year.firms if firm.registration.startswith("2024150602")]
    cleared = [firm for firm in year.firms if all(firm.end) and None not in firm.start and not all(firm.start)]
    served = {firm.code for visit in year.visits for firm in visit.firms}
    assert (len(valid), len(listed), len(cleared)) == (42, 126, 4)
    assert len({visit.person for visit in year.visits}) == 33
    assert len(served) >= 70


def test_identifiers_carry_their_check_characters(year: Year) -> None:
    assert all(ric.is_valid(person.id_number) and person.id_number[14:17] == "000" for person in year.people)
    assert all(uscc.is_valid(firm.code) and firm.code[2:8] == "150602" for firm in year.firms)
    assert all(len(person.account) == 19 and is_valid(person.account) for person in year.people)
    for values in ([person.id_number for person in year.people], [firm.code for firm in year.firms]):
        assert len(set(values)) == len(values)


def test_a_year_ten_times_the_size_has_ten_times_the_people_and_no_new_name_twice() -> None:
    large = make_year(10)
    assert (len(large.people), len(large.firms)) == (340, 1720)
    assert len(large.visits) > 15_000
    assert len({person.id_number for person in large.people}) == 340
    assert [name for name, times in Counter(person.name for person in large.people).items() if times > 1] == ["张伟"]
    assert len({firm.name for firm in large.firms}) == len({firm.code for firm in large.firms}) == 1720


def test_a_larger_year_never_replaces_the_committed_one() -> None:
    result = CliRunner().invoke(main, ["--scale", "10"])
    assert result.exit_code == 2
    assert "--scale needs --out" in result.output


def test_another_folder_gets_the_same_bytes_and_the_plan(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--out", str(tmp_path)])
    assert result.exit_code == 0
    written = {
        path.relative_to(tmp_path / "input" / "2024").as_posix() for path in tmp_path.rglob("*.*") if path.is_file()
    }
    assert written == {*workbooks(), "plan.toml"}
    assert (tmp_path / "input/2024/名册.xlsx").read_bytes() == (COMMITTED / "名册.xlsx").read_bytes()
