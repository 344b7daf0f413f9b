"""`plan`: every number of plan.toml held against the plan as it was issued."""

from __future__ import annotations

from pathlib import Path

from pipeline.check.year import open_plan
from pipeline.issued.comparison import compare
from pipeline.issued.text import read_text
from pipeline.publishing.workspace import Workspace
from pipeline.stages.closing import Closing


def hold_against(workspace: Workspace, issued: Path) -> Closing:
    """What the issued plan (txt, docx or pdf) does not bear out. PlanError where one of the two cannot be used."""
    plan = open_plan(workspace)
    missing = compare(plan, read_text(issued))
    said = [item.sentence for item in missing]
    if missing:
        end = f"plan.toml 与 {issued.name} 有 {len(missing)} 处对不上。请逐条核对后改正 plan.toml。"
        return Closing((*said, end), partly=True)
    cited = sum(len(duty.citations) for duty in plan.duties)
    return Closing((f"plan.toml 的 {cited} 处依据在 {issued.name} 中全部找到，数字一致。",), partly=False)
