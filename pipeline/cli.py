"""The commands, one a Make target: those that make documents from the table of kinds. The only room that prints, asks
or exits.

Exit status: 0 done; 1 something was withheld or not written, and named; 2 wrong use, or nothing can be made;
70 a fault of ours; 130 interrupted (143 by SIGTERM, 129 by SIGHUP).
"""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from pipeline.documents.kind import Kind, Reads
from pipeline.documents.kinds import KINDS
from pipeline.process import Interrupted, complain, hush, interruptible, open_streams, say_all
from pipeline.publishing.trouble import trouble_of
from pipeline.publishing.workspace import Workspace, WorkspaceError, begun_without_plan, open_workspace, years_with_plan
from pipeline.terminal import at_work, help_of, help_option, misuse

if TYPE_CHECKING:
    from pipeline.stages.closing import Closing

DONE, PARTLY, UNUSABLE, BUG, INTERRUPTED = 0, 1, 2, 70, 130


def run() -> NoReturn:
    """The process: commands turn results into exit states; what nobody foresaw is a 70 without anybody's data."""
    os.umask(0o077)
    open_streams()
    try:
        with interruptible():
            status = program().main(standalone_mode=False)
    except click.ClickException as error:
        complain(misuse(error))
        sys.exit(UNUSABLE)
    except (click.Abort, KeyboardInterrupt) as error:
        complain("已中断。没有留下半成品，重新运行即可接着做。")
        by = error.__cause__ if isinstance(error, click.Abort) else error
        sys.exit(by.status if isinstance(by, Interrupted) else INTERRUPTED)
    except OSError as error:  # a disk or share that fails where nobody could go on, or a help text that nobody reads
        hush()
        why = trouble_of(error)
        complain(f"读写文件时出错：{why.fact}。{why.remedy}。已经写好的文件都是完整的，没有留下半成品。")
        sys.exit(PARTLY)
    except Exception as error:
        for line in _bug(error):
            complain(line)
        sys.exit(BUG)
    sys.exit(status or DONE)


