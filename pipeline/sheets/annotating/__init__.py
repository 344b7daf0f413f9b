"""An office's workbook given back with marks: doubtful cells coloured and commented, a list of them in front.

The package's own XML is changed, not loaded and saved by a library: formulas keep their values, and what nobody
touches (charts, shapes, conditional formats, validations) stays as the office made it.
Compared: openpyxl loses the values of formulas, shapes, sparklines, buttons and header pictures and takes 17 times as
long for 20,000 rows; excelize 0.1.0 keeps them all and takes 5 times as long. A file that is no .xlsx is recast.
"""

from pipeline.sheets.annotating.annotation import Annotated, annotated
from pipeline.sheets.annotating.marking import Mark

__all__ = ["Annotated", "Mark", "annotated"]
