"""What adding a kind of document takes: a module that makes it, a template, one entry of the table of kinds.

Here 聘书, a letter of appointment for each commissioner. The whole of it stands in the first part of this file; the
second shows that the commands, the closing lines, packs and their lists, what is withheld, withdrawn and cleaned know it.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner

from pipeline.check.withheld import Need, Reasons, Whose
from pipeline.check.year import Checked
from pipeline.cli import program
from pipeline.documents.kind import Desk, Document, Kind, Making, Reads, ToFill, Works
from pipeline.documents.kinds import KINDS
from pipeline.documents.making import KEY, about, path_of, rendered, template_of
from pipeline.plan import Plan
from tests.conftest import Root

# ── the module ──


def make(desk: Desk, kind: Kind) -> Making:
    year, held = desk.year, desk.held[kind.id]
    template = template_of(desk, kind)
    for person in year.intake.dataset.commissioners:
        if person.id not in held:
            context: dict[str, object] = {"姓名": person.name, "聘任单位": year.plan.issuer}
            path, properties = path_of(kind, year, person.id, person.id), {KEY: f"letter {year.plan.year} {person.id}"}
            blanks = () if person.title else ("职务职称",)
            yield Document(
                rendered(path, kind, properties, template, context),
                about(year, person.id, f"聘{person.id}", ("签发日期", *blanks)),
            )


def not_made(kind: Kind, year: Checked, reasons: Reasons) -> dict[str, str]:
    return {path_of(kind, year, key, key): reason for key, reason in reasons.items()}


def left_open(plan: Plan) -> list[tuple[str, str]]:
    return [("签发日期", "signed_on")]


# ── the template ──


def write_template(root: Root) -> None:
    word = docx.Document()
    word.add_paragraph("聘书")
    word.add_paragraph("兹聘请{{ 姓名 }}为企业科技特派员。{{ 聘任单位 }}，＿＿＿＿年＿＿月＿＿日")
    word.save(str(root.path / "templates/聘书.docx"))


# ── the entry ──


PRINTED = frozenset({"编号", "姓名", "派出单位", "所属工作站"})


def _letter() -> Works:
    return Works(
        make,
        need=Need("letter", Whose.PERSON, frozenset({"特派员"}), prints={"特派员": PRINTED}),
        not_made=not_made,
        to_fill=ToFill("letter", left_open, rows="名册", called="聘书"),
        copies=lambda plan: "一份",
    )


LETTER = Kind(
    "letter",
    folder="letters",
    command="letters",
    help="生成每名特派员的聘书。",
    reads=Reads.ROSTER,
    works=_letter,
    templates=("聘书.docx",),
    name="聘书",
    in_prose="聘书",
    made_after=("check",),
    packed_as="聘书",
)
WITH_LETTERS = (*KINDS[:3], LETTER, *KINDS[3:])


# ── what knows it ──


class Office:
    """The sample year, run with the table that has the new kind."""

    def __init__(self, root: Root) -> None:
        self.root = root
        write_template(root)

    def run(self, command: str) -> tuple[int, list[str]]:
        """Exit state and closing lines."""
        arguments = [command, "--root", str(self.root.path), "--year", self.root.year]
        done = CliRunner().invoke(program(WITH_LETTERS), arguments, standalone_mode=False, catch_exceptions=False)
        return int(done.return_value), done.output.splitlines()

    def letters(self) -> list[Path]:
        return sorted(self.root.output.glob("letters/*/*.docx"))

    def pack(self, name: str) -> dict[str, bytes]:
        with zipfile.ZipFile(self.root.output / f"handover/{name}.zip") as archive:
            return {member: archive.read(member) for member in archive.namelist()}


@pytest.fixture
def office(root: Root) -> Office:
    return Office(root)


def test_it_has_a_command_and_a_line_in_the_help() -> None:
    shown = CliRunner().invoke(program(WITH_LETTERS), ["--help"]).output
    assert "letters        生成每名特派员的聘书。" in shown
    assert "letters" not in program().commands


def test_its_command_makes_it_and_the_closing_lines_count_it_and_its_blanks(office: Office) -> None:
    office.root.change("名册.xlsx", "特派员", lambda row: row.get("编号") == "T001", 职务职称=None)
    status, lines = office.run("letters")
    assert status == 0
    assert lines[2:-1] == [
        "聘书：新写 34 份，未变 0 份。",
        "聘书每份都还有 1 处待填，请在 plan.toml 的 [letter] 中填写：签发日期（signed_on）。",
        "聘书还有 1 处待填，请在名册中补录：职务职称 1 处（T001）。",
    ]
    assert "聘书：新写 0 份，未变 34 份。" in office.run("letters")[1]
    edited = office.letters()[0]
    word = docx.Document(str(edited))
    word.add_paragraph("＿＿")
    word.save(str(edited))
    lines = office.run("letters")[1]
    assert lines[2] == "聘书：新写 0 份，未变 33 份。"
    assert f"有人改过的聘书还有空白，请在文件中补填：{edited.stem} 2 行。" in lines


def test_it_goes_into_packs_and_their_lists(office: Office) -> None:
    status, lines = office.run("handover")
    assert status == 0
    assert [line for line in lines if "新写" in line] == [
        "印发通知：新写 1 份，未变 0 份。",
        "补充协议：新写 34 份，未变 0 份。",
        "聘书：新写 34 份，未变 0 份。",
        "考核表：新写 34 份，未变 0 份。",
        "年度报告和附表：新写 2 份，未变 0 份。",
        "移交包：新写 6 份，未变 0 份。",
    ]
    (station,) = [path.parent.name for path in office.letters() if path.stem == "T005"]
    pack = office.pack(station)
    assert pack["聘书/T005.docx"] == (office.root.output / f"letters/{station}/T005.docx").read_bytes()
    assert f"聘书/{station}/T005.docx" in office.pack("局机关")
    rows = list(openpyxl.load_workbook(io.BytesIO(pack["移交清单.xlsx"])).active.iter_rows(values_only=True))
    assert "、聘书 " in str(rows[1][0])
    (row,) = [row for row in rows if row[3] == "聘书/T005.docx"]
    assert (row[1], row[2], row[5], row[7]) == ("聘T005", "聘书", "草稿", "一份")


def test_an_error_that_it_prints_withholds_and_withdraws_it_and_the_packs_that_hold_it(office: Office) -> None:
    office.run("handover")
    (station,) = [path.parent.name for path in office.letters() if path.stem == "T005"]
    office.root.change("名册.xlsx", "特派员", lambda row: row.get("编号") == "T005", 派出单位=None)
    office.root.change("名册.xlsx", "特派员", lambda row: row.get("编号") == "T006", 联系电话=None)  # is in no letter
    status, lines = office.run("letters")
    assert status == 1
    letter = f"letters/{station}/T005.docx"
    assert [line[: line.index("：")] for line in lines if line.startswith("未生成")] == [f"未生成 {letter}"]
    assert letter in [entry["document"] for entry in office.root.report["withheld"]]
    listed = openpyxl.load_workbook(office.root.output / "check/问题清单.xlsx")["未生成文件"]
    assert letter in [row[1] for row in listed.iter_rows(values_only=True)]
    assert not [line for line in lines if line.startswith("未生成") and "T006" in line]
    assert (office.root.output / f"withdrawn/{letter}").is_file()
    assert not (office.root.output / letter).exists()
    assert not (office.root.output / f"handover/{station}.zip").exists()
    assert "移交包是以前生成的，内容已有变化，请重新运行 make handover。" in lines


def test_an_error_in_a_log_is_nothing_to_it(office: Office) -> None:
    office.root.change("区局台账.xlsx", "例外说明", lambda row: row["对象"] == "T006", 批准日期="那天")
    assert office.run("letters")[0] == 1  # the log has an error, and everybody a letter
    assert len(office.letters()) == 34


def test_early_in_the_year_it_is_handed_over(office: Office) -> None:
    for path in office.root.input.rglob("*.xlsx"):
        if path.name != "名册.xlsx":
            path.unlink()
    assert (
        "还没有服务日志：本次只移交通知、补充协议和聘书，考核表和年度报告待有台账后再做。" in office.run("handover")[1]
    )
    assert len(office.letters()) == 34


def test_a_broken_template_costs_it_alone(office: Office) -> None:
    office.run("letters")
    (office.root.path / "templates/聘书.docx").write_bytes(b"no document")
    status, lines = office.run("letters")
    assert status == 1
    assert any("聘书.docx" in line for line in lines)
    assert len(office.letters()) == 34


def test_clean_removes_it(office: Office) -> None:
    office.run("letters")
    assert office.run("clean")[0] == 0
    assert office.letters() == []
    assert not (office.root.output / "letters").exists()
