"""The commands, one a Make target. The only room that prints, asks or exits.

Exit status: 0 done; 1 something was withheld or not written, and named; 2 wrong use, or nothing can be made;
70 a fault of ours; 130 interrupted.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from pipeline.publishing.workspace import WorkspaceError, open_workspace

DONE, PARTLY, UNUSABLE, BUG, INTERRUPTED = 0, 1, 2, 70, 130
WORTH_A_BAR = 20  # documents


def run() -> NoReturn:
    """The process: commands turn results into exit states; what nobody foresaw is a 70 without anybody's data."""
    os.umask(0o077)
    try:
        status = commands.main(standalone_mode=False)
    except click.ClickException as error:
        what = error.message or error.format_message()
        click.echo(f"命令写法不对：{what}（python -m pipeline --help 列出用法）", err=True)
        sys.exit(UNUSABLE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断。没有留下半成品，重新运行即可接着做。", err=True)
        sys.exit(INTERRUPTED)
    except Exception as error:
        click.echo(_bug(error), err=True)
        sys.exit(BUG)
    sys.exit(status or DONE)


def _bug(error: Exception) -> str:
    """Where it happened and of which kind, but not its text: that may hold somebody's number."""
    frames = traceback.extract_tb(error.__traceback__)
    where = "\n".join(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-6:])
    return f"程序内部错误（{type(error).__name__}），没有改动已有文件。请把以下几行发给维护人员：\n{where}"


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> dt.date | None:
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"“{value}”不是日期，请写作 2024-09-30 这样的形式。") from None


