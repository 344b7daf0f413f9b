"""Sound files that are built in another way than Excel builds them: read all the same, and given back as valid ones."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from lxml import etree

from pipeline.sheets import Refusal
from pipeline.sheets.annotating import Mark, annotated
from pipeline.sheets.front import Front, FrontColumn
from tests.sheets.files.bombs import packed, row
from tests.sheets.files.test_files import HEADING, VISIT, read, rows

READ = [(2, dt.date(2024, 7, 2), "张三", Decimal(1))]
SHEET, WORKBOOK, RELATIONS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
TYPES, PACKAGE, SHARED = "[Content_Types].xml", "_rels/.rels", "xl/sharedStrings.xml"
TRANSITIONAL = "http://schemas.openxmlformats.org/"
Parts = dict[str, bytes]
Change = Callable[[Parts], Parts]


def usual(path: Path) -> Parts:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("服务日志")
        for at, line in enumerate((HEADING, VISIT)):
            sheet.write_row(at, 0, line)
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def replaced(part: str, old: str, new: str) -> Change:
    def change(parts: Parts) -> Parts:
        assert old.encode() in parts[part]
        return parts | {part: parts[part].replace(old.encode(), new.encode())}

    return change


def renamed(rename: Callable[[str], str]) -> Change:
    return lambda parts: {rename(name): data for name, data in parts.items()}


def moved(parts: Parts) -> Parts:
    """The workbook and all that it leads to in a folder of another name, named from the root."""
    away = {re.sub(r"^xl/", "office/", name): data for name, data in parts.items()}
    away[PACKAGE] = away[PACKAGE].replace(b"xl/workbook.xml", b"/office/workbook.xml")
    away[TYPES] = away[TYPES].replace(b"/xl/", b"/office/")
    away["office/_rels/workbook.xml.rels"] = re.sub(rb'Target="', b'Target="/office/', parts[RELATIONS])
    return away


def another_name(parts: Parts) -> Parts:
    away = {name.replace("workbook.xml", "book2.xml"): data for name, data in parts.items()}
    return away | {one: away[one].replace(b"workbook.xml", b"book2.xml") for one in (PACKAGE, TYPES)}


def backslashes_in_targets(parts: Parts) -> Parts:
    slashed = {name.replace("/", "\\"): data for name, data in parts.items()}
    back = "xl\\_rels\\workbook.xml.rels"
    return slashed | {back: parts[RELATIONS].replace(b"worksheets/", b"worksheets\\")}


def strict(parts: Parts) -> Parts:
    """ISO 29500 Strict, as Excel saves it on demand: other namespaces throughout."""
    swaps = (
        (f"{TRANSITIONAL}spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
        (f"{TRANSITIONAL}officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )
    for old, new in swaps:
        parts = {name: data.replace(old.encode(), new.encode()) for name, data in parts.items()}
    return parts


def in_encoding(*names: str, encoding: str = "utf-16") -> Change:
    def change(parts: Parts) -> Parts:
        return parts | {
            name: parts[name].decode().replace("UTF-8", encoding.upper(), 1).encode(encoding) for name in names
        }

    return change


def no_default_type(parts: Parts) -> Parts:
    """Every part named alone, as Java's and old C# programs list them."""
    kind = "application/vnd.openxmlformats-package.relationships+xml"
    listed = re.sub(rb'<Default Extension="(?:rels|xml)"[^>]*/>', b"", parts[TYPES])
    own = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name in parts if name.endswith(".rels"))
    return parts | {TYPES: listed.replace(b"</Types>", own.encode() + b"</Types>")}


