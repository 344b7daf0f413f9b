"""Where everything of a year lies."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath


class WorkspaceError(Exception):
    """The year's folders cannot be used; the text is one Chinese sentence with the way out."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders and files of one year below `root`, which holds `input/`, `output/` and `templates/`."""

    root: Path
    year: int

    @property
    def input(self) -> Path:
        return self.root / "input" / f"{self.year:04d}"

    @property
    def output(self) -> Path:
        return self.root / "output" / f"{self.year:04d}"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def plan(self) -> Path:
        return self.input / "plan.toml"

    @property
    def ledger(self) -> Path:
        return self.output / "ledger.db"

    def document(self, relative: str) -> Path:
        """The file at `relative` (with `/`) in `output/<year>/`.

        A path that leaves that folder, by `..`, by a drive or by a symbolic link on the way, is a WorkspaceError.
        """
        parts = PurePosixPath(relative).parts
        if not parts or ".." in parts or relative.startswith("/") or re.search(r"[\\:\0]", relative):
            raise WorkspaceError(f"输出路径「{relative}」超出了 {self.output} 文件夹，已拒绝写入。")
        path = self.output.joinpath(*parts)
        try:
            inside = path.parent.resolve().is_relative_to(self.output.resolve())
        except (OSError, RuntimeError):  # links in a circle
            inside = False
        if not inside:
            raise WorkspaceError(
                f"输出路径「{relative}」经由链接指向 {self.output} 之外，已拒绝写入；请删除该链接后重新运行。"
            )
        return path


def find_year(root: Path) -> int:
    """The newest year in `root/input/`, a folder whose name is four digits, that holds a plan.toml.

    Where no year holds one it is the newest, whose plan is then missed by name. WorkspaceError when there is no year.
    """
    years = _years(root)
    if not years:
        raise WorkspaceError(
            f"{root / 'input'} 中没有以四位年份命名的文件夹，请建立当年的文件夹，放入 plan.toml 和各表格后重新运行。"
        )
    return max(years_with_plan(root), default=max(years))


def years_with_plan(root: Path) -> list[int]:
    """The years in `root/input/` that hold a plan.toml, whatever it may be worth."""
    return [year for year in _years(root) if _has_plan(Workspace(root, year))]


def begun_without_plan(workspace: Workspace) -> tuple[int, ...]:
    """The later years for which something has been put into `input/`, but no plan.toml yet."""
    later = (Workspace(workspace.root, year) for year in sorted(_years(workspace.root)) if year > workspace.year)
    return tuple(one.year for one in later if not _has_plan(one) and _holds_something(one.input))


def open_workspace(root: Path, year: int | None = None) -> Workspace:
    """The workspace of `year`, by default `find_year`. WorkspaceError when that year has no input folder."""
    newest = find_year(root)
    workspace = Workspace(root, newest if year is None else year)
    if not _is_folder(workspace.input):
        raise WorkspaceError(
            f"没有找到 {workspace.input} 文件夹，请建立该文件夹并放入 plan.toml 和各表格，"
            f"或改用已有的年份（最新为 {newest:04d}）。"
        )
    return workspace


def _years(root: Path) -> list[int]:
    folder = root / "input"
    if not _is_folder(folder):
        raise WorkspaceError(f"没有找到 {folder} 文件夹，请在项目文件夹中运行，或用 --root 指明项目文件夹的位置。")
    try:
        return [int(one.name) for one in folder.iterdir() if re.fullmatch("[0-9]{4}", one.name) and one.is_dir()]
    except OSError as error:
        raise _closed(folder) from error


def _has_plan(workspace: Workspace) -> bool:
    """Whether anything stands in the plan's place, be it a dead link: it is then named, and no other year is taken."""
    return os.path.lexists(workspace.plan)


def _holds_something(folder: Path) -> bool:
    try:
        return any(not entry.name.startswith(".") for entry in folder.iterdir())
    except OSError:
        return False


def _is_folder(path: Path) -> bool:
    """A WorkspaceError where nobody can say."""
    try:
        return path.is_dir()
    except OSError as error:
        raise _closed(path) from error


def _closed(folder: Path) -> WorkspaceError:
    return WorkspaceError(f"{folder} 文件夹打不开，请检查它的访问权限；放在共享文件夹中的，请确认已连接。")
