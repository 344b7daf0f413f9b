"""New workbooks, from a plain description."""