FINE: Mapping[str, Change] = {
    "backslashes": renamed(lambda name: name.replace("/", "\\")),
    "backslashes in targets": backslashes_in_targets,
    "small letters": renamed(str.lower),
    "capitals": renamed(str.upper),
    "a slash in front": renamed(lambda name: f"/{name}"),
    "another folder": moved,
    "another name": another_name,
    "a target with signs": replaced(RELATIONS, "sheet1.xml", "%73heet1.xml"),
    "strict": strict,
    "UTF-16": in_encoding(SHEET, SHARED, WORKBOOK, RELATIONS, PACKAGE, TYPES),
    "GB18030": in_encoding(SHEET, SHARED, WORKBOOK, encoding="gb18030"),
    "few shared texts stated": lambda parts: parts | {SHARED: re.sub(rb'ount="\d+"', b'ount="1"', parts[SHARED])},
    "too many stated": lambda parts: parts | {SHARED: re.sub(rb'ount="\d+"', b'ount="99999999"', parts[SHARED])},
    "an extent of rows": replaced(SHEET, 'ref="A1:E2"', 'ref="1:2"'),
    "an extent of nothing": replaced(SHEET, 'ref="A1:E2"', 'ref=""'),
    "a merged row": replaced(SHEET, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="3:3"/></mergeCells>'),
    "merged columns": replaced(SHEET, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="H:I"/></mergeCells>'),
    "one merged cell": replaced(SHEET, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1"/></mergeCells>'),
    "no default type": no_default_type,
    "no list of shared texts related": replaced(RELATIONS, "relationships/sharedStrings", "relationships/other"),
}


NOT_BY_OPENPYXL = {"strict", "another folder", "another name", "GB18030"}  # it reads no such workbook, marked or not


@pytest.mark.parametrize("how", FINE)
def test_a_sound_workbook_is_read_and_given_back_as_a_valid_one(tmp_path: Path, how: str) -> None:
    packed(tmp_path / "b.xlsx", FINE[how](usual(tmp_path / "a.xlsx")))
    assert rows(read(tmp_path / "b.xlsx")) == READ
    copy = tmp_path / "待改.xlsx"
    front = Front("检查意见", "检查意见", (), (FrontColumn("问题", 20),), ())
    copy.write_bytes(annotated(tmp_path / "b.xlsx", [Mark("服务日志", 2, 1, "FFFF00", "请核对")], front).data)
    assert faults_of(copy) == []
    assert rows(read(copy)) == READ
    if how in NOT_BY_OPENPYXL:
        return
    sheet = openpyxl.load_workbook(copy)["服务日志"]
    assert sheet["A2"].comment.text.startswith("请核对") and sheet["A2"].fill.fgColor.rgb == "FFFFFF00"


def faults_of(path: Path) -> list[str]:
    """What ISO 29500-2 forbids: parts without a type or with two, relations that lead nowhere, names twice."""
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if name != TYPES]
        lower = {name.lower() for name in names}
        types = etree.fromstring(package.read(TYPES))
        named = [one.get("PartName", "").lower() for one in types if one.get("PartName")]
        endings = [one.get("Extension", "").lower() for one in types if one.get("Extension")]
        faults = [
            f"no type: {name}"
            for name in names
            if not {f"/{name.lower()}"} & {*named} and name.lower().rpartition(".")[2] not in endings
        ]
        if len(lower) < len(names) or len({*named}) < len(named) or len({*endings}) < len(endings):
            faults.append("twice")
        for name in names:
            if name.endswith(".rels"):
                folder = posixpath.dirname(posixpath.dirname(name))
                for one in etree.fromstring(package.read(name)):
                    target = posixpath.normpath(
                        posixpath.join("/", folder, one.get("Target", "").replace("%73", "s").replace("\\", "/"))
                    ).lstrip("/")
                    if one.get("TargetMode") != "External" and target.lower() not in lower:
                        faults.append(f"{name} leads to {target}")
    return faults


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda parts: parts | {SHEET: parts[SHEET][:-30]}, "truncated"),
        (lambda parts: {name: data for name, data in parts.items() if name != SHEET}, "truncated"),
        (lambda parts: {name: data for name, data in parts.items() if name != WORKBOOK}, "not_a_spreadsheet"),
        (replaced(TYPES, "sheet.main+xml", "sheet.macroEnabled.main+xml"), "macro"),
        (replaced(PACKAGE, "xl/workbook.xml", "xl/worksheets/sheet1.xml"), "not_a_spreadsheet"),
    ],
)
def test_what_is_not_sound_is_still_refused(tmp_path: Path, change: Change, code: str) -> None:
    packed(tmp_path / "b.xlsx", change(usual(tmp_path / "a.xlsx")))
    assert read(tmp_path / "b.xlsx") == Refusal("b.xlsx", code)


