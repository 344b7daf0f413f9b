"""check.html in a real browser: read, grouped, filtered, printed; from a folder, without a network."""

from __future__ import annotations

import io
import re
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pdfplumber
import pytest

from pipeline.check.findings import Finding
from pipeline.check.given_back.page import check_page
from pipeline.check.given_back.results import Results
from pipeline.check.history import Compared
from pipeline.word.page import render_page
from tests.browser import Browser, browser
from tests.check.findings import AS_OF, CELL, FINDINGS, FIRM, LABELS, LOG, ROSTER, SHORT, finding
from tests.conftest import REPOSITORY

pytestmark = pytest.mark.browser
TEMPLATE = REPOSITORY / "templates/检查结果.html"
SOLVED = (("错误", "名册.xlsx「特派员」第 3 行：T001 编号重复。"),)
REMINDER = "催办/城东 2024#1 100%工作站.docx"
EVIL = """<script>window.hacked=1</script>"><img src=x onerror="window.hacked=2">'};window.hacked=3;//"""
GROUPS = "[...document.querySelectorAll('#list > .group')].filter(g => !g.hidden)"
ROWS = "[...document.querySelectorAll('#list tbody > tr')].filter(r => r.checkVisibility())"


def context(*findings: Finding) -> dict[str, object]:
    results = Results(
        "2024年示例区台账问题清单",
        AS_OF,
        Compared(findings or FINDINGS, SOLVED, before=True),
        LABELS,
        withheld=(("assessments/城东工作站/T007.docx", "T007 王𬭩 身份证号有误。"),),
        later={"服务日志": 12},
    )
    return check_page(results, [("问题清单", "问题清单.xlsx"), ("城东工作站催办函", REMINDER)])


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as offices call theirs, with the page and everything it links to."""
    check = tmp_path / "共享 盘#2 50%" / "check"
    for path in ("问题清单.xlsx", REMINDER, f"待改/{ROSTER}", f"待改/{LOG}"):
        (check / path).parent.mkdir(parents=True, exist_ok=True)
        (check / path).write_bytes(b"")
    (check / "check.html").write_bytes(render_page(TEMPLATE, context()))
    return check


def opened(window: Browser, folder: Path, *findings: Finding) -> Browser:
    if findings:
        (folder / "check.html").write_bytes(render_page(TEMPLATE, context(*findings)))
    window.resize(1280, 1000)
    window.open((folder / "check.html").as_uri())
    return window


def shown(window: Browser) -> dict[str, list[int]]:
    """The numbers of the problems that can be seen, by the name of their group, in the page's order."""
    found = window.run(
        f"const rows = {ROWS};"
        f"return {GROUPS}.map(g => [g.querySelector('.name').textContent,"
        "rows.filter(r => g.contains(r)).map(r => parseInt(r.querySelector('.number').textContent.slice(2)))])"
    )
    return dict(found)


def words(window: Browser) -> str:
    return str(window.run("return document.body.innerText"))


def test_everything_is_on_the_page(window: Browser, folder: Path) -> None:
    text = words(opened(window, folder))

    for one in FINDINGS:
        assert one.sentence in text
    for expected in (
        *("2024年示例区台账问题清单", "截至2024年12月31日", "服务日志 12 条", SOLVED[0][1]),
        *("与上次检查相比：新增 2 条，仍在 6 条，已解决 1 条。", "assessments/城东工作站/T007.docx"),
        *("规则：服务天数（service_days）", "依据：方案三（四）", "「特派员」第 9 行「身份证号」（E9 单元格）"),
        *("说明：已核对证书原件", "处理人：李娜", "没有待改副本", "共 8 条。"),
    ):
        assert expected in text, expected


def test_every_link_leads_to_its_file_whatever_it_is_called(window: Browser, folder: Path) -> None:
    opened(window, folder)
    links = window.run("return [...document.querySelectorAll('a:not(.tile)')].map(a => [a.textContent, a.href])")

    for text, link in links:
        assert urlsplit(link).scheme == "file"
        path = Path(urllib.request.url2pathname(urlsplit(link).path))
        assert path.is_file(), link
        assert text.endswith(path.name) or path.name in ("问题清单.xlsx", Path(REMINDER).name)
    assert {text for text, _ in links} == {"问题清单", "城东工作站催办函", f"待改/{ROSTER}", f"待改/{LOG}"}


