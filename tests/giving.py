"""Files that neighbours give: rows of a source with two times, Popolo, CSV with a mapping."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

HEAD = "tx,time,op,n,who,area,house,district,start,end"
COLUMNS = (
    "body=area+house,seat=district,person=who,from=start,until=end,known=time,order=tx,op=op,"
    "times=n"
)
STATED = "1,2018-10-15T12:00:00-04:00,+,1,p/1,dk,lower,North,2015-06-18,"
WITHDRAWN = "2,2019-06-05T09:00:00+02:00,-,1,p/1,dk,lower,North,2015-06-18,"


def statements(place: Path, *rows: str, options: str = "", columns: str = COLUMNS) -> str:
    """The command line that imports rows with two times."""
    file = place / "changes.csv"
    file.write_text("\n".join((HEAD, *rows, "")), "utf-8")
    return f"import statements {file} --columns {columns} --last-day included {options}"


def popolo(place: Path, options: str = "--last-day included", **objects: Any) -> str:
    """The command line that imports a Popolo file."""
    file = place / "popolo.json"
    file.write_text(json.dumps(objects, ensure_ascii=False), "utf-8")
    return f"import popolo {file} {options}"


def table(place: Path, text: str, mapping: str, options: str = "--last-day included") -> str:
    """The command line that imports a CSV file."""
    file, mapped = place / "rows.csv", place / "mapping.toml"
    file.write_bytes(text.encode())
    mapped.write_text(mapping, "utf-8")
    return f"import csv {file} --mapping {mapped} {options}"


MAPPING = """
[columns]
body = "court"
seat = "seat"
person = "id"
name = ["first", "last"]
from = "from"
until = "until"
"""
"""Says what stands where in a table with the head below."""
JUDGES = "court,seat,id,first,last,from,until\n"


def examples(folder: Path) -> None:
    """The files that the examples of `fasti import` name."""
    person = {"id": "p1", "name": "Bo Hansen"}
    popolo(folder, persons=[person])
    (folder / "popolo.json").rename(folder / "parliament.json")
    table(folder, f"{JUDGES}Retten,R1,1,Bo,Hansen,1979,\n", MAPPING)
    (folder / "rows.csv").rename(folder / "judges.csv")
    (folder / "mapping.toml").rename(folder / "judges.toml")
    head = "time,op,id,area,house,district,a,b"
    row = "2018-10-15T12:00:00-04:00,+,p1,dk,lower,North,2015-06-18,"
    (folder / "rows.csv.xz").write_bytes(lzma.compress(f"{head}\n{row}\n".encode()))
