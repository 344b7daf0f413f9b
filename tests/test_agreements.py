"""`make notice`, `agreements` and `handover` as the office runs them: numbers that stay, what is withheld, January."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from pipeline.word.properties import read_properties
from pipeline.word.text import paragraphs
from tests.conftest import REPOSITORY, Root

ROSTER = "名册.xlsx"


@pytest.fixture(scope="session")
def handed_over(tmp_path_factory: pytest.TempPathFactory) -> Root:
    """The sample year with everything made, once for all tests that only look."""
    path = tmp_path_factory.mktemp("handed-over")
    for name in ("input", "templates"):
        shutil.copytree(REPOSITORY / name, path / name)
    root = Root(path)
    done = root.run("handover")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def agreements(root: Root) -> dict[str, Path]:
    return dict(sorted((path.stem, path) for path in root.output.glob("agreements/*/*.docx")))


def numbers(root: Root) -> dict[str, str]:
    """The number printed on each agreement, by the 编号 its file is named for."""
    found = {}
    for key, path in agreements(root).items():
        (line,) = [text for text in paragraphs(path) if text.startswith("编号：")]
        found[key] = line.removeprefix("编号：").strip()
    return found


def is_person(key: str):
    return lambda row: row.get("编号") == key or row.get("特派员编号") == key


def without_logs(root: Root) -> None:
    """January: only the roster is there."""
    for path in root.input.rglob("*.*"):
        if path.name not in (ROSTER, "plan.toml"):
            path.unlink()


def set_plan(root: Root, *changes: tuple[str, str]) -> None:
    file = root.input / "plan.toml"
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


def test_everything_is_made_and_a_second_run_changes_no_byte(handed_over: Root) -> None:
    before = handed_over.files()
    kinds = {path.split("/")[0] for path in before}
    assert {"check", "notice", "agreements", "assessments", "annual", "handover"} <= kinds
    for command in ("notice", "agreements", "annual-report", "handover"):
        assert handed_over.run(command).returncode == 0
    assert handed_over.files() == before


def test_numbers_follow_the_order_of_编号(handed_over: Root) -> None:
    found = numbers(handed_over)
    assert list(found.values()) == [f"东特派协〔2024〕{serial:03}号" for serial in range(1, len(found) + 1)]
    assert read_properties(agreements(handed_over)["T005"])["AgreementSerial"] == "5"


def test_private_numbers_stand_in_agreements_alone(handed_over: Root) -> None:
    book = openpyxl.load_workbook(handed_over.input / ROSTER)
    rows = [[cell.value for cell in row] for row in book["特派员"].iter_rows()]
    head = next(number for number, row in enumerate(rows) if "身份证号" in row)
    columns = [rows[head].index(name) for name in ("身份证号", "联系电话", "银行账号") if name in rows[head]]
    private = {str(row[column]) for row in rows[head + 1 :] for column in columns if row[column]}
    assert len(private) > 60
    for name, text in handed_over.texts().items():
        if not name.startswith(("agreements/", "handover/", "check/待改/")):
            assert not [number for number in private if number in text], name
    printed = "".join(text for name, text in handed_over.texts().items() if name.startswith("agreements/"))
    assert all(number in printed for number in private)


def test_sorting_inserting_deleting_and_renaming_moves_no_number(root: Root) -> None:
    assert root.run("agreements").returncode == 0
    before = numbers(root)
    book = openpyxl.load_workbook(root.input / ROSTER)
    sheet = book["特派员"]
    head = next(row[0].row for row in sheet.iter_rows() if "编号" in [cell.value for cell in row])
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=head + 1)]
    key = [cell.value for cell in sheet[head]].index("编号")
    people = [row for row in rows if row[key] in before]
    gone = next(row for row in people if row[key] == "T007")
    new = ["T000" if place == key else value for place, value in enumerate(people[0])]
    new[[cell.value for cell in sheet[head]].index("身份证号")] = None
    people = [new, *reversed([row for row in people if row is not gone])]
    sheet.delete_rows(head + 1, len(rows))
    for row in people:
        sheet.append(row)
    book.save(root.input / ROSTER)
    root.change(ROSTER, "特派员", is_person("T009"), 姓名="另一个名字")
    root.run("agreements")
    after = numbers(root)
    assert "T007" not in after
    assert after.pop("T000") == "东特派协〔2024〕035号"  # a new one, not that of T007
    assert after == {key: number for key, number in before.items() if key != "T007"}


def test_a_bad_bank_account_withholds_that_agreement_and_nothing_else(root: Root) -> None:
    assert root.run("handover").returncode == 0
    station = agreements(root)["T005"].parent.name
    row = root.change(ROSTER, "特派员", is_person("T005"), 银行账号=6217000000000000000)
    done = root.run("agreements")
    assert done.returncode == 1
    assert f"暂缓 agreements/{station}/T005.docx：名册.xlsx「特派员」第 {row} 行「银行账号」" in done.stdout
    assert "6217" not in done.stdout
    assert "T005" not in agreements(root) and len(agreements(root)) == 33
    assert (root.output / f"withdrawn/agreements/{station}/T005.docx").exists()
    assert (root.output / f"assessments/{station}/T005.docx").exists()
    assert [entry["document"] for entry in root.report["withheld"]] == [f"agreements/{station}/T005.docx"]
    left = {path.stem for path in root.output.glob("handover/*.zip")}
    assert station not in left and "局机关" not in left  # they held what is now withheld
    assert len(left) == 4
    assert root.run("handover").returncode == 1
    with zipfile.ZipFile(root.output / f"handover/{station}.zip") as pack:
        assert "补充协议/T005.docx" not in pack.namelist() and "考核表/T005.docx" in pack.namelist()


def test_a_term_that_cannot_be_is_named_too(root: Root) -> None:
    """Nobody of that term belongs to the year, and still nobody is left out without a word."""
    row = root.change(ROSTER, "特派员", is_person("T005"), 聘期止="2023-01-01")
    done = root.run("agreements")
    assert done.returncode == 1
    assert f"/T005.docx：名册.xlsx「特派员」第 {row} 行" in done.stdout
    assert "T005" not in agreements(root)


def test_an_agreement_is_made_before_its_term_begins(root: Root) -> None:
    done = root.run("agreements", "--as-of", "2024-01-15")
    assert done.returncode == 0
    assert "补充协议：新写 34 份" in done.stdout


def test_a_line_break_in_a_cell_is_none_in_the_agreement(root: Root) -> None:
    root.change(
        ROSTER, "特派员", is_person("T005"), 派出单位="鄂尔多斯高原能源\n装备研究院", 开户银行="工商银行\nABC\nBank"
    )
    root.run("agreements")
    text = "\n".join(paragraphs(agreements(root)["T005"]))
    assert "由鄂尔多斯高原能源装备研究院派出" in text and "工商银行ABC Bank" in text


def test_an_error_in_a_log_withholds_no_agreement(root: Root) -> None:
    book = next((root.input / "台账").glob("*.xlsx"))
    file = book.relative_to(root.input).as_posix()
    root.change(file, "服务日志", lambda row: bool(row.get("服务天数")), 服务天数=-3)
    done = root.run("agreements")
    assert done.returncode == 1 and "错误 1 处" in done.stdout  # said, as `check` says it
    assert len(agreements(root)) == 34


def test_in_january_roster_and_pairings_are_enough(root: Root) -> None:
    without_logs(root)
    done = root.run("agreements")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "错误 0 处、未达标 0 处" in done.stdout and "服务日志 0 条" in done.stdout
    assert len(agreements(root)) == 34
    assert root.run("notice").returncode == 0
    done = root.run("handover")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "还没有服务日志：本次只移交通知和补充协议，考核表和年度报告待有台账后再做。" in done.stdout
    assert not (root.output / "assessments").exists()


def test_the_notice_needs_the_plan_alone(root: Root) -> None:
    shutil.rmtree(root.input / "台账")
    (root.input / ROSTER).unlink()
    done = root.run("notice")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "印发通知：新写 1 份，未变 0 份。")
    assert list(root.files()) == ["notice/通知.docx"]


def test_a_notice_that_does_not_bear_out_the_plan_is_not_made(root: Root) -> None:
    assert root.run("notice").returncode == 0
    set_plan(root, ("value = 70", "value = 75"))  # the wording still says 70家以上
    done = root.run("notice")
    assert done.returncode == 1
    assert "enterprises_served" in done.stdout and "70家以上" in done.stdout
    assert list(root.files()) == ["withdrawn/notice/通知.docx"]


def test_a_figure_that_the_plan_no_longer_has_is_named(root: Root) -> None:
    set_plan(root, ("[target.three_zero]", "[target.other]"))
    done = root.run("notice")
    assert done.returncode == 1
    assert "[text] 的 body 中有 {three_zero}" in done.stdout


def test_blanks_are_counted_and_shrink_as_they_are_filled(root: Root) -> None:
    said = root.run("agreements").stdout
    assert "补充协议每份都还有 9 处待填，请在 plan.toml 的 [agreement] 中填写：甲方名称（party_a）" in said
    set_plan(root, ('party_a = ""', 'party_a = "{issuer}"'), ('subsidy_amount = ""', "subsidy_amount = 1500.5"))
    said = root.run("agreements").stdout
    assert "补充协议每份都还有 7 处待填" in said and "party_a）" not in said
    text = "\n".join(paragraphs(agreements(root)["T005"]))
    assert "1,500.50元" in text and "壹仟伍佰元零伍角整" in text


def test_one_a_pairing_names_those_who_have_none(root: Root) -> None:
    set_plan(root, ('choice = "commissioner"', 'choice = "pairing"'))
    assert root.run("agreements").returncode == 0
    found = agreements(root)
    assert len(found) > 100 and len(set(numbers(root).values())) == len(found)
    assert {key.split("-")[0] for key in found} == {f"T{number:03}" for number in range(1, 35)}
    book = openpyxl.load_workbook(root.input / ROSTER)
    sheet = book["特派员"]
    head = next(row[0].row for row in sheet.iter_rows() if "编号" in [cell.value for cell in row])
    first = {str(sheet.cell(head, column).value): sheet.cell(head + 1, column).value for column in range(1, 20)}
    new = first | {"编号": "T099", "姓名": "新来的人", "身份证号": None, "所属工作站": "数字科技工作站"}
    sheet.insert_rows(head + 1)
    for column in range(1, 20):
        sheet.cell(head + 1, column).value = new[str(sheet.cell(head, column).value)]
    book.save(root.input / ROSTER)
    done = root.run("agreements")
    assert done.returncode == 1
    held = "暂缓 agreements/数字科技工作站/T099.docx：T099 没有派驻关系，补充协议无从写起。请在「派驻关系」中补录。"
    assert held in done.stdout
    assert "T099" not in {key.split("-")[0] for key in agreements(root)}


def test_an_interrupt_leaves_nothing_half_made_and_the_next_run_goes_on(root: Root, tmp_path: Path) -> None:
    big = tmp_path / "big"
    subprocess.run(
        [sys.executable, "-m", "bench.sample_year", "--scale", "10", "--out", str(big)], cwd=REPOSITORY, check=True
    )
    shutil.copytree(REPOSITORY / "templates", big / "templates", dirs_exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "agreements", "--root", str(big)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    output = big / "output/2024"
    deadline = time.monotonic() + 60
    while len(list(output.glob("agreements/*/*.docx"))) < 64 and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    stopped = list(output.glob("agreements/*/*.docx"))
    assert process.returncode == 130, said
    assert said.strip() == "已中断。没有留下半成品，重新运行即可接着做。"
    assert 64 <= len(stopped) < 340
    assert not list(output.rglob(".*.~new"))
    assert all(zipfile.is_zipfile(path) for path in stopped)
    stamps = {path: path.stat().st_mtime_ns for path in stopped}
    done = Root(big).run("agreements")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"补充协议：新写 {340 - len(stopped)} 份，未变 {len(stopped)} 份。" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in stopped} == stamps
    assert len(set(numbers(Root(big)).values())) == 340