# OpenDocument

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"' for prefix in ("office", "table", "text")
)
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def content(kind: str = "spreadsheet") -> str:
    lines = (HEADING, tuple(map(str, VISIT)))
    cells = ("".join(f"<table:table-cell><text:p>{one}</text:p></table:table-cell>" for one in line) for line in lines)
    body = f"<office:{kind}><table:table table:name='服务日志'>{''.join(map(row, cells))}</table:table></office:{kind}>"
    return f"<?xml version='1.0'?><office:document-content {SPACES}><office:body>{body}</office:body></office:document-content>"


@pytest.mark.parametrize(
    "parts",
    [
        {"mimetype": MIMETYPE, "content.xml": content()},  # packed, where it should not be
        {"content.xml": content(), "mimetype": MIMETYPE},  # not the first
        {"META-INF/manifest.xml": "<manifest/>", "content.xml": content()},  # none
        {"mimetype": MIMETYPE, "content.xml": content().encode("utf-16")},
    ],
)
def test_an_open_document_is_known_by_what_it_holds(tmp_path: Path, parts: dict[str, str | bytes]) -> None:
    packed(tmp_path / "a.ods", parts)
    assert rows(read(tmp_path / "a.ods")) == READ


def test_a_text_document_is_no_spreadsheet(tmp_path: Path) -> None:
    packed(tmp_path / "a.ods", {"content.xml": content("text"), "mimetype": MIMETYPE.replace("spreadsheet", "text")})
    assert read(tmp_path / "a.ods") == Refusal("a.ods", "not_a_spreadsheet")


# csv

LINES = [HEADING, tuple(map(str, VISIT))]
PROSE = "甲、乙，丙，丁；戊; 己"


def noted(*notes: str) -> list[tuple[str, ...]]:
    return [(*LINES[0], *("备注" for _ in notes)), (*LINES[1], *notes)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("\n".join(",".join(f"{one}\t" for one in line) for line in LINES), 2),
        ("\n".join("\t".join(f"{one}," for one in line) for line in LINES), 2),
        ("\n".join(",".join(f" {one} " for one in line) for line in LINES), 2),
        ("\n".join(",".join(f"{one}\x1f" for one in line) for line in LINES), 2),
        ("\n".join(",".join(line) for line in LINES).replace("张三", "张\x1f三"), 2),
        ("sep=;\r\n" + "\r\n".join(";".join(line) for line in LINES), 2),
        ('"sep=\t"\n' + "\n".join("\t".join(line) for line in LINES), 2),
        ("sep=|\n" + "\n".join("|".join(line) for line in LINES), 2),
        ("SEP=,\n" + "\n".join(",".join(line) for line in LINES), 2),
        ("\n".join(",".join(line) for line in noted(PROSE * 9)), 2),
        ("\n".join("\t".join(line) for line in noted(PROSE * 9, "1,2,3")), 2),
        ("工作站台账，2024年，汇总\n\n\n\n" + "\n".join(",".join(line) for line in LINES), 6),
        ("\n".join(",".join([*line, '"一行,\n两行"']) for line in LINES), 2),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_separator_is_what_makes_a_table(tmp_path: Path, text: str, first: int, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    assert rows(read(tmp_path / "a.csv")) == [(first, *READ[0][1:])]


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 20, b"\x00\x01" * 999, b"\x7fELF" + bytes(99), b"\x01\x02,\x03\n" * 99]
)
def test_what_is_no_text_is_no_csv(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    assert read(tmp_path / "a.csv") == Refusal("a.csv", "not_a_spreadsheet")
