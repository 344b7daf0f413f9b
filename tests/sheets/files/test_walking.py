"""A folder gone through: what cannot be entered or read is named, whatever it is; links are followed once."""

from __future__ import annotations

import errno
import os
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.sheets import Book, Refusal, read_folder
from pipeline.sheets.files.walking import FOLDER, walk
from tests.nobody import as_nobody
from tests.sheets.conftest import FORMS, HEADING, Write

VISIT = ("2024-03-04", "张伟", "甲公司", 1)


@pytest.fixture
def folder(tmp_path: Path, write: Write) -> Path:
    """名册.xlsx and, in 台账/, 一站.xlsx."""
    path = tmp_path / "2024"
    (path / "台账").mkdir(parents=True)
    for name in ("名册.xlsx", "台账/一站.xlsx"):
        (path / name).write_bytes(write([HEADING, VISIT]).read_bytes())
        (path / name).chmod(0o644)
    return path


def found(folder: Path, left_alone: tuple[str, ...] = ()) -> list[str]:
    """What was read by name, and what was refused by name and code."""
    entries = read_folder(folder, FORMS, 2024, left_alone)
    return [entry.workbook if isinstance(entry, Book) else f"{entry.workbook}: {entry.code}" for entry in entries]


def test_a_folder_without_permission_is_named(folder: Path) -> None:
    assert found(folder) == ["台账/一站.xlsx", "名册.xlsx"]
    (folder / "台账").chmod(0)
    with as_nobody(folder):
        assert found(folder) == ["台账: folder_unreadable", "名册.xlsx"]


def test_a_folder_that_may_be_listed_but_not_entered_names_what_is_in_it(folder: Path) -> None:
    (folder / "台账").chmod(0o444)
    with as_nobody(folder):
        assert found(folder) == ["台账/一站.xlsx: unreadable", "名册.xlsx"]


def test_a_file_without_permission_is_named(folder: Path) -> None:
    (folder / "台账/一站.xlsx").chmod(0)
    with as_nobody(folder):
        assert found(folder) == ["台账/一站.xlsx: unreadable", "名册.xlsx"]


def test_the_whole_folder_without_permission_is_named(folder: Path) -> None:
    folder.chmod(0o111)
    with as_nobody(folder):
        assert found(folder) == ["2024: folder_unreadable"]


def test_where_no_table_is_looked_for_a_closed_folder_is_no_more_than_named(folder: Path) -> None:
    for name in ("已签回", ".隐藏", "照片"):
        (folder / name).mkdir(mode=0)
    with as_nobody(folder):
        refused = [one for one in read_folder(folder, FORMS, 2024, ("已签回",)) if isinstance(one, Refusal)]
    assert refused == [
        Refusal(".隐藏", "folder_unreadable", aside=True),
        Refusal("已签回", "folder_unreadable", aside=True),
        Refusal("照片", "folder_unreadable"),
    ]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EACCES, "unreadable"),
        (errno.EPERM, "unreadable"),
        (errno.EIO, "unreachable"),
        (errno.ESTALE, "unreachable"),
        (errno.ETIMEDOUT, "unreachable"),
        (errno.EHOSTDOWN, "unreachable"),
        (errno.ENOENT, "vanished"),
    ],
)
@pytest.mark.parametrize("what", ["scandir", "open", "lstat", "stat"])
def test_whatever_a_share_answers_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, what: str, number: int, code: str
) -> None:
    target = folder / ("台账" if what == "scandir" else "台账/一站.xlsx")

    def failing(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any, *rest: Any, **options: Any) -> Any:
            if not isinstance(path, int) and os.fspath(path) == str(target):
                raise OSError(number, os.strerror(number), str(target))
            return real(path, *rest, **options)

        return call

    of, name = (os, what) if what in ("scandir", "open") else (Path, what)
    monkeypatch.setattr(of, name, failing(getattr(of, name)))
    within = "folder_" if what == "scandir" and code != "vanished" else ""
    said = f"{target.relative_to(folder).as_posix()}: {within}{code}"
    assert found(folder) == [said, "名册.xlsx"]


def test_a_listing_that_breaks_off_keeps_what_it_gave_and_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.scandir

    class Broken:
        def __init__(self, path: Any) -> None:
            self._entries = real(path)

        def __enter__(self) -> Broken:
            return self

        def __exit__(self, *_: object) -> None:
            self._entries.close()

        def __iter__(self) -> Any:
            yield next(self._entries)
            raise OSError(errno.EIO, "share")

    monkeypatch.setattr(os, "scandir", lambda path: Broken(path) if Path(path).name == "台账" else real(path))
    assert found(folder) == ["台账: folder_unreachable", "台账/一站.xlsx", "名册.xlsx"]


