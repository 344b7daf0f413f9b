"""Spreadsheets in and out. Knows tables, headings and values; knows no rule, no Word, no programme."""

from pipeline.sheets.books import Book, Fault, Refusal, Row, Table, Value, read_book, read_folder

__all__ = ["Book", "Fault", "Refusal", "Row", "Table", "Value", "read_book", "read_folder"]
