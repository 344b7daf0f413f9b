"""Where the rows behind a figure stand."""

from pipeline.documents.evidence import evidence
from pipeline.problems import Source
from pipeline.sheets.places import Shown


def test_evidence_goes_by_workbook_and_sheet() -> None:
    places = [("台账/乙.xlsx", "月报", 4), ("台账/甲.xlsx", "服务日志", 6), ("台账/甲.xlsx", "服务日志", 5)]
    places += [("台账/甲.xlsx", "服务日志", row) for row in range(7, 40)]
    sources = [Source(*place) for place in places]
    assert evidence(sources) == "台账/乙.xlsx「月报」第 4 行；台账/甲.xlsx「服务日志」第 5–39 行"
    assert evidence([]) == "无"


def test_a_workbook_named_after_a_telephone_is_named_as_it_may_be_shown() -> None:
    shown = Shown("台账（号码略）.xlsx", "服务日志")
    sources = [Source("台账13900000001.xlsx", "服务日志", row, shown=shown) for row in (5, 6)]
    assert evidence(sources) == "台账（号码略）.xlsx「服务日志」第 5、 6 行"