def _number(context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    if not (len(value) == 4 and value.isascii() and value.isdigit()):
        raise click.BadParameter(f"“{value}”不是年度，请写作 2024 这样的四位数字。")
    return int(value)


root_option = click.option(
    "--root",
    type=click.Path(path_type=Path),
    default=Path(),
    help="放 input/、output/、templates/ 的文件夹；默认为当前文件夹。",
)
year_option = click.option("--year", callback=_number, help="年度；默认为 input/ 中最新的一年。")
as_of_option = click.option("--as-of", callback=_day, help="按这一天的情况查看，如 2024-09-30；默认为年度最后一天。")


def _options(
    *options: Callable[[Callable[..., int]], Callable[..., int]],
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    def add(function: Callable[..., int]) -> Callable[..., int]:
        for option in reversed(options):
            function = option(function)
        return function

    return add


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """企业科技特派员：检查台账，生成通知、补充协议、考核表和年度报告。"""


@commands.command("annual-report")
@_options(root_option, year_option, as_of_option)
def annual_report(root: Path, year: int | None, as_of: dt.date | None) -> int:
    """主要工作：检查台账，生成考核表和年度报告。"""
    return _make(root, year, as_of, ("check", "assessment", "annual"))


@commands.command()
@_options(root_option, year_option, as_of_option)
def check(root: Path, year: int | None, as_of: dt.date | None) -> int:
    """只检查台账，生成问题清单。"""
    return _make(root, year, as_of, ("check",))


@commands.command()
@_options(root_option, year_option, as_of_option)
def assessments(root: Path, year: int | None, as_of: dt.date | None) -> int:
    """检查台账，生成每名特派员的考核表。"""
    return _make(root, year, as_of, ("check", "assessment"))


@commands.command()
@_options(root_option, year_option, as_of_option)
def notice(root: Path, year: int | None, as_of: dt.date | None) -> int:
    """生成印发方案的通知；只需要 plan.toml。"""
    return _make_from_plan(root, year, "notice")


@commands.command()
@_options(root_option, year_option, as_of_option)
def agreements(root: Path, year: int | None, as_of: dt.date | None) -> int:
    """检查名册，生成每名特派员的补充协议；年初没有台账也可以。"""
    return _make(root, year, as_of, ("check", "agreement"), logs_wanted=False)


@commands.command()
@_options(root_option, year_option, as_of_option)
def handover(root: Path, year: int | None, as_of: dt.date | None) -> int:
    """生成全部文件，按工作站和局机关打包，附移交清单。"""
    kinds = ("check", "notice", "agreement", "assessment", "annual", "handover")
    return _make(root, year, as_of, kinds, logs_wanted=False)


@commands.command()
@_options(root_option, year_option, as_of_option)
def forms(root: Path, year: int | None, as_of: dt.date | None) -> int:
    """生成空白台账：带下拉列表、示例和填表说明；只需要 plan.toml。"""
    return _make_from_plan(root, year, "forms")


@commands.command()
@_options(root_option, year_option)
@click.option("--issued", type=click.Path(path_type=Path), help="印发的方案：txt、docx 或 pdf。")
def plan(root: Path, year: int | None, issued: Path | None) -> int:
    """核对 plan.toml 的每个数字与印发的方案是否一致。"""
    if issued is None:
        raise click.UsageError("请用 --issued 指明印发的方案文件（txt、docx 或 pdf）。")
    from pipeline.check.year import open_plan
    from pipeline.issued.comparison import compare, read_text
    from pipeline.plan import PlanError

    try:
        workspace = open_workspace(root, year)
        year_plan = open_plan(workspace)
        missing = compare(year_plan, read_text(issued))
    except (PlanError, WorkspaceError) as error:
        return _unusable(error)
    for item in missing:
        click.echo(item.sentence)
    cited = sum(len(duty.citations) for duty in year_plan.duties)
    if missing:
        click.echo(f"plan.toml 与 {issued.name} 有 {len(missing)} 处对不上。请逐条核对后改正 plan.toml。")
        return PARTLY
    click.echo(f"plan.toml 的 {cited} 处依据在 {issued.name} 中全部找到，数字一致。")
    return DONE


@commands.command()
@_options(root_option, year_option)
def rules(root: Path, year: int | None) -> int:
    """列出全部规则：编号、名称、级别、阶段、可否例外。"""
    from pipeline.check.catalogue import table
    from pipeline.check.year import open_plan
    from pipeline.plan import PlanError

    try:
        click.echo(table(open_plan(open_workspace(root, year))))
    except (PlanError, WorkspaceError) as error:
        return _unusable(error)
    return DONE


@commands.command()
@_options(root_option, year_option)
def clean(root: Path, year: int | None) -> int:
    """删除可以重新生成的文件；改过的文件和生成记录不动。"""
    from pipeline.publishing.clean import clean as remove
    from pipeline.publishing.ledger import Ledger
    from pipeline.publishing.lock import only_one_run

    try:
        workspace = open_workspace(root, year)
        with only_one_run(workspace), Ledger(workspace.ledger) as ledger:
            outcome = remove(workspace, ledger)
            damage = ledger.damage
    except WorkspaceError as error:
        return _unusable(error)
    click.echo(f"已删除 {len(outcome.removed)} 个可以重新生成的文件，保留 {len(outcome.kept)} 个不能重新生成的文件。")
    if damage:
        click.echo(damage)
    return PARTLY if damage else DONE


def _unusable(error: Exception) -> int:
    click.echo(str(error), err=True)
    return UNUSABLE


def _make(root: Path, year: int | None, as_of: dt.date | None, kinds: tuple[str, ...], logs_wanted: bool = True) -> int:
    """Check the year and make documents of `kinds`; say in a dozen lines what came of it."""
    from pipeline.intake import NothingToMake
    from pipeline.plan import PlanError
    from pipeline.stages.run import run as make
    from pipeline.stages.summary import summary

    try:
        ran = make(open_workspace(root, year), as_of, kinds, _progress, logs_wanted=logs_wanted)
    except (PlanError, NothingToMake, WorkspaceError) as error:
        return _unusable(error)
    for line in summary(ran):
        click.echo(line)
    return PARTLY if ran.partly else DONE


def _make_from_plan(root: Path, year: int | None, kind: str) -> int:
    """Make what needs no spreadsheet."""
    from pipeline.plan import PlanError
    from pipeline.stages.run import run_from_plan
    from pipeline.stages.summary import brief

    try:
        ran = run_from_plan(open_workspace(root, year), kind)
    except (PlanError, WorkspaceError) as error:
        return _unusable(error)
    for line in brief(ran):
        click.echo(line)
    return PARTLY if ran.partly else DONE


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on a terminal for work worth one; silence in logs and pipes."""
    if total < WORTH_A_BAR or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("生成文件", total=total)
        yield lambda: bar.advance(task)
