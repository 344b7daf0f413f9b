"""Where things lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.publishing.workspace import Workspace, WorkspaceError, begun_without_plan, find_year, open_workspace
from tests.nobody import as_nobody


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


def test_a_year_without_a_plan_does_not_take_the_place_of_one_with_it(tmp_path: Path) -> None:
    years(tmp_path, "2023", "2024", "2025", "2026", "2027")
    for year in ("2023", "2024"):
        (tmp_path / "input" / year / "plan.toml").touch()
    (tmp_path / "input" / "2026" / "名册.xlsx").touch()
    (tmp_path / "input" / "2027" / ".DS_Store").touch()
    assert find_year(tmp_path) == 2024
    assert begun_without_plan(open_workspace(tmp_path)) == (2026,)
    (tmp_path / "input" / "2026" / "plan.toml").symlink_to("nowhere")  # then that is what has to be mended
    assert find_year(tmp_path) == 2026
    assert begun_without_plan(open_workspace(tmp_path)) == ()


def test_no_input_folder(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError) as refusal:
        find_year(tmp_path)
    assert str(refusal.value) == (
        f"没有找到 {tmp_path / 'input'} 文件夹，请在项目文件夹中运行，或用 --root 指明项目文件夹的位置。"
    )


def test_an_input_folder_that_nobody_may_enter(tmp_path: Path) -> None:
    years(tmp_path, "2024")
    (tmp_path / "input").chmod(0)
    said = f"{tmp_path / 'input'} 文件夹打不开，请检查它的访问权限；放在共享文件夹中的，请确认已连接。"
    with as_nobody(tmp_path), pytest.raises(WorkspaceError) as refusal:
        find_year(tmp_path)
    assert str(refusal.value) == said


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
