"""The order in which the schema has the children of an element, and elements put in there: Office refuses any other."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from pipeline.ooxml.xml import local

ORDER: Mapping[str, tuple[str, ...]] = {  # ECMA-376 part 1, by the name of the parent
    "workbook": (  # CT_Workbook
        *("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups"),
        *("externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches"),
        *("smartTagPr", "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst"),
    ),
    "worksheet": (  # CT_Worksheet
        *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
        *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate"),
        *("customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks"),
        *("printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties"),
        *("cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF"),
        *("picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"),
    ),
    "styleSheet": (  # CT_Stylesheet
        *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles"),
        *("colors", "extLst"),
    ),
}


def put(parent: etree._Element, child: etree._Element) -> None:
    """Put `child` into `parent` before the first of those that come after it, else at the end.

    Raises KeyError and ValueError for a parent and a child that `ORDER` does not name.
    """
    names = ORDER[local(parent)]
    after = frozenset(names[names.index(local(child)) + 1 :])
    later = next((one for one in parent if _is_one_of(after, one)), None)
    if later is None:
        parent.append(child)
    else:
        later.addprevious(child)


def _is_one_of(names: frozenset[str], element: etree._Element) -> bool:
    if local(element) == "AlternateContent":  # a thing in two versions, for newer programs and for older ones
        return any(local(one) in names for one in element.iter())
    return local(element) in names
