"""Where things lie, what files may be called, and one run at a time."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.publishing.workspace import (
    LONGEST_NAME,
    Workspace,
    WorkspaceError,
    find_year,
    only_one_run,
    open_workspace,
    private_folder,
    safe_name,
)


def years(root: Path, *names: str) -> Path:
    for name in names:
        (root / "input" / name).mkdir(parents=True)
    return root


def test_the_newest_year_is_the_default(tmp_path: Path) -> None:
    years(tmp_path, "2023", "2025", "2024", "2026-备份", "20270", "旧")
    (tmp_path / "input" / "2030").write_text("a file is no year")
    assert find_year(tmp_path) == 2025
    assert open_workspace(tmp_path).input == tmp_path / "input" / "2025"
    assert open_workspace(tmp_path, 2023).plan == tmp_path / "input" / "2023" / "plan.toml"


def test_no_input_folder(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError) as refusal:
        find_year(tmp_path)
    assert str(refusal.value) == (
        f"没有找到 {tmp_path / 'input'} 文件夹，请在项目文件夹中运行，或用 --root 指明项目文件夹的位置。"
    )


def test_no_year_in_it(tmp_path: Path) -> None:
    years(tmp_path, "资料")
    with pytest.raises(WorkspaceError) as refusal:
        find_year(tmp_path)
    assert str(refusal.value) == (
        f"{tmp_path / 'input'} 中没有以四位年份命名的文件夹，请建立当年的文件夹，放入 plan.toml 和各表格后重新运行。"
    )


def test_a_year_that_is_not_there(tmp_path: Path) -> None:
    years(tmp_path, "2024")
    with pytest.raises(WorkspaceError) as refusal:
        open_workspace(tmp_path, 2031)
    assert str(refusal.value) == (
        f"没有找到 {tmp_path / 'input' / '2031'} 文件夹，请建立该文件夹并放入 plan.toml 和各表格，"
        "或改用已有的年份（最新为 2024）。"
    )


def test_documents_lie_in_the_output_of_the_year(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, 2024)
    output = tmp_path / "output" / "2024"
    assert workspace.document("assessments/创新工作站/T005.docx") == output / "assessments" / "创新工作站" / "T005.docx"
    assert workspace.proposals == output / "proposals"
    assert workspace.ledger == output / "ledger.db"


OUTSIDE = ["", ".", "../2023/a.docx", "a/../../b.docx", "/etc/a", "//host/a", "a\\..\\b", "C:a", "a\0"]


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_path_that_leaves_the_output_is_refused(tmp_path: Path, path: str) -> None:
    workspace = Workspace(tmp_path, 2024)
    with pytest.raises(WorkspaceError) as refusal:
        workspace.document(path)
    assert str(refusal.value) == f"输出路径「{path}」超出了 {workspace.output} 文件夹，已拒绝写入。"


def test_a_link_that_leaves_the_output_is_refused_and_one_that_stays_is_not(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, 2024)
    (tmp_path / "elsewhere").mkdir()
    (workspace.output / "annual").mkdir(parents=True)
    (workspace.output / "assessments").symlink_to(tmp_path / "elsewhere")
    (workspace.output / "circle").symlink_to("circle")
    (workspace.output / "inside").symlink_to("annual")
    for folder in ("assessments", "circle"):
        with pytest.raises(WorkspaceError) as refusal:
            workspace.document(f"{folder}/T005.docx")
        assert str(refusal.value) == (
            f"输出路径「{folder}/T005.docx」经由链接指向 {workspace.output} 之外，已拒绝写入；请删除该链接后重新运行。"
        )
    assert workspace.document("inside/附表.xlsx") == workspace.output / "inside" / "附表.xlsx"


def test_an_output_folder_that_is_itself_a_link_is_the_users_choice(tmp_path: Path) -> None:
    (tmp_path / "big-disk").mkdir()
    (tmp_path / "output").symlink_to("big-disk")
    assert Workspace(tmp_path, 2024).document("annual/附表.xlsx").name == "附表.xlsx"


ORDINARY = ["kj001", "T005", "创新工作站", "2024-001", "91150602MA0000000X", "东胜 一站", "站（北）", "A.1", "𠀀镕"]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_ids_are_their_own_file_names(text: str) -> None:
    assert safe_name(text) == text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a/b", "a_b~"),
        ("..", "__~"),
        ("../T1", "___T1~"),
        ("CON", "CON~"),
        ("COM1.X", "COM1_X~"),
        ("NUL .站", "NUL__站~"),
        ("T005.", "T005_~"),
        (" T005", "_T005~"),
        ("T005 ", "T005_~"),
        ('T:*?"<>|\\', "T________~"),
        ("T\n5\u200b", "T_5_~"),
        ("T%41", "T_41~"),
        ("\u212a", "\u212a~"),  # the Kelvin sign, which file systems take for K
        ("", "~"),
        ("~$T005", "_$T005~"),
        ("\ud800", "_~"),
    ],
)
def test_other_ids_are_made_safe_and_stay_readable(text: str, name: str) -> None:
    start, mark, digits = safe_name(text).rpartition("~")
    assert start + mark == name
    assert len(digits) == 16


def test_a_long_name_is_cut_between_characters() -> None:
    assert safe_name("站" * 40) == "站" * 40
    assert safe_name("站" * 41).startswith("站" * 34 + "~")
    assert len(safe_name("站" * 41).encode()) <= LONGEST_NAME
    assert safe_name("站" * 41) != safe_name("站" * 42)


def same_id(text: str) -> str:
    """Records ignore the case of Latin letters in an id, so file names may."""
    return "".join(letter.upper() if letter.isascii() else letter for letter in text)


LOOKALIKES = st.text(st.sampled_from("Tt0./~_ %站ßẞSs\u212aKkÅA\u030a\u0301\u200b\u03f4\u0398\u03b8İiIı"), max_size=6)


@settings(deadline=None, derandomize=True)
@given(LOOKALIKES | st.text(max_size=200), LOOKALIKES | st.text(max_size=200))
def test_two_ids_never_share_a_file_even_where_case_and_composition_do_not_count(one: str, other: str) -> None:
    def stored(name: str) -> str:
        return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())

    names = {safe_name(one), safe_name(other)}
    assert len({stored(name) for name in names}) == len({same_id(one), same_id(other)})
    for name in names:
        assert len(name.encode()) <= LONGEST_NAME
        assert not set(name) & set('/\\:*?"<>|\0')
        assert name.strip(" .") == name


def test_folders_are_for_their_owner_only(tmp_path: Path) -> None:
    private_folder(tmp_path / "a" / "b" / "c")
    private_folder(tmp_path / "a" / "b" / "c")
    for folder in ("a", "a/b", "a/b/c"):
        assert stat.S_IMODE((tmp_path / folder).stat().st_mode) == 0o700


def test_a_run_closes_the_output_to_others(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output").chmod(0o755)
    with only_one_run(Workspace(tmp_path, 2024)):
        assert stat.S_IMODE((tmp_path / "output").stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "output" / "2024").stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "output" / "2024" / ".lock").stat().st_mode) == 0o600


def test_an_output_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("in the way")
    workspace = Workspace(tmp_path, 2024)
    with pytest.raises(WorkspaceError) as refusal, only_one_run(workspace):
        pass
    assert str(refusal.value) == f"无法写入 {workspace.output} 文件夹，请检查它的写入权限和磁盘空间后重试。"


HOLDER = """
import os, sys, time
from pathlib import Path
from pipeline.publishing.workspace import Workspace, only_one_run
with only_one_run(Workspace(Path(sys.argv[1]), 2024)):
    if sys.argv[2] == "worker" and os.fork() == 0:
        time.sleep(30)
        os._exit(0)
    print(os.getpid(), flush=True)
    time.sleep(30)