def test_nothing_is_loaded_from_anywhere(window: Browser, folder: Path) -> None:
    opened(window, folder)

    assert window.run("return performance.getEntriesByType('resource').length") == 0
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|url\(|@import""", TEMPLATE.read_text("utf-8"))


def test_the_reader_chooses_how_it_is_grouped(window: Browser, folder: Path) -> None:
    opened(window, folder)
    assert shown(window) == {"错误": [1, 2], "未达标": [3, 4], "存疑": [6, 7], "例外": [5], "已答复": [8]}

    window.click("input[value=station]")
    assert shown(window) == {"城东工作站": [1, 6], "城西工作站": [2, 3, 5, 6], "不属于某个工作站": [4, 7, 8]}

    window.click("input[value=person]")
    assert shown(window) == {
        **{"T005 张伟": [3, 6], "T006 李四": [5], "T007 王𬭩": [1]},
        **{"未能认定到人": [2], "企业": [8], "不涉及个人的表格": [7], "整体情况": [4]},
    }

    window.click("input[value=rule]")
    assert list(shown(window).values()) == [[1], [2], [3, 5], [4], [6], [7], [8]]

    window.click("a.tile.doubt")
    assert list(shown(window)) == ["错误", "未达标", "存疑", "例外", "已答复"]
    assert window.run("return location.hash") == "#level-2"
    assert window.run("return document.querySelectorAll('#list [id^=p]').length") == 8


def test_filters_narrow_what_is_shown_and_say_so(window: Browser, folder: Path) -> None:
    opened(window, folder)
    window.click("#only-new")
    assert shown(window) == {"错误": [1], "存疑": [6]}
    assert "按筛选条件显示 2 条，共 8 条。" in words(window)

    window.click("#all")
    window.click("#only-open")
    assert shown(window) == {"错误": [1, 2], "未达标": [3, 4], "存疑": [6, 7]}

    window.click("#by-station option:nth-child(3)")
    assert shown(window) == {"错误": [2], "未达标": [3], "存疑": [6]}
    window.click("input[value=person]")
    window.click("#by-level option:nth-child(3)")
    assert shown(window) == {"T005 张伟": [3]}
    assert "T005 张伟 （1 条）" in words(window)

    window.click("#all")
    window.type("#words", "t005  张伟\n")
    assert shown(window) == {"T005 张伟": [3, 6]}
    window.click("#close")
    assert shown(window) == {"T005 张伟": []}


def test_texts_are_texts(window: Browser, folder: Path) -> None:
    problem = replace(FIRM.problem, subject=EVIL, who=EVIL, rule=EVIL, form=None)
    evil = replace(finding(problem, EVIL, EVIL), corrections=(EVIL, "javascript:window.hacked=4"))
    opened(window, folder, evil, SHORT)
    for way in ("station", "person", "rule"):
        window.click(f"input[value={way}]")
        assert any(name.startswith(EVIL) for name in shown(window))
    window.click("a[href*=javascript]")
    window.open((folder / "check.html").as_uri())

    assert window.run("return [window.hacked, document.querySelectorAll('img, script').length]") == [None, 1]
    assert EVIL in words(window)


def test_the_policy_stops_a_script_that_is_not_the_pages(window: Browser, folder: Path) -> None:
    opened(window, folder)
    window.run(
        "const script = document.createElement('script'); script.textContent = 'window.hacked = 1';"
        "document.body.appendChild(script); document.body.setAttribute('onclick', 'window.hacked = 2');"
        "document.body.click()"
    )

    assert window.run("return window.hacked") is None


def test_without_scripts_it_is_a_list_by_level(folder: Path, tmp_path: Path) -> None:
    with browser(tmp_path / "profile", script=False) as window:
        opened(window, folder)
        assert shown(window) == {"错误": [1, 2], "未达标": [3, 4], "存疑": [6, 7], "例外": [5], "已答复": [8]}
        assert "筛选" not in words(window)
        window.click("a.tile.exempted")
        assert window.run("return location.hash") == "#level-3"


def test_the_script_is_one_that_old_browsers_read() -> None:
    script = TEMPLATE.read_text("utf-8").partition("<script>")[2].partition("</script>")[0]

    assert len(script) > 1000
    assert not re.search(
        r"=>|`|\b(?:let|const|class|async|await)\b|\.\.\.|\?\.|\.(?:includes|closest|append|remove|forEach\.call)\(",
        script,
    )


def test_no_problem_says_so(window: Browser, folder: Path) -> None:
    nothing = check_page(Results("清单", AS_OF, Compared(()), LABELS))
    (folder / "check.html").write_bytes(render_page(TEMPLATE, nothing))
    text = words(opened(window, folder))

    assert "没有发现问题。" in text
    assert "没有可以比较的上次检查。" in text
    assert "筛选" not in text and "相关文件" not in text and "未生成的文件" not in text


@pytest.mark.parametrize("width", [1280, 700, 500])
def test_nothing_sticks_out_sideways(window: Browser, folder: Path, width: int) -> None:
    opened(window, folder, *FINDINGS, finding(CELL.problem, "W" * 400))
    window.resize(width, 900)

    assert window.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_each_control_and_group_has_a_name(window: Browser, folder: Path) -> None:
    opened(window, folder)

    assert window.run("return document.documentElement.lang") == "zh-CN"
    assert window.run("return [...document.querySelectorAll('input, select')].every(e => e.labels.length === 1)")
    assert window.run(f"return {GROUPS}.every(g => g.querySelector('summary h2').textContent.length > 2)")


def test_three_thousand_problems_open_in_two_seconds(window: Browser, folder: Path) -> None:
    many: list[Finding] = [replace(FINDINGS[n % 8], stations=(f"第{n % 12}工作站",)) for n in range(3000)]
    (folder / "check.html").write_bytes(render_page(TEMPLATE, context(*many)))
    taken = []
    for _ in range(3):  # the machine may be busy with something else for a moment
        start = time.monotonic()
        window.open((folder / "check.html").as_uri())
        assert window.run("return document.body.offsetHeight") > 100_000
        taken.append(time.monotonic() - start)
    start = time.monotonic()
    window.click("input[value=station]")
    assert window.run(f"return {GROUPS}.length") == 12

    assert min(taken) < 2
    assert time.monotonic() - start < 2


def pages(window: Browser) -> list[Any]:
    with pdfplumber.open(io.BytesIO(window.printed())) as printed:
        return [
            (round(page.width), round(page.height), "".join((page.extract_text() or "").split()))
            for page in printed.pages
        ]


def test_it_prints_on_a4_with_the_heading_on_every_page(window: Browser, folder: Path) -> None:
    long = [finding(SHORT.problem, f"第{n}人" + "全年服务天数不足" * 12) for n in range(40)]
    printed = pages(opened(window, folder, *long))

    assert len(printed) > 4
    for number, (width, height, text) in enumerate(printed, 1):
        assert (width, height) == (595, 842)
        assert f"第{number}页，共{len(printed)}页" in text
        if "全年服务天数不足" in text:
            assert "2024年示例区台账问题清单（截至2024年12月31日）：未达标（40条）" in text
    whole = "".join(text for _, _, text in printed)
    assert "筛选" not in whole and "全部收起" not in whole
    assert [number for number in range(40) if f"第{number}人" not in whole] == []


def test_it_prints_what_is_shown(window: Browser, folder: Path) -> None:
    opened(window, folder)
    window.click("input[value=station]")
    window.click("#only-new")
    whole = "".join(text for _, _, text in pages(window))

    assert "城东工作站（2条）" in whole and "按筛选条件显示2条，共8条。" in whole
    assert "全年服务21天" not in whole
