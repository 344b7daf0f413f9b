"""The search itself finds what it is to find."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.hunt.finding import leaks

OWNED = {"T001": frozenset({"13900000001", "15060219850312000X"}), "": frozenset({"0477-8000001"})}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("check/check.html", "<td>139&#x30;0000001</td>"),
        ("check/问题清单.xlsx", "<si><r><t>1390000</t></r><r><t>0001</t></r></si>"),
        ("annual/年度报告.docx", '<cp:p title="15060219850312000x"/>'),
        ("agreements/站/T002.docx", "<w:p><w:t>139/0000/0001</w:t></w:p>"),
        ("check/problems.json", '{"message": "一三九、〇〇〇〇、〇〇〇一"}'),
        ("check/待改/13900000001.xlsx", ""),
        ("ledger.db", "0477 8000001"),
    ],
)
def test_a_number_is_found_wherever_it_may_not_stand(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if name.endswith(("docx", "xlsx")):
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("part.xml", text)
    else:
        path.write_text(text, encoding="utf-8")
    assert leaks(tmp_path, "", OWNED)
    with zipfile.ZipFile(tmp_path / "包.zip", "w") as pack:
        pack.write(path, name.replace("agreements", "补充协议"))
    path.unlink()
    assert leaks(tmp_path, "", OWNED)


def test_where_it_belongs_it_may_stand(tmp_path: Path) -> None:
    for name in ("agreements/站/T001.docx", "proposals/agreements/站/T001.docx", "check/待改/名册.xlsx"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("13900000001", encoding="utf-8")
    assert leaks(tmp_path, "已完成", OWNED) == []
    assert leaks(tmp_path, "13900000001", OWNED) != []