def _bug(error: Exception) -> list[str]:
    """Where it happened and of which kind, but not its text: that may hold somebody's number."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-6:]]
    said = "已经写好的文件都是完整的，没有留下半成品。请把以下几行发给维护人员："
    return [f"程序内部错误（{type(error).__name__}）。{said}", *where]


def program(kinds: Sequence[Kind] = KINDS) -> click.Group:
    """The commands: one a kind of document, and those that make none. Without a command they are listed."""

    @click.pass_context
    def listed(context: click.Context) -> None:
        if context.invoked_subcommand is None:
            click.echo(help_of(context))

    group = click.Group(
        "pipeline",
        callback=listed,
        params=[help_option()],
        add_help_option=False,
        invoke_without_command=True,
        help="企业科技特派员：检查台账，生成通知、补充协议、考核表和年度报告。",
    )
    for command in (*(_making(kind, kinds) for kind in kinds), plan, rules, fields, clean):
        group.add_command(command)
    return group


def _command(name: str, does: Callable[..., int], options: Sequence[click.Parameter], says: str) -> click.Command:
    return click.Command(name, callback=does, params=[*options, help_option()], add_help_option=False, help=says)


def _number(context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    match = re.fullmatch(r"\s*(\d{4})\s*(?:年度?)?\s*", value)
    if not match:
        raise click.BadParameter(f"“{value}”不是年度，请写作 2024 这样的四位数字。")
    return int(match[1])


def _of_year() -> list[click.Parameter]:
    """The options by which a year is picked."""
    folder = click.Path(path_type=Path)
    root = "放 input/、output/、templates/ 的文件夹；默认为当前文件夹。"
    year = "年度，如 2024；默认为 input/ 中有 plan.toml 的最新一年。"
    return [
        click.Option(["--root"], type=folder, default=Path(), metavar="文件夹", help=root),
        click.Option(["--year"], callback=_number, metavar="年度", help=year),
    ]


def _as_of() -> click.Parameter:
    says = "按这一天的情况查看，如 2024-09-30、2024年9月30日；默认为年度最后一天。"
    return click.Option(["--as-of"], metavar="日期", help=says)


def _day(words: str, year: int) -> dt.date:
    """The day that `words` name in any spelling that spreadsheets know; one without a year is in `year`."""
    from pipeline.sheets.values.dates import date

    day = date(words, year)
    if not isinstance(day, dt.date):
        raise click.BadParameter(f"“{words}”不是日期，请写作 2024-09-30 或 2024年9月30日 这样的形式。")
    return day


def _making(kind: Kind, kinds: Sequence[Kind]) -> click.Command:
    """The command of a kind. What needs the plan alone is the same on any day."""

    def make(root: Path, year: int | None, as_of: str | None = None) -> int:
        def ran(workspace: Workspace) -> Closing:
            from pipeline.stages.run import run as make_all
            from pipeline.stages.summary import closing

            day = _day(as_of, workspace.year) if as_of is not None else None
            with at_work() as progress:
                return closing(make_all(workspace, day, kind, progress, kinds))

        return _closed(root, year, ran)

    return _command(kind.command, make, _of_year() if kind.reads is Reads.PLAN else [*_of_year(), _as_of()], kind.help)


def _plan(root: Path, year: int | None, issued: Path | None) -> int:
    if issued is None:
        raise click.UsageError("请用 --issued 指明印发的方案文件（txt、docx 或 pdf）。")

    def held(workspace: Workspace) -> Closing:
        from pipeline.stages.plan import hold_against

        return hold_against(workspace, issued)

    return _closed(root, year, held)


def _rules(root: Path, year: int | None) -> int:
    def listed(workspace: Workspace) -> Closing:
        from pipeline.stages.rules import list_rules

        return list_rules(workspace)

    return _closed(root, year, listed)


def _fields(kind: str | None) -> int:
    from pipeline.stages.fields import list_fields, names

    known = f"可用的名称：{'、'.join(names())}。"
    if kind is None:
        raise click.UsageError(f"请写明是哪个模板。{known}")
    closing = list_fields(kind)
    if closing is None:
        raise click.UsageError(f"没有“{kind}”这个模板。{known}")
    return DONE if say_all(closing.lines) else PARTLY


def _clean(root: Path, year: int | None) -> int:
    def cleaned(workspace: Workspace) -> Closing:
        from pipeline.stages.clean import clean_up

        return clean_up(workspace)

    return _closed(root, year, cleaned)


_issued = click.Option(
    ["--issued"], type=click.Path(path_type=Path), metavar="文件", help="印发的方案：txt、docx 或 pdf。"
)
plan = _command("plan", _plan, [*_of_year(), _issued], "核对 plan.toml 的每个数字与印发的方案是否一致。")
rules = _command("rules", _rules, _of_year(), "列出全部规则：编号、名称、级别、阶段、可否例外。")
_kind = click.Argument(["kind"], required=False, metavar="模板")
fields = _command("fields", _fields, [_kind], "列出一个模板可用的全部标签：含义和示例。")
clean = _command("clean", _clean, _of_year(), "删除可以重新生成的文件；改过的文件和生成记录不动。")


def _closed(root: Path, year: int | None, stage: Callable[[Workspace], Closing]) -> int:
    """Print how a stage ended, or why nothing could be done."""
    from pipeline.intake import NothingToMake
    from pipeline.plan import PlanError

    try:
        workspace = open_workspace(root, year)
        closing = stage(workspace)
    except (PlanError, NothingToMake, WorkspaceError) as error:
        for line in str(error).split("\n"):
            complain(line)
        if isinstance(error, PlanError) and year is None and len(years_with_plan(root)) > 1:
            complain(f"没有指定年度，做的是最新的 {workspace.year} 年度；别的年度请用 YEAR（--year）指定。")
        return UNUSABLE
    passed_over = begun_without_plan(workspace) if year is None else ()
    notes = [
        f"{workspace.root / 'input' / str(one)} 里还没有 plan.toml，本次做的是 {workspace.year} 年度。"
        for one in passed_over
    ]
    return DONE if say_all([*closing.lines, *notes]) and not closing.partly else PARTLY
