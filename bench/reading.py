"""How fast workbooks are read: a service log of 100,000 rows and 12 columns beside what others make of it.

Run `python -m bench.reading`. Every figure is a fresh process, all kinds in turn, in one run; what counts are the
ratios, not the seconds. The time is from the file's path to the finished thing, imports not counted; the memory is the
peak of the whole process.

bare rows        python-calamine's lists of values, no more
addressed cells  `pipeline.sheets.books.grids_of`: the same values in grids that know workbook order, sheet, row and
                 column of each, with error cells and uncalculated formulas told from empty ones, merged ranges, what is
                 hidden, and the false extents of a sheet found before calamine reserves memory for them
checked records  the log and a roster through the whole of reading: headings found, every cell typed, people and firms
                 looked up, repeated rows said (`read_folder` and `take_in`)
pandas           `pandas.read_excel(engine="openpyxl")`, once
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

HERE = Path(__file__).resolve().parent.parent
ROUNDS = 5
ALLOWED = 2.5  # times the bare rows, for addressed cells
HEADING = ["序号", "日期", "结束日期", "特派员编号", "特派员姓名", "服务企业", "服务类型", "服务天数"]
HEADING += ["服务内容", "佐证材料", "工作站", "备注"]
PEOPLE, FIRMS = 34, 170
ENTIRE = "A1:XFD1048576"
CORNERS = {
    "formatted": '<c r="XFD1048576" s="1"/>',
    "filled": '<c r="XFD1048576" t="inlineStr"><is><t> </t></is></c>',
}


@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float
    megabytes: float


def bare(path: Path) -> object:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as workbook:
        return [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]


def cells(path: Path) -> object:
    from pipeline.sheets.files.opening import grids_of

    return grids_of(path)


def records(path: Path) -> object:
    from pipeline.forms import FORMS
    from pipeline.intake import take_in
    from pipeline.plan import read_plan
    from pipeline.sheets import read_folder

    plan = read_plan(HERE / "input" / "2024" / "plan.toml")
    intake = take_in(read_folder(path.parent, FORMS, plan.year), plan, plan.last_day)
    assert len(intake.dataset.service_logs) >= 3000, len(intake.dataset.service_logs)
    return intake


def pandas(path: Path) -> object:
    import pandas

    return pandas.read_excel(path, engine="openpyxl", header=None)


KINDS = {"bare rows": bare, "addressed cells": cells, "checked records": records, "pandas+openpyxl": pandas}
IMPORTS = {
    "bare rows": ("python_calamine",),
    "addressed cells": ("pipeline.sheets.books",),
    "checked records": ("pipeline.sheets.books", "pipeline.intake", "pipeline.forms", "pipeline.plan"),
    "pandas+openpyxl": ("pandas", "openpyxl"),
}


def measure(kind: str, path: Path) -> Cost:
    """What one kind of reading costs, in a process of its own."""
    command = [sys.executable, "-m", "bench.reading", kind, str(path)]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, env=os.environ | {"PYTHONUTF8": "1"})
    if done.returncode:
        raise SystemExit(f"{kind} of {path.name} fails:\n{done.stderr}")
    seconds, megabytes = map(float, done.stdout.split())
    return Cost(seconds, megabytes)


def once(kind: str, path: Path) -> None:
    """Read `path` once in this process and print the seconds and the peak in megabytes."""
    for module in IMPORTS[kind]:
        __import__(module)
    start = time.perf_counter()
    kept = KINDS[kind](path)
    seconds = time.perf_counter() - start
    assert kept is not None
    status = Path(
        "/proc/self/status"
    ).read_text()  # not ru_maxrss, which a process inherits from the one that starts it
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    print(seconds, peak / 1024)


def log(path: Path, rows: int) -> None:
    """A service log of people and firms of `roster`, formatted as offices do."""
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": False})
    sheet, day = book.add_worksheet("服务日志"), book.add_format({"num_format": "yyyy-mm-dd", "border": 1})
    framed = book.add_format({"border": 1})
    sheet.write_row(0, 0, HEADING, framed)
    first = dt.datetime(2024, 1, 1)
    for number in range(rows):
        who, start = number % PEOPLE, first + dt.timedelta(days=number % 364)
        line = (
            number + 1,
            start,
            start + dt.timedelta(days=number % 2),
            f"T{who:03}",
            f"张{who}",
            f"第{number % FIRMS}机械公司",
        )
        rest = (
            "技术服务",
            0.5 if number % 2 else 1,
            f"现场指导第{number}次，解决工艺问题",
            f"照片{number}号",
            "数字科技工作站",
        )
        for column, value in enumerate((*line, *rest, None)):
            if isinstance(value, dt.datetime):
                sheet.write_datetime(number + 1, column, value, day)
            else:
                sheet.write(number + 1, column, value, framed)
    book.close()


def roster(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    people, firms, pairings = (book.add_worksheet(name) for name in ("特派员", "企业名录", "派驻关系"))
    people.write_row(0, 0, ["编号", "姓名", "联系电话", "派出单位", "所属工作站", "聘期起", "聘期止"])
    pairings.write_row(0, 0, ["特派员编号", "企业名称", "服务起", "服务止"])
    for number in range(PEOPLE):
        term = ["2024-1-1", "2024-12-31"]
        people.write_row(number + 1, 0, [f"T{number:03}", f"张{number}", "-1", "某大学", "数字科技工作站", *term])
        pairings.write_row(number + 1, 0, [f"T{number:03}", f"第{number}机械公司", *term])
    firms.write_row(0, 0, ["企业名称", "统一社会信用代码"])
    for number in range(FIRMS):
        firms.write_row(number + 1, 0, [f"第{number}机械公司", f"91150602MA0N{number:06}"])
    book.close()


def falsely_huge(clean: Path, target: Path, corner: str) -> None:
    """The same log in a sheet that claims every cell there is, with `corner` as its last cell."""
    far = f'<c r="A1048576" s="1"/>{corner}'
    with zipfile.ZipFile(clean) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                head, _, tail = data.decode().partition("<sheetData>")
                head = (
                    head[: head.index("<dimension")]
                    + f'<dimension ref="{ENTIRE}"/>'
                    + head[head.index("<sheetViews") :]
                )
                body, _, rest = tail.partition("</sheetData>")
                data = f'{head}<sheetData>{body}<row r="1048576">{far}</row></sheetData>{rest}'.encode()
            new.writestr(name, data)


def compare(title: str, path: Path, rounds: int, *, slow: bool) -> dict[str, Cost]:
    """Measure all kinds in turn, print their medians as times of the bare rows, and return them."""
    costs: dict[str, list[Cost]] = {kind: [] for kind in KINDS if slow or kind != "pandas+openpyxl"}
    for number in range(rounds):
        for kind, found in costs.items():
            if number == 0 or kind != "pandas+openpyxl":
                found.append(measure(kind, path))
    medians = {
        kind: Cost(statistics.median(one.seconds for one in found), max(one.megabytes for one in found))
        for kind, found in costs.items()
    }
    base = medians["bare rows"].seconds
    print(f"{title}, {rounds} rounds, medians")
    for kind, cost in medians.items():
        print(f"  {kind:16} {cost.seconds:7.3f} s {cost.seconds / base:6.2f} × bare rows {cost.megabytes:6.0f} MB")
    return medians


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        paths = {rows: Path(scratch, str(rows), "log.xlsx") for rows in (100_000, 3_000)}
        for rows, path in paths.items():
            path.parent.mkdir()
            log(path, rows)
            roster(path.with_name("roster.xlsx"))
        large = compare("100,000 rows × 12 columns", paths[100_000], ROUNDS, slow=True)
        small = compare("3,000 rows × 12 columns", paths[3_000], 2 * ROUNDS, slow=True)
        ratio = large["addressed cells"].seconds / large["bare rows"].seconds
        print(
            f"addressed cells / bare rows {ratio:.2f} (allowed {ALLOWED}): {'met' if ratio <= ALLOWED else 'NOT MET'}"
        )
        for name, corner in CORNERS.items():
            huge = Path(scratch, name, "log.xlsx")
            huge.parent.mkdir()
            falsely_huge(paths[3_000], huge, corner)
            pairs = [[measure("addressed cells", path) for path in (paths[3_000], huge)] for _ in range(2 * ROUNDS)]
            clean, false = (statistics.median(one.seconds for one in found) for found in zip(*pairs, strict=True))
            peaks = [max(one.megabytes for one in found) for found in zip(*pairs, strict=True)]
            print(f"3,000 rows, last corner {name}: {false:.3f} s, clean {clean:.3f} s, ratio {false / clean:.2f}")
            print(
                f"  {peaks[1]:.0f} MB, clean {peaks[0]:.0f} MB; {large['addressed cells'].megabytes:.0f} MB for 100,000"
            )
        assert small


if __name__ == "__main__":
    once(sys.argv[1], Path(sys.argv[2])) if len(sys.argv) == 3 else main()
