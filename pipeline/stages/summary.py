"""What a run says at its end: a dozen lines at most, what was made, what was not and why, what to open first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

from pipeline.check.folder import CORRECTIONS, PAGE, PROBLEM_LIST, path_of
from pipeline.check.year import Checked
from pipeline.chinese.dates import day
from pipeline.documents.kind import Item, Kind, ToFill
from pipeline.forms.logs import SERVICE_LOGS
from pipeline.intake.privacy import Concealer
from pipeline.intake.private_numbers import PrivateNumbers
from pipeline.problems import Severity
from pipeline.publishing.made import Outcome
from pipeline.publishing.trouble import OTHER, Trouble
from pipeline.stages.closing import Closing
from pipeline.stages.run import Ran

NAMED = 3  # how many documents a line names before it counts the rest


def closing(ran: Ran) -> Closing:
    """How a run ends."""
    return Closing(tuple(summary(ran)), ran.partly)


def summary(ran: Ran) -> list[str]:
    """The closing lines of a run, in Chinese; where the plan alone was read, without those on the year."""
    checked, outcome = ran.desk.checked, ran.outcome
    # Of what needs the plan alone, nothing is to be said but why it could not be made.
    done = bool(checked or not ran.faults or outcome.written or outcome.unchanged)
    return [
        *(_found(checked) if checked else []),
        *(_made(kind, outcome) for kind in ran.kinds if kind.name and done),
        *_begun(ran),
        *_to_fill_in(ran),
        *_withheld(ran),
        *_kept(ran),
        *_moved(ran),
        *_unknown(ran),
        *_packs_behind(ran),
        *_damaged(outcome),
        *_blocked(outcome),
        *ran.faults,
        *([_look_at(ran)] if done else []),
    ]


def _look_at(ran: Ran) -> str:
    output, outcome = ran.desk.workspace.output, ran.outcome
    if ran.desk.checked is None:
        return f"请看：{output / ran.kinds[-1].folder}"
    there = [path for path in (PAGE, PROBLEM_LIST) if path in {*outcome.written, *outcome.unchanged, *outcome.kept}]
    first, *second = (_newest(path, outcome) for path in there or (PROBLEM_LIST,))
    return f"请先看：{output / first}{f'（表格版：{second[0]}）' if second else ''}"


def _newest(path: str, outcome: Outcome) -> str:
    """Where this run's version of a file lies: beside it where somebody edited it."""
    return f"proposals/{path}" if path in outcome.kept else path


def _found(checked: Checked) -> list[str]:
    return [_what_came_in(checked), *_left_out(checked), _problems(checked)]


def _what_came_in(checked: Checked) -> str:
    """How many rows were read, whatever counts of them on the day."""
    data = checked.intake.dataset
    visits = data.rows.get(SERVICE_LOGS.name, 0)
    return (
        f"{checked.plan.year} 年度（截至 {day(data.as_of)}）：特派员 {len(data.commissioners)} 人、企业 "
        f"{len(data.enterprises)} 家、派驻关系 {len(data.pairings)} 条、服务日志 {visits} 条。"
    )


def _left_out(checked: Checked) -> list[str]:
    later = checked.intake.dataset.later
    counted = "、".join(f"{form} {number} 条" for form, number in later.items())
    return [f"未计入查看日期以后的记录：{counted}。"] if later else []


def _problems(checked: Checked) -> str:
    counting = [one for one in checked.findings if not (one.problem.exempted or one.silenced)]
    counts = Counter(one.problem.severity for one in counting)
    exempted = sum(one.problem.exempted for one in checked.findings)
    silenced = sum(one.silenced for one in checked.findings)
    return (
        f"问题：错误 {counts[Severity.ERROR]} 处、未达标 {counts[Severity.UNMET]} 处、存疑 {counts[Severity.DOUBT]} 处"
        f"{f'，另有获准例外 {exempted} 处' if exempted else ''}{f'，已答复 {silenced} 处' if silenced else ''}。"
    )


def _made(kind: Kind, outcome: Outcome) -> str:
    written, unchanged = (sum(map(kind.holds, paths)) for paths in (outcome.written, outcome.unchanged))
    return f"{kind.name}：新写 {written} 份，未变 {unchanged} 份。"


def _begun(ran: Ran) -> list[str]:
    """Why a hand-over early in the year has not every kind of document."""
    if ran.desk.checked is None or ran.desk.checked.has_logs or not any(kind.gathers for kind in ran.kinds):
        return []
    packed = [kind for kind in ran.desk.kinds if kind.packed_as]
    now = _enumerated(kind.in_prose for kind in packed if kind in ran.kinds)
    later = _enumerated(kind.in_prose for kind in packed if kind not in ran.kinds)
    return [f"还没有服务日志：本次只移交{now}，{later}待有台账后再做。"]


def _enumerated(names: Iterable[str]) -> str:
    """甲、乙和丙."""
    *others, last = names
    return f"{'、'.join(others)}和{last}" if others else last


def _to_fill_in(ran: Ran) -> list[str]:
    """What is still blank: what plan.toml leaves open in every document of a kind once, then what a person's own row
    lacks."""
    lines = []
    for kind in ran.kinds:
        if to_fill := kind.works().to_fill:
            lines += _blanks(ran, kind, to_fill, [item for item in ran.items if item.kind is kind])
    return lines


