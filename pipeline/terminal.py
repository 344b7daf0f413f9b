"""What a command shows while it is used: its help, how it was misused, that it is at work. All of it in Chinese."""

from __future__ import annotations

import re
import sys
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress

import click

EVERY = 10.0  # seconds after which a run says, where no bar can be shown, that it is still at work
READING, MAKING = "读取和检查台账", "生成文件"

Progress = Callable[[int], AbstractContextManager[Callable[[], None]]]  # documents expected -> to be told of each


def help_option() -> click.Option:
    """`--help`, to be given to a command that was made with `add_help_option=False`."""

    def show(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
        if wanted and not context.resilient_parsing:
            click.echo(help_of(context))
            context.exit()

    names = ["-h", "--help"]
    return click.Option(names, is_flag=True, is_eager=True, expose_value=False, callback=show, help="显示这份说明。")


def help_of(context: click.Context) -> str:
    """What a command does and takes; of a group, its commands."""
    command = context.command
    commands = command.commands if isinstance(command, click.Group) else {}
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    named = ["命令"] if commands else [one.metavar or one.name or "" for one in arguments]
    parts = [" ".join([f"用法：{context.command_path}", *named, "[选项]"]), command.help or ""]
    if commands:
        parts.append(_columns("命令：", [(name, one.help or "") for name, one in commands.items()]))
    options = [one for one in command.params if isinstance(one, click.Option)]
    rows = [(", ".join(one.opts) + (f" {one.metavar}" if one.metavar else ""), one.help or "") for one in options]
    parts.append(_columns("选项：", rows))
    if commands:
        parts.append(f"各命令的选项：{context.command_path} 命令 --help")
    return "\n\n".join(parts)


def _columns(title: str, rows: Sequence[tuple[str, str]]) -> str:
    wide = max(_width(left) for left, _ in rows) + 2
    return "\n".join([title, *(f"  {left}{' ' * (wide - _width(left))}{right}" for left, right in rows)])


def _width(text: str) -> int:
    """Columns on a terminal."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def misuse(error: click.ClickException) -> str:
    """How a command was misused, and where its use is told."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "python -m pipeline"
    return f"命令写法不对：{_misuse(error)}用法见 {path} --help。"


def _misuse(error: click.ClickException) -> str:
    match error:
        case click.NoSuchCommand():
            return f"没有 {error.command_name} 这个命令{_nearest(error.possibilities)}"
        case click.NoSuchOption():
            before = isinstance(error.ctx and error.ctx.command, click.Group)
            hint = "；选项写在命令后面。" if before else _nearest(error.possibilities)
            return f"没有 {error.option_name} 这个选项{hint}"
        case click.BadOptionUsage():
            lacks = "requires" in error.message
            return f"{error.option_name} 后面{'缺少它的值' if lacks else '不带值'}。"
        case click.BadParameter() if _chinese(error.message):
            return error.message
        case click.BadParameter():
            return f"{error.param.opts[0] if error.param else '选项'} 的值不能用。"
    if surplus := re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", error.message, re.DOTALL):
        return f"多出了“{surplus[1]}”。选项写作 --year 2024 的样子，中间有空格的路径要加引号。"
    return error.message if _chinese(error.message) else "命令不完整。"


def _nearest(names: Sequence[str] | None) -> str:
    return f"，是否应为 {'、'.join(names[:3])}？" if names else "。"


def _chinese(text: str) -> bool:
    return bool(re.search("[\u4e00-\u9fff]", text))


@contextmanager
def at_work() -> Iterator[Progress]:
    """Shows that a run is at work: a bar on a terminal; in a log a line now and then, and nothing if it is quick."""
    seen = sys.stderr is not None and sys.stderr.isatty()  # None where the stream is closed
    with _bar() if seen else _lines() as progress:
        yield progress


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        reading = bar.add_task(READING, total=None)

        @contextmanager
        def making(total: int) -> Iterator[Callable[[], None]]:
            bar.remove_task(reading)
            task = bar.add_task(MAKING, total=total or None)
            yield lambda: bar.advance(task)

        yield making


@contextmanager
def _lines() -> Iterator[Progress]:
    begun = time.monotonic()
    doing, done = READING, threading.Event()

    def tell() -> None:
        while not done.wait(EVERY):
            with suppress(OSError):  # nobody hears it, and the work goes on
                click.echo(f"正在{doing}（已 {time.monotonic() - begun:.0f} 秒）……", err=True)

    @contextmanager
    def making(total: int) -> Iterator[Callable[[], None]]:
        nonlocal doing
        made = 0

        def one_more() -> None:
            nonlocal doing, made
            made += 1
            doing = f"{MAKING}，{made}/{max(made, total)} 份" if total else MAKING

        doing = MAKING
        yield one_more

    threading.Thread(target=tell, daemon=True).start()
    try:
        yield making
    finally:
        done.set()