"""


def holder(root: Path, how: str = "alone") -> subprocess.Popen[str]:
    """Another process that holds the year's lock; it heads a group of its own, with its worker if it has one."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(root), how],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        start_new_session=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def test_a_second_run_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, 2024)
    other = holder(tmp_path)
    with pytest.raises(WorkspaceError) as refusal, only_one_run(workspace):
        pass
    assert str(refusal.value) == f"另一个任务正在运行（{workspace.output} 已被占用），请等它结束后再运行。"
    with only_one_run(Workspace(tmp_path, 2025)):  # another year is another matter
        pass
    other.kill()
    other.communicate()
    assert (workspace.output / ".lock").exists()  # and blocks nobody
    with only_one_run(workspace):
        pass


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_worker_that_outlives_a_killed_run_does_not_hold_the_lock(tmp_path: Path) -> None:
    other = holder(tmp_path, "worker")
    group = os.getpgid(other.pid)
    other.kill()
    other.wait()
    with only_one_run(Workspace(tmp_path, 2024)):
        pass
    os.killpg(group, signal.SIGKILL)
    other.communicate()


def test_the_lock_holds_within_one_process_too_and_is_released_by_an_error(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, 2024)
    with pytest.raises(RuntimeError), only_one_run(workspace):
        for _ in range(2):  # the refused one must not release it
            with pytest.raises(WorkspaceError, match="另一个任务正在运行"), only_one_run(workspace):
                pass
        raise RuntimeError
    with only_one_run(workspace):
        pass
