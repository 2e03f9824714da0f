"""Views that a rebuild replaces while others read and write them."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from application.folder.views import ViewsInFolder, engine_of, standing
from application.log import Log
from application.register import Register
from domain.act import act
from domain.person_events import PersonRegistered
from tests.calling import Fasti

pytestmark = pytest.mark.in_folder


def replace(path: Path, by: Path | None = None) -> None:
    """Put a copy of a file, or of another, in its place."""
    copy = path.with_name("copy")
    shutil.copy(by or path, copy)
    copy.replace(path)


def views_of(raad: Fasti) -> Path:
    return Path(raad.address) / "views.db"


def test_who_waited_to_write_the_views_writes_those_that_stand_there_then(raad: Fasti):
    register = Register(raad.address, writer="bo")
    with ThreadPoolExecutor() as pool, closing(sqlite3.connect(views_of(raad))) as other:
        other.execute("BEGIN IMMEDIATE")
        done = pool.submit(register.record, [act("dy", PersonRegistered(name="Dy"))])
        with pytest.raises(TimeoutError):
            done.result(0.5)
        replace(views_of(raad))
        other.rollback()
        assert not done.result(10).views_behind
    assert register.views.position() == 8


def test_views_of_an_earlier_state_put_in_place_meanwhile_are_brought_up_first(
    raad: Fasti, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    shutil.copy(views_of(raad), tmp_path / "earlier")
    with closing(Register(raad.address, writer="bo")) as register:
        register.record([act("dy", PersonRegistered(name="Dy"))], project=False)
    bring_up, done = ViewsInFolder.bring_up, list[int | None]()

    def then_replaced(views: ViewsInFolder, log: Log, last: int) -> bool:
        bring_up(views, log, last)
        done.append(views.position())
        if len(done) == 1:
            replace(views_of(raad), tmp_path / "earlier")
        return True

    monkeypatch.setattr(ViewsInFolder, "bring_up", then_replaced)
    assert [row["text"] for row in raad.json("find dy")] == ["Dy"]
    assert done == [8, 8]


def test_who_opened_views_just_before_reads_those_that_others_write_to(raad: Fasti):
    path, opened = views_of(raad), list[int]()

    @contextmanager
    def begin() -> Iterator[int]:
        with engine_of(path, writable=False).connect() as connection:
            opened.append(1)
            if len(opened) == 1:
                replace(path)
                other.execute("ATTACH ? AS views", (str(path),))
                other.execute("UPDATE views.position SET number = 9")
            yield connection.exec_driver_sql("SELECT number FROM position").scalar_one()

    with closing(sqlite3.connect(":memory:")) as other, standing(path, begin) as number:
        assert (number, len(opened)) == (7, 2)


def test_views_that_cannot_be_read_are_not_waited_for(raad: Fasti):
    views_of(raad).write_bytes(b"no database" * 100)
    with pytest.raises(sqlite3.DatabaseError), standing(views_of(raad), lambda: _read(raad)):
        pass


@contextmanager
def _read(raad: Fasti) -> Iterator[None]:
    with closing(sqlite3.connect(views_of(raad))) as connection:
        connection.execute("SELECT 1 FROM sqlite_master")
        yield
