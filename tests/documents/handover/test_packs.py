"""Packs as the office opens them: what lies where, unchanged, listed rightly, and nobody else's."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.documents.finished import page_count
from pipeline.documents.handover.packs import make
from pipeline.documents.handover.paths import LONGEST_PATH
from pipeline.documents.handover.stale import stale_packs
from pipeline.documents.kind import About, Desk, Item
from pipeline.documents.kinds import AGREEMENT, ANNUAL, ASSESSMENT, HANDOVER, KINDS
from pipeline.documents.kinds import NOTICE as NOTICE_KIND
from pipeline.ooxml.archive import Member, pack
from pipeline.ooxml.properties import read_properties
from pipeline.plan import Plan
from pipeline.publishing.ledger import Entry, Ledger
from pipeline.publishing.names import safe_name
from pipeline.publishing.workspace import Workspace
from pipeline.word.errors import TemplateError
from pipeline.word.text import paragraphs
from tests.documents.builders import TEMPLATES, plan
from tests.documents.test_finished import saved_in_word
from tests.finished import headers_and_footers
from tests.office import Convert

EAST, WEST = "东部工作站", "西部工作站"
LISTS = ["移交清单.xlsx", "移交清单.docx"]
PEOPLE = {"T001": ("张伟", EAST), "T002": ("李娜", EAST), "T003": ("巴雅尔", WEST)}


def agreement(id: str, station: str = "", **changes: Any) -> Item:
    name, home = PEOPLE.get(id, ("王芳", ""))
    station = station or home
    path = f"agreements/{safe_name(station)}/{safe_name(id)}.docx"
    filled = {"number": f"示协〔2024〕{id[1:]}号", "blanks": ("补助金额",), **changes}
    edits = {name: filled.pop(name) for name in ("outdated", "blank_lines") if name in filled}
    return Item(path, AGREEMENT, About(station, f"{id} {name}", **filled), **edits)


def assessment(id: str) -> Item:
    name, station = PEOPLE[id]
    return Item(f"assessments/{station}/{id}.docx", ASSESSMENT, About(station, f"{id} {name}"))


NOTICE = Item("notice/印发通知.docx", NOTICE_KIND)
REPORT = Item("annual/年度报告.docx", ANNUAL)
ANNEX = Item("annual/附表.xlsx", ANNUAL)
YEAR = [NOTICE, REPORT, ANNEX, *map(agreement, PEOPLE), *map(assessment, PEOPLE)]


class Office:
    """The output of a year whose documents are there as they were generated: their text is their path."""

    def __init__(self, root: Path) -> None:
        shutil.copytree(TEMPLATES, root / "templates")
        self.workspace = Workspace(root, 2024)
        self.ledger = Ledger(self.workspace.ledger)
        self.not_made: list[str] = []

    def file(self, item: Item) -> Path:
        return self.workspace.output / item.path

    def generate(self, *items: Item) -> None:
        for item in items:
            self.edit(item, item.path.encode())
            sha256 = hashlib.sha256(item.path.encode()).hexdigest()
            self.ledger.done([Entry(item.path, item.kind.id, sha256=sha256)])

    def edit(self, item: Item, data: bytes) -> None:
        self.file(item).parent.mkdir(parents=True, exist_ok=True)
        self.file(item).write_bytes(data)

    def packs(self, *items: Item, of: Plan | None = None) -> dict[str, bytes]:
        made = {}
        for one in make(self.desk(*items, of=of), HANDOVER):
            if isinstance(one, str):  # 没有生成移交包 …，因为缺少 …。请…
                self.not_made.append(one.removeprefix("没有生成移交包 ").partition("。")[0])
            elif one.made.machine_made:
                made[one.made.path] = one.made.data
        return made

    def desk(self, *items: Item, of: Plan | None = None) -> Desk:
        return Desk(self.workspace, of or plan(), self.ledger, KINDS, items=items)

    def stale(self, *gone: Item) -> list[str]:
        """The packs that have to leave, by the names of who gets them."""
        found = stale_packs(self.desk(), HANDOVER, [item.path for item in gone])
        return [path.removeprefix("handover/").removesuffix(".zip") for path in found]

    def hand_over(self, *items: Item) -> None:
        for path, data in self.packs(*items).items():
            (self.workspace.output / path).parent.mkdir(parents=True, exist_ok=True)
            (self.workspace.output / path).write_bytes(data)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    with made.ledger:
        yield made


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def table(pack: bytes) -> list[dict[str, Any]]:
    """The rows of the list, by heading."""
    rows = openpyxl.load_workbook(io.BytesIO(unpacked(pack)["移交清单.xlsx"]))["移交清单"].iter_rows(min_row=3)
    headings = [str(cell.value) for cell in next(rows)]
    read = (dict(zip(headings, (cell.value for cell in row), strict=True)) for row in rows)
    return [row for row in read if isinstance(row["序号"], int)]


def everything_in(data: bytes) -> str:
    """All names and bytes of a pack and of the packages in it, as text."""
    found = []
    for name, member in unpacked(data).items():
        found += [name, member.decode("utf-8", "ignore")]
        if zipfile.is_zipfile(io.BytesIO(member)):
            found.append(everything_in(member))
    return "\n".join(found)


# ── what lies where ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_pack_a_workstation_and_one_with_everything_for_the_bureau(office: Office) -> None:
    office.generate(*YEAR)
    made = office.packs(*YEAR)
    assert {path: list(unpacked(data)) for path, data in made.items()} == {
        f"handover/{EAST}.zip": [
            *LISTS,
            "补充协议/T001.docx",
            "补充协议/T002.docx",
            "考核表/T001.docx",
            "考核表/T002.docx",
        ],
        f"handover/{WEST}.zip": [*LISTS, "补充协议/T003.docx", "考核表/T003.docx"],
        "handover/局机关.zip": [
            *LISTS,
            "印发通知/印发通知.docx",
            f"补充协议/{EAST}/T001.docx",
            f"补充协议/{EAST}/T002.docx",
            f"补充协议/{WEST}/T003.docx",
            f"考核表/{EAST}/T001.docx",
            f"考核表/{EAST}/T002.docx",
            f"考核表/{WEST}/T003.docx",
            "年度上报/年度报告.docx",
            "年度上报/附表.xlsx",
        ],
    }
    assert office.not_made == []


def test_the_documents_are_those_on_the_disk_byte_by_byte(office: Office) -> None:
    office.generate(*YEAR)
    files = unpacked(office.packs(*YEAR)["handover/局机关.zip"])
    assert {name: data for name, data in files.items() if name not in LISTS} == {
        "印发通知/印发通知.docx": office.file(NOTICE).read_bytes(),
        "年度上报/年度报告.docx": office.file(REPORT).read_bytes(),
        "年度上报/附表.xlsx": office.file(ANNEX).read_bytes(),
        **{f"补充协议/{s}/{id}.docx": office.file(agreement(id)).read_bytes() for id, (_, s) in PEOPLE.items()},
        **{f"考核表/{s}/{id}.docx": office.file(assessment(id)).read_bytes() for id, (_, s) in PEOPLE.items()},
    }


def test_the_list_names_each_document_with_the_hash_of_what_lies_beside_it(office: Office) -> None:
    office.generate(*YEAR)
    made = office.packs(*YEAR, of=plan(agreement={"copies": "一式三份"}))[f"handover/{EAST}.zip"]
    seen = ("序号", "协议编号", "文件种类", "包内路径", "对象", "状态", "份数", "待填")
    assert [tuple(row[heading] for heading in seen) for row in table(made)] == [
        (1, "示协〔2024〕001号", "补充协议", "补充协议/T001.docx", "T001 张伟", "草稿", "一式三份", "1 处"),
        (2, "示协〔2024〕002号", "补充协议", "补充协议/T002.docx", "T002 李娜", "草稿", "一式三份", "1 处"),
        (3, None, "考核表", "考核表/T001.docx", "T001 张伟", "草稿", None, None),
        (4, None, "考核表", "考核表/T002.docx", "T002 李娜", "草稿", None, None),
    ]
    files = unpacked(made)
    assert all(row["SHA-256"] == hashlib.sha256(files[row["包内路径"]]).hexdigest() for row in table(made))


def test_the_document_lists_the_same_as_the_workbook(office: Office) -> None:
    office.generate(*YEAR)
    made = office.packs(*YEAR)["handover/局机关.zip"]
    text = paragraphs(unpacked(made)["移交清单.docx"])
    for row in table(made):
        assert row["包内路径"] in text and row["SHA-256"] in text
    assert "共 9 份：印发通知 1 份、补充协议 3 份、考核表 3 份、年度上报 2 份" in text
    assert text[1] == "接收单位：示例市示例区工信和科技局\t截至2024年12月31日"


def test_agreements_a_pairing_stand_beside_each_other(office: Office) -> None:
    codes = ("91150602MA0000001X", "91150602MA0000002X")
    items = [Item(f"agreements/{EAST}/T001-{code}.docx", AGREEMENT, About(EAST, "T001 张伟")) for code in codes]
    office.generate(*items)
    assert list(unpacked(office.packs(*items)[f"handover/{EAST}.zip"]))[2:] == [
        "补充协议/T001-91150602MA0000001X.docx",
        "补充协议/T001-91150602MA0000002X.docx",
    ]


# ── nothing that does not belong there ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("station, other", [(EAST, WEST), (WEST, EAST)])
def test_nothing_of_another_workstation_is_in_a_pack_or_in_its_lists(office: Office, station: str, other: str) -> None:
    office.generate(*YEAR)
    content = everything_in(office.packs(*YEAR)[f"handover/{station}.zip"])
    for id, (name, home) in PEOPLE.items():
        assert (name in content, id in content) == (home == station, home == station)
    assert other not in content and "年度报告.docx" not in content


def test_names_of_people_are_in_the_lists_only(office: Office) -> None:
    office.generate(*YEAR)
    for path, data in office.packs(*YEAR).items():
        names = path + "".join(unpacked(data))
        assert not [name for name, _ in PEOPLE.values() if name in names]


def test_the_lists_carry_no_properties_but_their_title(office: Office) -> None:
    office.generate(*YEAR)
    files = unpacked(office.packs(*YEAR)[f"handover/{EAST}.zip"])
    assert read_properties(files["移交清单.docx"]) == {}
    for name in LISTS:
        with zipfile.ZipFile(io.BytesIO(files[name])) as package:
            properties = package.read("docProps/core.xml").decode()
        assert "<dc:title>移交清单</dc:title>" in properties
        assert re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]+)<", properties) == []


def test_a_workstation_with_no_document_on_the_disk_gets_no_pack(office: Office) -> None:
    office.generate(NOTICE, agreement("T003"))
    assert list(office.packs(*YEAR)) == [f"handover/{WEST}.zip", "handover/局机关.zip"]
    assert office.not_made == []


def test_without_documents_there_is_no_pack_at_all(office: Office) -> None:
    assert office.packs(*YEAR) == {} and office.packs() == {}


# ── drafts that somebody edited ─────────────────────────────────────────────────────────────────────────────────────


def test_an_edited_draft_is_packed_as_edited_and_says_so(office: Office) -> None:
    office.generate(*YEAR)
    office.edit(agreement("T002"), saved_in_word())
    made = office.packs(*YEAR)[f"handover/{EAST}.zip"]
    assert unpacked(made)["补充协议/T002.docx"] == saved_in_word()
    assert [(row["状态"], row["页数"]) for row in table(made)] == [
        ("草稿", None),
        ("草稿（有人改过）", 4),
        ("草稿", None),
        ("草稿", None),
    ]
    assert table(made)[1]["SHA-256"] == hashlib.sha256(saved_in_word()).hexdigest()


def test_the_pages_of_a_draft_nobody_saved_are_those_of_its_template_and_not_said(office: Office) -> None:
    item = agreement("T001")
    office.edit(item, saved_in_word())
    office.ledger.done([Entry(item.path, item.kind.id, sha256=hashlib.sha256(saved_in_word()).hexdigest())])
    assert [(row["状态"], row["页数"]) for row in table(office.packs(item)[f"handover/{EAST}.zip"])] == [("草稿", None)]


def test_what_the_ledger_does_not_know_counts_as_edited(office: Office) -> None:
    office.edit(NOTICE, b"from a USB stick")
    assert [row["状态"] for row in table(office.packs(NOTICE)["handover/局机关.zip"])] == ["草稿（有人改过）"]


def test_an_edited_draft_whose_data_changed_says_so_and_how_much_is_left_to_fill_in(office: Office) -> None:
    items = [agreement("T001", outdated=True, blank_lines=0), agreement("T002", outdated=True)]
    office.generate(*items)
    office.edit(items[0], saved_in_word())
    assert [(row["状态"], row["待填"]) for row in table(office.packs(*items)[f"handover/{EAST}.zip"])] == [
        ("草稿（有人改过，台账已有变化）", "无"),
        ("草稿", "1 处"),  # as it was generated, whatever was said of it
    ]


@pytest.mark.parametrize("damaged", [b"", b"PK\x03\x04 half of it", saved_in_word()[:-30], pack([])])
def test_a_damaged_document_has_no_pages_and_is_packed_all_the_same(office: Office, damaged: bytes) -> None:
    office.edit(NOTICE, damaged)
    made = office.packs(NOTICE)["handover/局机关.zip"]
    assert unpacked(made)["印发通知/印发通知.docx"] == damaged
    assert [(row["状态"], row["页数"]) for row in table(made)] == [("草稿（有人改过）", None)]


@pytest.mark.office
def test_pages_as_a_real_office_program_writes_them(office: Office, convert: Convert, tmp_path: Path) -> None:
    items = [Item(f"agreements/{EAST}/T{number:03}.docx", AGREEMENT, About(EAST)) for number in range(40)]
    office.generate(*items)
    drafted = tmp_path / "list.docx"
    drafted.write_bytes(unpacked(office.packs(*items)[f"handover/{EAST}.zip"])["移交清单.docx"])
    text = convert(drafted, "odt", tmp_path / "saved")  # docx to docx counts nothing
    saved = convert(text, "docx", tmp_path / "saved")
    with zipfile.ZipFile(text) as package:
        counted = re.search(r'page-count="(\d+)"', package.read("meta.xml").decode())
    assert page_count(drafted.read_bytes()) is None
    assert counted and page_count(saved.read_bytes()) == int(counted[1])


# ── packs whose documents are gone ──────────────────────────────────────────────────────────────────────────────────


def test_packs_are_not_stale_while_their_documents_stand(office: Office) -> None:
    assert office.stale() == []
    office.generate(*YEAR)
    office.hand_over(*YEAR)
    office.edit(agreement("T002"), b"edited since")
    assert office.stale() == []


@pytest.mark.parametrize(
    "item, stale", [(agreement("T001"), [EAST, "局机关"]), (assessment("T003"), ["局机关", WEST]), (NOTICE, ["局机关"])]
)
def test_the_packs_that_hold_what_is_gone_are_stale(office: Office, item: Item, stale: list[str]) -> None:
    office.generate(*YEAR)
    office.hand_over(*YEAR)
    assert sorted(office.stale(item)) == sorted(stale)  # withheld, and still there because Word has it open
    office.file(item).unlink()
    assert sorted(office.stale()) == sorted(stale)
    office.hand_over(*YEAR)
    assert office.stale(item) == []  # made anew without it


def test_a_workstation_that_is_called_like_the_bureau_and_names_that_are_too_long(office: Office) -> None:
    items = [agreement("T" * 117 + "1", "S" * 110), agreement("T005", "局机关"), NOTICE]
    office.generate(*items)
    office.hand_over(*items)
    assert office.stale() == []
    assert office.stale(items[1]) == ["局机关", "局机关（全部）"]
    assert office.stale(items[0]) == [safe_name("S" * 110), "局机关（全部）"]


def test_what_is_no_pack_is_left_alone(office: Office) -> None:
    office.generate(NOTICE)
    folder = office.workspace.output / "handover"
    (folder / "a folder.zip").mkdir(parents=True)
    (folder / "cut short.zip").write_bytes(b"PK\x03\x04")
    (folder / "照片.zip").write_bytes(pack([Member.of("照片.jpg", b"")]))
    assert office.stale(NOTICE) == []


# ── what cannot be packed ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_pack_that_would_lack_what_is_no_plain_file_is_not_made(office: Office) -> None:
    office.generate(*YEAR)
    for item in (agreement("T001"), assessment("T001")):
        office.file(item).unlink()
    office.file(agreement("T001")).mkdir()
    office.file(assessment("T001")).symlink_to(office.file(assessment("T002")))
    assert list(office.packs(*YEAR)) == [f"handover/{WEST}.zip"]
    assert office.not_made == [
        f"handover/{EAST}.zip、handover/局机关.zip，因为缺少 agreements/{EAST}/T001.docx、assessments/{EAST}/T001.docx"
    ]


def test_a_pack_that_would_lack_what_could_not_be_written_is_not_made(office: Office) -> None:
    office.generate(*YEAR)
    desk = replace(office.desk(*YEAR), blocked={REPORT.path, *(assessment(id).path for id in PEOPLE)})
    assert [one for one in make(desk, HANDOVER) if not isinstance(one, str)] == []
    assert [one for one in make(desk, HANDOVER) if isinstance(one, str)] == [
        f"没有生成移交包 handover/{EAST}.zip，因为缺少 assessments/{EAST}/T001.docx、assessments/{EAST}/T002.docx。"
        "请先把所缺的文件做好，再重新运行。",
        f"没有生成移交包 handover/{WEST}.zip，因为缺少 assessments/{WEST}/T003.docx。请先把所缺的文件做好，再重新运行。",
        f"没有生成移交包 handover/局机关.zip，因为缺少 assessments/{EAST}/T001.docx、assessments/{EAST}/T002.docx、"
        f"assessments/{WEST}/T003.docx等 4 份。请先把所缺的文件做好，再重新运行。",
    ]


def test_what_the_bureau_alone_would_lack_keeps_no_station_waiting(office: Office) -> None:
    office.generate(*YEAR)
    desk = replace(office.desk(*YEAR), refused=(ANNUAL,))
    made = [one if isinstance(one, str) else one.made.path for one in make(desk, HANDOVER)]
    assert made == [
        *(f"handover/{EAST}.zip", f"handover/{WEST}.zip"),
        "没有生成移交包 handover/局机关.zip，因为缺少 年度上报。请先把所缺的文件做好，再重新运行。",
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="这个系统没有命名管道")
def test_a_pipe_is_not_waited_for(office: Office) -> None:
    office.generate(NOTICE, REPORT)
    office.file(NOTICE).unlink()
    os.mkfifo(office.file(NOTICE))
    assert office.packs(NOTICE, REPORT) == {}
    assert office.not_made == [f"handover/局机关.zip，因为缺少 {NOTICE.path}"]


def test_a_folder_that_leads_out_of_the_year_is_not_followed(office: Office, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "印发通知.docx").write_bytes(b"somebody's")
    office.workspace.output.mkdir(parents=True, exist_ok=True)
    (office.workspace.output / "notice").symlink_to(outside)
    assert office.packs(NOTICE) == {}
    assert office.not_made == [f"handover/局机关.zip，因为缺少 {NOTICE.path}"]


def test_without_its_template_there_are_no_packs(office: Office) -> None:
    office.generate(NOTICE)
    (office.workspace.templates / "移交清单.docx").unlink()
    with pytest.raises(TemplateError, match="移交清单"):
        office.packs(NOTICE)


# ── names and bytes ─────────────────────────────────────────────────────────────────────────────────────────────────

ODD = ["CON", "甲/乙:站", "  空格 站 ", "𬭩站", "..", "Station", "S" * 130, "站" * 60]


@pytest.mark.parametrize("station", ODD)
def test_names_are_such_as_windows_takes(office: Office, station: str) -> None:
    item = agreement("T" * 130, station)
    office.generate(item)
    made = office.packs(item)
    assert list(made) == [f"handover/{safe_name(station)}.zip", "handover/局机关.zip"]
    for data in made.values():
        [name] = [name for name in unpacked(data) if name not in LISTS]
        assert len(name) <= LONGEST_PATH and name.endswith(".docx")
        assert not re.search(r'[\\:*?"<>|\x00-\x1f]|//|(^|/)[. ]|[. ](/|$)|(^|/)CON(/|\.|$)', name)
        assert table(data)[0]["包内路径"] == name


def test_paths_too_long_for_windows_stay_apart(office: Office) -> None:
    items = [agreement("T" * 117 + str(number), "S" * 110) for number in (1, 2)]
    office.generate(*items)
    names = list(unpacked(office.packs(*items)["handover/局机关.zip"]))[2:]
    assert len(set(names)) == 2 and max(map(len, names)) <= LONGEST_PATH


@pytest.mark.parametrize(
    "stations, bureau",
    [(["局机关"], "局机关（全部）"), (["局机关", "局机关（全部）"], "局机关（全部）（全部）"), ([EAST], "局机关")],
)
def test_the_bureaus_pack_clashes_with_no_workstation(office: Office, stations: list[str], bureau: str) -> None:
    items = [agreement(f"T00{number}", station) for number, station in enumerate(stations, 5)]
    office.generate(*items)
    assert list(office.packs(*items)) == [f"handover/{name}.zip" for name in [*stations, bureau]]


def test_windows_reads_the_names_as_utf_8_and_the_documents_are_not_compressed_twice(office: Office) -> None:
    office.generate(*YEAR)
    for data in office.packs(*YEAR).values():
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                assert (info.flag_bits, info.compress_type) == (0x800, zipfile.ZIP_STORED)
                assert (info.date_time, info.create_system) == ((1980, 1, 1, 0, 0, 0), 3)


def test_the_same_documents_give_the_same_bytes_in_whatever_order_they_come(office: Office) -> None:
    office.generate(*YEAR)
    first = office.packs(*YEAR)
    for item in YEAR:
        os.utime(office.file(item), (1, 1))
    assert office.packs(*reversed(YEAR)) == first


def test_packs_are_made_one_by_one(office: Office) -> None:
    office.generate(*YEAR)
    made = (one.made.path for one in make(office.desk(*YEAR), HANDOVER) if not isinstance(one, str))
    assert next(made) == f"handover/{EAST}.zip"
    office.file(agreement("T003")).unlink()
    office.file(assessment("T003")).unlink()
    assert list(made) == ["handover/局机关.zip"]


def test_the_lists_say_where_they_belong_on_every_page(office: Office) -> None:
    office.generate(*YEAR)
    files = unpacked(office.packs(*YEAR)[f"handover/{WEST}.zip"])
    assert headers_and_footers(files["移交清单.docx"])[0].startswith(f"{WEST}　移交清单")
