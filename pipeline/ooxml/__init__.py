"""Office packages (ISO/IEC 29500), for Word and Excel alike; knows nothing of what is in them, and no other room.

`xml` parses and writes parts, `order` puts elements where the schema has them, `relations` joins parts, `package`
changes a package part by part, `properties` reads and writes custom properties, `archive` makes the bytes.
Compared: openpyxl writes what it knows and drops the rest (see `sheets.annotating`); zipfile takes 1.5 times as long,
its packages are a sixth larger, and their bytes differ with the machine's zlib.
"""
