"""`clean`: what can be made again is removed."""

from __future__ import annotations

from pipeline.publishing import clean
from pipeline.publishing.ledger import Ledger
from pipeline.publishing.lock import only_one_run
from pipeline.publishing.workspace import Workspace
from pipeline.stages.closing import Closing


def clean_up(workspace: Workspace) -> Closing:
    """Another run at work is a WorkspaceError."""
    with only_one_run(workspace), Ledger(workspace.ledger) as ledger:
        done = clean.clean(workspace, ledger)
        damage = ledger.damage
    said = (
        f"{workspace.year} 年度：已删除 {len(done.removed)} 个可以重新生成的文件，"
        f"保留 {len(done.kept)} 个不能重新生成的文件。"
    )
    return Closing((said, damage) if damage else (said,), partly=bool(damage))
