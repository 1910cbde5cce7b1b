"""The store on a server's bad days: connections cut, commits in doubt, a full disk. Never a false "saved"."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

import psycopg
import pytest
from sqlalchemy import event

from simulator.attempts.errors import NotSaved
from simulator.attempts.store import Store
from simulator.engine.attempt import Row
from tests.faults import backends
from tests.faults.writers import a_header, a_row, begin
from tests.servers import Server


@dataclass
class Faults:
    """What the next commits shall suffer from."""

    on_commit: psycopg.Error | None = None
    commits_first: bool = False


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Faults:
    """Put a driver in place that fails as it is told, and loses the connection where it commits first."""
    faults = Faults()
    real = psycopg.Connection.commit

    def commit(connection: psycopg.Connection) -> None:
        if faults.on_commit is None:
            real(connection)
            return
        if faults.commits_first:
            real(connection)
            connection.close()
        raise faults.on_commit

    monkeypatch.setattr(psycopg.Connection, "commit", commit)
    return faults


@pytest.fixture
def store(emptied_url: str) -> Iterator[Store]:
    with closing(Store.open(emptied_url)) as opened:
        yield opened


def kept(server: Server, url: str, attempt: str) -> list[int]:
    """The numbers of the rows that another program finds."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT seq FROM moves WHERE attempt = %s ORDER BY seq", [attempt])
        return [seq for (seq,) in found]


def cut(server: Server) -> int:
    """Ends every connection of the program; how many there were."""
    ended = server.do(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'onlyme'"
    )
    return len(ended)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (psycopg.errors.DiskFull("no space"), "is full; free some space there"),
        (psycopg.errors.IoError("bad block"), "reported an error; check the disk"),
        (psycopg.errors.AdminShutdown("terminating"), "was lost; see that it runs"),
        (psycopg.OperationalError("something\nnew \x1b[31m"), "something new ?[31m"),
    ],
)
def test_a_commit_that_fails_is_not_saved(
    faults: Faults, server: Server, store: Store, emptied_url: str, error: psycopg.Error, told: str
) -> None:
    attempt, writer = begin(store, "say a")
    before = store.list()
    faults.on_commit = error
    with pytest.raises(NotSaved) as caught:
        store.append(attempt, writer, a_row(attempt, 2))
    assert str(caught.value).startswith("NOT saved: ")
    assert told in str(caught.value)
    assert str(caught.value).isprintable()
    faults.on_commit = None
    assert kept(server, emptied_url, attempt) == [1]
    assert store.list() == before
    store.append(attempt, writer, a_row(attempt, 2))
    assert kept(server, emptied_url, attempt) == [1, 2]


def test_a_commit_in_doubt_is_settled_by_appending_again(
    faults: Faults, server: Server, store: Store, emptied_url: str
) -> None:
    attempt, writer = begin(store, "say a")
    faults.on_commit, faults.commits_first = psycopg.OperationalError("the connection is lost"), True
    with pytest.raises(NotSaved):
        store.append(attempt, writer, a_row(attempt, 2))
    faults.on_commit = None
    assert kept(server, emptied_url, attempt) == [1, 2]
    store.append(attempt, writer, a_row(attempt, 2))
    assert kept(server, emptied_url, attempt) == [1, 2]
    assert store.list()[0].moves == 2


def test_a_beginning_in_doubt_is_settled_by_beginning_again(faults: Faults, store: Store) -> None:
    header = a_header()
    faults.on_commit, faults.commits_first = psycopg.OperationalError("the connection is lost"), True
    with pytest.raises(NotSaved):
        store.create(header)
    faults.on_commit = None
    store.append(header.attempt, store.create(header), a_row(header.attempt, 1))
    assert len(store.list()) == 1


def test_a_connection_cut_between_two_writes_costs_nothing(server: Server, store: Store) -> None:
    attempt, writer = begin(store, "say a")
    assert cut(server)
    store.append(attempt, writer, a_row(attempt, 2))
    assert cut(server)
    assert [row.seq for row in store.load(attempt)[1]] == [1, 2]


def test_a_connection_cut_in_a_write_costs_that_write_once(server: Server, store: Store) -> None:
    attempt, writer = begin(store, "say a")
    left = [1]

    @event.listens_for(store.database._kind.engine, "before_cursor_execute")
    def _cut(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO moves") and left and left.pop():
            cut(server)

    with pytest.raises(NotSaved, match="connection to the database server was lost"):
        store.append(attempt, writer, a_row(attempt, 2))
    assert store.load(attempt)[1] == (Row(1, "say a", "[]"),)
    store.append(attempt, writer, a_row(attempt, 2))
    assert store.load(attempt)[1][-1] == a_row(attempt, 2)


def test_nothing_is_lost_or_doubled_when_the_server_loses_who_serves_us(server: Server) -> None:
    with server.fresh() as name:
        tally = backends.run(server, server.url(name), kills=8, crashes=1, seed=3)
    assert tally.faultless, tally
    assert tally.kills == 8
    assert tally.rows


def test_the_proof_of_cut_connections_sees_what_is_wrong() -> None:
    sound = backends.Tally(1, 0, 1, 1, 1, lost=0, doubled=0, altered=0, errors=())
    assert sound.faultless
    for wrong in ({"lost": 1}, {"doubled": 1}, {"altered": 1}, {"errors": ("x",)}):
        assert not replace(sound, **wrong).faultless  # type: ignore[arg-type]
