"""Office packages (ISO/IEC 29500), for Word and Excel alike; knows nothing of what is in them, and no other room.

`xml` parses and writes parts, `order` puts elements where the schema has them, `relations` joins parts, `package`
changes a package part by part, `properties` reads and writes custom properties, `archive` makes the bytes.
Why own: python-docx and openpyxl load what they know and drop the rest (of an office's workbook openpyxl loses cached
values of formulas, shapes and charts), and zipfile's bytes differ with the machine's zlib; both measured by the tests.
"""