def _blanks(ran: Ran, kind: Kind, to_fill: ToFill, items: list[Item]) -> list[str]:
    generated = [item for item in items if item.blank_lines is None]
    edited = [item for item in items if item.blank_lines is not None]
    shared = to_fill.shared(ran.desk.plan) if generated else []
    lines = []
    if shared:
        keys = "、".join(f"{name}（{key}）" for name, key in shared)
        others = "除有人改过的以外，" if edited else ""
        lines.append(
            f"{others}{kind.name}每份都还有 {len(shared)} 处待填，请在 plan.toml 的 [{to_fill.table}] 中填写：{keys}。"
        )
    own = _own_blanks(generated, {name for name, _ in shared})
    if own:
        said = "；".join(f"{name} {len(paths)} 处（{_named(dict.fromkeys(paths))}）" for name, paths in own.items())
        count = sum(map(len, own.values()))
        lines.append(f"{kind.name}还有 {count} 处待填，请在{to_fill.rows}中补录：{said}。")
    left = [f"{PurePosixPath(item.path).stem} {item.blank_lines} 行" for item in edited if item.blank_lines]
    if left:
        lines.append(f"有人改过的{kind.name}还有空白，请在文件中补填：{_named(left)}。")
    return lines


def _own_blanks(items: Iterable[Item], shared: Collection[str]) -> dict[str, list[str]]:
    """The kinds of blanks that come from a person's own rows, each with the documents that have it, once a blank."""
    found: dict[str, list[str]] = {}
    for item in items:
        for blank in item.about.blanks:
            if blank not in shared:
                found.setdefault(blank.split("（")[0], []).append(PurePosixPath(item.path).stem)
    return found


def _withheld(ran: Ran) -> list[str]:
    held = ran.not_made
    by_reason: dict[str, list[str]] = {}
    for path, reason in held.items():
        by_reason.setdefault(reason, []).append(path)
    lines = [f"未生成 {_named(paths)}：{reason}" for reason, paths in list(by_reason.items())[:NAMED]]
    if len(by_reason) > NAMED:
        lines.append(f"未生成的文件共 {len(held)} 份，全部列在问题清单的「未生成文件」。")
    return lines


def _kept(ran: Ran) -> list[str]:
    outcome = ran.outcome
    inside = path_of(f"{CORRECTIONS}/")
    filled = [path for path in outcome.kept if path.startswith(inside)]
    others = [path for path in outcome.kept if not path.startswith(inside)]
    lines = []
    if filled:
        lines.append(
            f"待改副本已有人填写，还没有放回：{_named(filled)}。请把它放回 input 文件夹，替换原工作簿，再运行一次。"
        )
    if others:
        lines.append(f"有人改过，原样保留 {_named(others)}；本次生成的放在 proposals/ 下同名位置，供比对。")
    latest = [kind for kind in ran.kinds if kind.latest]  # made anew from the data with every run
    outdated = [path for path in outcome.outdated if not any(kind.holds(path) for kind in latest)]
    if outdated:
        lines.append(f"其中 {_named(outdated)}：改动之后台账又有变化，请对照 proposals/ 并入。")
    return lines


def _moved(ran: Ran) -> list[str]:
    """What left its place. An edited file comes back when its document is made again, which a withheld one will be."""
    outcome, not_made = ran.outcome, ran.desk.not_made
    packs = [kind for kind in ran.desk.kinds if kind.gathers]  # nobody writes into them
    edited = [path for path in outcome.edited_away if not any(kind.holds(path) for kind in packs)]
    held = [path for path in edited if path in not_made]
    left = [path for path in edited if path not in not_made]
    lines = []
    if others := [path for path in outcome.withdrawn if path not in edited]:
        lines.append(f"已移入 withdrawn/：{_named(others)}。")
    if held:
        lines.append(f"有人改过的文件已移入 withdrawn/：{_named(held)}；问题改正后再次运行，会放回原处。")
    if left:
        lines.append(f"有人改过的文件已移入 withdrawn/：{_named(left)}；重新生成的文件不含这些改动，请核对。")
    if outcome.aside:
        lines.append(f"为不覆盖他人文件，另存为：{_named(outcome.aside)}。")
    return lines


def _unknown(ran: Ran) -> list[str]:
    """A file that is not ours may be called anything, somebody's number too."""
    if not ran.outcome.unknown:
        return []
    conceal = ran.desk.checked.conceal if ran.desk.checked else Concealer(PrivateNumbers(()))
    return [f"不是本次生成的，生成记录里也没有，请核对后移走：{_named(map(conceal, ran.outcome.unknown))}。"]


def _packs_behind(ran: Ran) -> list[str]:
    return ["移交包是以前生成的，内容已有变化，请重新运行 make handover。"] if ran.packs_behind else []


def _damaged(outcome: Outcome) -> list[str]:
    if not outcome.damaged:
        return []
    return [f"原处的文件是空的或者不完整，不作为修改，已重新生成：{_named(outcome.damaged)}。"]


def _blocked(outcome: Outcome) -> list[str]:
    """What could not be written, by why."""
    by_trouble: dict[Trouble, list[str]] = {}
    for path in dict.fromkeys(outcome.blocked):
        by_trouble.setdefault(outcome.troubles.get(path, OTHER), []).append(path)
    return [f"写不进去：{_named(paths)}（{one.fact}）。{one.remedy}。" for one, paths in by_trouble.items()]


def _named(paths: Iterable[str]) -> str:
    every = list(paths)
    more = f" 等 {len(every)} 份" if len(every) > NAMED else ""
    return "、".join(every[:NAMED]) + more
