"""`make notice`, `agreements` and `handover` as the office runs them: numbers that stay, what is withheld, January."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from pipeline.ooxml.properties import read_properties
from pipeline.word.text import paragraphs
from tests.conftest import REPOSITORY, After, Root

ROSTER = "名册.xlsx"


@pytest.fixture
def handed_over(run_once: Callable[[str], Root]) -> Root:
    """The sample year with everything made, to look at."""
    return run_once("handover")


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


def test_everything_is_made_and_a_second_run_changes_no_byte(after: After) -> None:
    root = after("handover")
    before = root.files()
    kinds = {path.split("/")[0] for path in before}
    assert {"check", "notice", "agreements", "assessments", "annual", "handover"} <= kinds
    for command in ("notice", "agreements", "annual-report", "handover"):
        assert root.run(command).returncode == 0
    assert root.files() == before


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


def test_sorting_inserting_deleting_and_renaming_moves_no_number(after: After) -> None:
    root = after("agreements")
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


def test_a_bad_bank_account_withholds_that_agreement_and_nothing_else(after: After) -> None:
    root = after("handover")
    station = agreements(root)["T005"].parent.name
    row = root.change(ROSTER, "特派员", is_person("T005"), 银行账号=6217000000000000000)
    done = root.run("agreements")
    assert done.returncode == 1
    assert f"未生成 agreements/{station}/T005.docx：名册.xlsx「特派员」第 {row} 行「银行账号」" in done.stdout
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


def packs_with(root: Root, name: str) -> list[str]:
    """The packs that hold a file called `name`."""
    found = []
    for path in sorted(root.output.glob("handover/*.zip")):
        with zipfile.ZipFile(path) as pack:
            if any(member.endswith(name) for member in pack.namelist()):
                found.append(path.stem)
    return found


def listed(root: Root, station: str, key: str) -> dict[str, str]:
    """The line of an agreement in its workstation's list."""
    with zipfile.ZipFile(root.output / f"handover/{station}.zip") as pack:
        sheet = openpyxl.load_workbook(io.BytesIO(pack.read("移交清单.xlsx")))["移交清单"]
    heads, *rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    return next(
        line for row in rows if (line := dict(zip(heads, row, strict=True)))["包内路径"] == f"补充协议/{key}.docx"
    )


def write_into(path: Path, fill: str = "", lines: int = 10**6) -> None:
    """Work on a document as in Word: a paragraph more, and the blanks of the first `lines` paragraphs filled in."""
    document = Document(str(path))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    for paragraph in [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]:
        if fill and "＿" in paragraph.text and lines:
            lines -= 1
            for run in paragraph.runs:
                run.text = run.text.replace("＿", fill)
    document.add_paragraph("手改")
    document.save(str(path))


def test_an_edited_agreement_comes_back_after_a_slip_in_the_roster(after: After) -> None:
    root = after("handover")
    path = agreements(root)["T005"]
    name = path.relative_to(root.output).as_posix()
    write_into(path)
    edited = path.read_bytes()
    before = root.change(ROSTER, "特派员", is_person("T005"), 银行账号=6217000000000000000)
    said = root.run("agreements").stdout
    assert f"有人改过的文件已移入 withdrawn/：{name}；问题改正后再次运行，会放回原处。" in said
    assert root.change(ROSTER, "特派员", is_person("T005"), 银行账号="6200000000000000058") == before
    done = root.run("handover")
    assert done.returncode == 0, done.stdout
    assert f"有人改过，原样保留 {name}" in done.stdout
    assert path.read_bytes() == edited and (root.output / "proposals" / name).exists()
    assert not (root.output / "withdrawn").exists()
    assert len(packs_with(root, "补充协议/T005.docx")) == 1
    files = root.files()
    assert root.run("handover").returncode == 0 and root.files() == files


def test_whoever_moves_to_another_workstation_leaves_no_pack_that_says_otherwise(after: After) -> None:
    root = after("handover")
    path = agreements(root)["T005"]
    old, new = path.parent.name, "数字科技工作站"
    assert old != new
    write_into(path)
    root.change(ROSTER, "特派员", is_person("T005"), 所属工作站=new)
    assert root.run("check").returncode == 0
    assert packs_with(root, "T005.docx") == sorted([old, "局机关"])  # nothing has moved yet
    said = root.run("agreements").stdout
    assert packs_with(root, "T005.docx") == []
    assert f"有人改过的文件已移入 withdrawn/：agreements/{old}/T005.docx；重新生成的文件不含这些改动，请核对。" in said
    assert "移交包是以前生成的，内容已有变化，请重新运行 make handover。" in said
    said = root.run("handover").stdout
    assert "移交包是以前生成的" not in said
    assert packs_with(root, "T005.docx") == sorted([new, "局机关"])


def test_packs_from_before_a_correction_are_named_and_stay(after: After) -> None:
    root = after("handover")
    root.change(ROSTER, "特派员", is_person("T005"), 联系电话="13900008888")
    behind = "移交包是以前生成的，内容已有变化，请重新运行 make handover。"
    assert behind in root.run("agreements").stdout
    assert len(list(root.output.glob("handover/*.zip"))) == 6
    assert behind not in root.run("handover").stdout