def test_links_are_followed(folder: Path, tmp_path: Path, write: Write) -> None:
    (tmp_path / "共享").mkdir()
    other = write([HEADING, ("2024-05-06", "李娜", "乙公司", 1)], name="二站.xlsx").rename(tmp_path / "共享/二站.xlsx")
    (folder / "共享台账").symlink_to(tmp_path / "共享")
    (folder / "台账/三站.xlsx").symlink_to(write([HEADING, VISIT], name="别处.xlsx"))
    assert found(folder) == ["共享台账/二站.xlsx", "台账/一站.xlsx", "台账/三站.xlsx", "名册.xlsx"]
    assert other.is_file()


def test_a_circle_is_not_followed_and_nothing_is_read_twice(folder: Path, tmp_path: Path) -> None:
    for link, target in (
        *(("台账/自身", "."), ("台账/上级", "../.."), ("年度", "../2024"), ("台账二", "台账")),
        *(("又.xlsx", "名册.xlsx"), ("甲", "乙"), ("乙", "甲")),
    ):
        (folder / link).symlink_to(target)
    (folder / "全部").symlink_to(tmp_path)
    assert found(folder) == [
        *("乙: link_nowhere", "全部: link_back", "又.xlsx: link_back", "台账/一站.xlsx"),
        *("台账/上级: link_back", "台账/自身: link_back", "台账二: link_back", "名册.xlsx"),
        *("年度: link_back", "甲: link_nowhere"),
    ]


def test_two_links_to_one_folder_outside_read_it_once_however_they_overlap(
    folder: Path, tmp_path: Path, write: Write
) -> None:
    (tmp_path / "共享/子").mkdir(parents=True)
    write([HEADING, VISIT], name="二站.xlsx").rename(tmp_path / "共享/子/二站.xlsx")
    (folder / "甲").symlink_to(tmp_path / "共享/子")
    (folder / "乙").symlink_to(tmp_path / "共享")
    said = found(folder)
    assert [one for one in said if "二站" in one] == ["乙/子/二站.xlsx"]
    assert [one for one in said if "link_back" in one] == ["甲: link_back"]


def test_a_link_that_leads_nowhere_is_named(folder: Path) -> None:
    (folder / "台账/二站.xlsx").symlink_to("没有.xlsx")
    (folder / "共享").symlink_to("/没有/台账")
    assert [one for one in found(folder) if ":" in one] == ["共享: link_nowhere", "台账/二站.xlsx: link_nowhere"]


def test_what_is_no_file_is_named_and_never_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(folder / "管道.xlsx")
    os.mkfifo(folder / "管道")
    monkeypatch.chdir(folder)  # a socket's path must be short
    server = socket.socket(socket.AF_UNIX)
    server.bind("s.csv")
    (folder / "设备.xls").symlink_to("/dev/zero")
    assert [one for one in found(folder) if ":" in one] == [
        *("s.csv: not_a_file", "管道: not_a_file", "管道.xlsx: not_a_file", "设备.xls: not_a_file")
    ]
    server.close()


def test_a_folder_that_is_called_like_a_workbook_is_named_unless_it_holds_one(folder: Path) -> None:
    (folder / "空.xlsx").mkdir()
    (folder / "台账").rename(folder / "台账.xls")
    assert found(folder) == ["台账.xls/一站.xlsx", "名册.xlsx", "空.xlsx: folder"]


def test_a_name_in_another_encoding_is_read(folder: Path) -> None:
    (folder / "名册.xlsx").rename(folder / os.fsdecode("名册".encode("gb18030") + b".xlsx"))
    assert found(folder)[0] == "台账/一站.xlsx" and len(found(folder)) == 2


@pytest.mark.parametrize(
    ("inside", "code"),
    [("台账/二站.xlsx", "archive"), ("A.XLS", "archive"), ("xl/workbook.xml", "archive"), ("合影.jpg", "foreign_file")],
)
def test_an_archive_with_spreadsheets_is_told_from_another(folder: Path, inside: str, code: str) -> None:
    with zipfile.ZipFile(folder / "材料.zip", "w") as archive:
        archive.writestr(inside, b"data")
    assert [one for one in found(folder) if ":" in one] == [f"材料.zip: {code}"]


def test_a_rar_lists_its_names_unpacked(folder: Path) -> None:
    (folder / "材料.rar").write_bytes(b"Rar!\x1a\x07\x00" + "台账/二站.xlsx".encode() + b"\x00" * 40)
    (folder / "照片.rar").write_bytes(b"Rar!\x1a\x07\x00" + "合影.jpg".encode() + b"\x00" * 40)
    assert [one for one in found(folder) if ":" in one] == ["材料.rar: archive", "照片.rar: foreign_file"]


def test_ten_thousand_small_files_are_gone_through_at_once(tmp_path: Path) -> None:
    for number in range(10_000):
        (tmp_path / f"{number}.txt").touch()
    started = os.times().user
    assert len([one for one in walk(tmp_path) if one.kind != FOLDER]) == 10_000
    assert os.times().user - started < 5