def test_an_edited_agreement_is_told_of_as_it_is(after: After) -> None:
    root = after("agreements")
    path, other = agreements(root)["T005"], agreements(root)["T006"]
    name = path.relative_to(root.output).as_posix()
    write_into(path, fill="已填")
    write_into(other, fill="已填", lines=2)
    said = root.run("handover").stdout
    assert "除有人改过的以外，补充协议每份都还有" in said
    assert "有人改过的补充协议还有空白，请在文件中补填：T006 " in said
    assert "改动之后台账又有变化" not in said
    line = listed(root, path.parent.name, "T005")
    assert (line["状态"], line["待填"]) == ("草稿（有人改过）", "无")
    assert listed(root, other.parent.name, "T006")["待填"].startswith("还有 ")
    root.change(ROSTER, "特派员", is_person("T005"), 联系电话="13900008888")
    said = root.run("handover").stdout
    assert f"其中 {name}：改动之后台账又有变化，请对照 proposals/ 并入。" in said
    assert listed(root, path.parent.name, "T005")["状态"] == "草稿（有人改过，台账已有变化）"
    assert listed(root, path.parent.name, "T005")["待填"] == "无"


def test_an_edited_agreement_keeps_blanks_that_the_plan_has_filled_in_since(after: After) -> None:
    root = after("agreements")
    path = agreements(root)["T005"]
    write_into(path)
    station = path.parent.name
    assert root.run("handover").returncode == 0 and listed(root, station, "T005")["待填"] == "9 处"
    set_plan(root, ('party_a = ""', 'party_a = "{issuer}"'))
    assert "请在文件中补填：T005 " in root.run("handover").stdout
    assert listed(root, station, "T005")["待填"].startswith("还有 ")
    assert listed(root, station, "T006")["待填"] == "8 处"


def test_after_a_lost_ledger_lists_and_packs_are_new_and_what_nobody_knows_is_named(after: After) -> None:
    root = after("handover")
    station = agreements(root)["T005"].parent.name
    orphan = root.output / f"agreements/{station}/T905.docx"
    shutil.copy(agreements(root)["T005"], orphan)
    (orphan.parent / "~$T905.docx").touch()
    orphan.with_name("139(0000(0001.docx").touch()
    (root.output / "ledger.db").unlink()
    root.change(ROSTER, "特派员", is_person("T005"), 银行账号=6217000000000000000)
    done = root.run("handover")
    named = f"agreements/{station}/（号码略）.docx、agreements/{station}/T905.docx"
    assert f"不是本次生成的，生成记录里也没有，请核对后移走：{named}。" in done.stdout
    assert "为不覆盖他人文件，另存为：check/" in done.stdout and (root.output / "check/问题清单(2).xlsx").exists()
    assert orphan.exists()
    assert [problem["severity"] for problem in root.report["problems"]].count("error") == 1
    assert packs_with(root, "补充协议/T005.docx") == packs_with(root, "T905.docx") == []
    assert not (root.output / "proposals/handover").exists() and not (root.output / "proposals/check").exists()
    files = root.files()
    assert "/T905.docx。" in root.run("handover").stdout and root.files() == files


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


def test_a_notice_that_does_not_bear_out_the_plan_is_not_made(after: After) -> None:
    root = after("notice")
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
    held = "未生成 agreements/数字科技工作站/T099.docx：T099 没有派驻关系，补充协议无从写起。请在「派驻关系」中补录。"
    assert held in done.stdout
    assert "T099" not in {key.split("-")[0] for key in agreements(root)}


def test_an_interrupt_leaves_nothing_half_made_and_the_next_run_goes_on(root: Root, tmp_path: Path) -> None:
    big = tmp_path / "big"
    subprocess.run(
        [sys.executable, "-m", "bench.sample_year", "--scale", "10", "--out", str(big)], cwd=REPOSITORY, check=True
    )
    shutil.copytree(REPOSITORY / "templates", big / "templates", dirs_exist_ok=True)
    set_plan(Root(big), ('choice = "commissioner"', 'choice = "pairing"'))  # a thousand of them: time to interrupt
    without_logs(Root(big))
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "agreements", "--root", str(big)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUTF8": "1"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background job ignores it
    )
    output = big / "output/2024"
    deadline = time.monotonic() + 60
    while not any(output.glob("agreements/*/*.docx")) and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    stopped = list(output.glob("agreements/*/*.docx"))
    assert process.returncode == 130, said
    assert said.strip() == "已中断。没有留下半成品，重新运行即可接着做。"
    assert 0 < len(stopped) < 1000
    assert not list(output.rglob(".*.~new"))
    assert all(zipfile.is_zipfile(path) for path in stopped)
    stamps = {path: path.stat().st_mtime_ns for path in stopped}
    done = Root(big).run("agreements")
    every = agreements(Root(big))
    assert len(every) > 1000, done.stdout + done.stderr
    assert f"补充协议：新写 {len(every) - len(stopped)} 份，未变 {len(stopped)} 份。" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in stopped} == stamps
    assert len(set(numbers(Root(big)).values())) == len(every)
