"""The attempt store on a PostgreSQL server: how it is reached, how it is written, what it refuses."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg
import pytest
from sqlalchemy import insert
from sqlalchemy.exc import OperationalError

from simulator.attempts import migrate, rows
from simulator.attempts.cohort_schema import audit
from simulator.attempts.database import Database
from simulator.attempts.errors import BadDatabase, NotSaved
from simulator.attempts.place import shown, url_of
from simulator.attempts.postgresql import PostgresServer
from simulator.attempts.schema import HEAD, VERSION_TABLE
from simulator.attempts.store import Store
from simulator.engine.attempt import Row
from tests.faults.writers import a_header, a_row, begin
from tests.processes import Desk
from tests.servers import GUEST, PASSWORD, Server

ANYWHERE = "postgresql://me:s3cret-Word@127.0.0.1:1/db"


@pytest.fixture
def database(emptied_url: str) -> Iterator[Database]:
    """A database that waits for nobody long."""
    with closing(Database.open(emptied_url, patience=0.2)) as opened:
        yield opened


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database)


def name_of(url: str) -> str:
    """The database that a URL names."""
    return str(url_of(url).database)


# -- reaching it


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_each_way_of_writing_the_url_serves(emptied_url: str, scheme: str) -> None:
    with closing(Store.open(emptied_url.replace("postgresql", scheme, 1))) as store:
        begin(store, "say a")
    with closing(Store.open(emptied_url)) as again:
        assert len(again.list()) == 1


def test_the_variable_names_it(emptied_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONLYME_DATABASE", emptied_url)
    with closing(Store.open()) as store:
        assert store.database.dialect == "postgresql"


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        (ANYWHERE, "postgresql://me@127.0.0.1:1/db"),
        ("postgres://me@h/db?sslpassword=s3cret-Word&password=s3cret-Word", "postgresql://me@h/db"),
        ("postgresql+psycopg://me:s3cret-Word@/db?host=/run/pg&port=5433", None),
    ],
)
def test_a_place_is_shown_without_its_secrets(url: str, seen: str | None) -> None:
    told = shown(url_of(url))
    assert told == (seen or "postgresql://me@/db?host=%2Frun%2Fpg&port=5433")


def test_whoever_has_the_password_is_let_in_and_nobody_sees_it(server: Server, server_url: str) -> None:
    name = name_of(server_url)
    server.do(f"GRANT ALL ON SCHEMA public TO {GUEST}", database=name)
    with closing(Store.open(server.url(name, GUEST, PASSWORD))) as store:
        begin(store)
        assert PASSWORD not in str(store.facts())
    for wrong in ("wr0ng-Word", ""):
        with pytest.raises(BadDatabase, match="let this user in; check the user and the password") as caught:
            Store.open(server.url(name, GUEST, wrong))
        assert "wr0ng" not in str(caught.value)


def test_a_user_who_may_make_no_tables_is_told(server: Server, server_url: str) -> None:
    server.do("REVOKE CREATE ON SCHEMA public FROM PUBLIC", database=name_of(server_url))
    with pytest.raises(BadDatabase, match="does not let this user do that; give it the rights"):
        Store.open(server.url(name_of(server_url), GUEST, PASSWORD))


def test_nobody_answers() -> None:
    for url in (ANYWHERE, "postgresql://me:s3cret-Word@/db?host=/nowhere"):
        with pytest.raises(BadDatabase, match="no database server answers there") as caught:
            Store.open(url)
        assert "s3cret" not in str(caught.value)


def test_a_database_that_is_not_there(server: Server) -> None:
    with pytest.raises(BadDatabase, match="no such database; make it with `createdb`"):
        Store.open(server.url("nowhere"))


def test_without_the_driver_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(BadDatabase, match=r"pip install 'onlyme\[postgres\]'$"):
        Store.open(ANYWHERE)


def test_the_words_of_an_error_never_hold_the_password() -> None:
    kind = PostgresServer(url_of(ANYWHERE), 1)
    raw = psycopg.ProgrammingError("what is s3cret-Word\n\x1b[31m")
    told = str(NotSaved(kind.explain(OperationalError("SELECT 1", {}, raw))))
    assert told == "NOT saved: what is *** ?[31m (postgresql://me@127.0.0.1:1/db)"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (psycopg.errors.DiskFull("x"), "is full; free some space there"),
        (psycopg.errors.IoError("x"), "reported an error; check the disk"),
        (psycopg.errors.OutOfMemory("x"), "run out of memory"),
        (psycopg.errors.TooManyConnections("x"), "takes no more connections"),
        (psycopg.errors.LockNotAvailable("x"), "another program keeps the record locked"),
        (psycopg.errors.DeadlockDetected("x"), "changed the same thing at the same moment; try again"),
        (psycopg.errors.SerializationFailure("x"), "changed the same thing at the same moment; try again"),
        (psycopg.errors.UniqueViolation("x"), "changed the same thing at the same moment; try again"),
        (psycopg.errors.AdminShutdown("x"), "was lost; see that it runs"),
        (psycopg.errors.CannotConnectNow("x"), "was lost; see that it runs"),
        (psycopg.errors.DataCorrupted("x"), "is damaged; ask"),
        (psycopg.errors.InternalError_("could not extend"), "could not extend"),
        (psycopg.OperationalError("the database system is starting up"), "is starting; try again"),
        (psycopg.OperationalError("FATAL: sorry, too many clients already"), "takes no more connections"),
        (psycopg.OperationalError("failed to resolve host 'h'"), "no machine has the name"),
        (
            psycopg.OperationalError('FATAL: permission denied for database "db"'),
            "do that; give it the rights",
        ),
        (psycopg.OperationalError("connection timeout expired"), "no database server answers"),
        (psycopg.OperationalError("consuming input failed: server closed the connection"), "was lost"),
        (psycopg.OperationalError("no pg_hba.conf entry for host"), "does not let this user in"),
    ],
)
def test_each_cause_has_its_remedy(error: psycopg.Error, told: str) -> None:
    explained = PostgresServer(url_of(ANYWHERE), 1).explain(error)
    assert told in explained
    assert explained.endswith("(postgresql://me@127.0.0.1:1/db)")


# -- what is there already


def test_a_database_of_something_else_is_refused_and_left_alone(server: Server, server_url: str) -> None:
    server.do("CREATE TABLE recipes (name TEXT)", database=name_of(server_url))
    with pytest.raises(BadDatabase, match="holds something else"):
        Store.open(server_url)
    found = server.do(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'", database=name_of(server_url)
    )
    assert found == [("recipes",)]


@pytest.mark.parametrize(
    ("revision", "told"), [("9999", "made by a newer version"), ("0000", "cannot be brought up to date")]
)
def test_tables_that_this_version_does_not_know_are_refused(
    server: Server, server_url: str, revision: str, told: str
) -> None:
    Store.open(server_url).close()
    server.do(f"UPDATE {VERSION_TABLE} SET version_num = %s", revision, database=name_of(server_url))
    with pytest.raises(BadDatabase, match=told):
        Store.open(server_url)


def test_an_encoding_that_does_not_hold_every_text_is_refused(server: Server) -> None:
    with (
        server.fresh("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0") as name,
        pytest.raises(BadDatabase, match=r"kept in LATIN1.*createdb --encoding=UTF8"),
    ):
        Store.open(server.url(name))


def test_who_may_only_read_can_read(server: Server, server_url: str) -> None:
    with closing(Store.open(server_url)) as store:
        attempt, writer = begin(store, "say a")
    name = name_of(server_url)
    server.do(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {GUEST}", database=name)
    with closing(Store.open(server.url(name, GUEST, PASSWORD))) as store:
        assert len(store.load(attempt)[1]) == 1
        with pytest.raises(NotSaved, match="does not let this user do that"):
            store.append(attempt, writer, a_row(attempt, 2))


# -- tables

_SHAPE = """
SELECT 'column', table_name, column_name, ordinal_position::text || data_type || is_nullable
    || coalesce(column_default, '') || coalesce(character_maximum_length::text, '')
    FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger
    WHERE NOT tgisinternal
UNION ALL SELECT 'function', '', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


def shape(server: Server, url: str) -> set[tuple[Any, ...]]:
    """Everything that makes up the tables of a database."""
    return set(server.do(_SHAPE, database=name_of(url)))


def test_a_new_database_is_what_every_migration_makes_of_an_empty_one(
    server: Server, server_url: str
) -> None:
    kind = PostgresServer(url_of(server_url), 1)
    with kind.engine.begin() as connection:
        migrate.upgrade(connection, server_url)
    kind.engine.dispose()
    with server.fresh() as name:
        Store.open(server.url(name)).close()
        new = shape(server, server.url(name))
    assert new == shape(server, server_url)
    assert {kind for kind, *_ in new} == {"column", "constraint", "index", "trigger", "function"}


def test_what_only_grows_is_guarded_by_the_server(database: Database, server: Server) -> None:
    entry = {"at": "", "by": "", "what": "", "about": "", "pseudonym": None, "details": "{}"}
    with database.writing() as connection:
        connection.execute(insert(audit), entry)
    for change in ("UPDATE audit SET what = 'x'", "DELETE FROM audit"):
        with pytest.raises(NotSaved, match="audit only grows"), database.writing() as connection:
            connection.exec_driver_sql(change)


def test_programs_that_open_a_new_database_at_once(server_url: str) -> None:
    """One makes the tables; the others find them made."""
    told: list[object] = []

    def open_it() -> None:
        try:
            Store.open(server_url).close()
        except BadDatabase as error:
            told.append(error)

    threads = [Thread(target=open_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == []


# -- how it is kept


def test_the_facts_are_those_of_the_server(store: Store, server: Server, emptied_url: str) -> None:
    facts = store.facts()
    assert facts.place == shown(url_of(emptied_url))
    assert facts.tables == HEAD
    assert (facts.keeping.program, facts.keeping.sound) == ("PostgreSQL", True)
    assert facts.keeping.version == server.do("SHOW server_version")[0][0].split()[0]
    assert facts.keeping.settings == {"fsync": "on", "synchronous_commit": "on"}


def test_a_server_that_does_not_wait_for_its_disk_is_made_to(server: Server, server_url: str) -> None:
    server.do(f"ALTER DATABASE {name_of(server_url)} SET synchronous_commit = off")
    with closing(Store.open(server_url)) as store:
        assert store.facts().keeping.settings["synchronous_commit"] == "on"


def test_the_doctor_tells_it_all_but_the_password(server: Server, server_url: str, tmp_path: Path) -> None:
    name = name_of(server_url)
    server.do(f"GRANT ALL ON SCHEMA public TO {GUEST}", database=name)
    ran = Desk(tmp_path).onlyme("doctor", ONLYME_DATABASE=server.url(name, GUEST, PASSWORD))
    assert (ran.status, ran.err) == (0, "")
    assert f"Attempts     0 in postgresql://{GUEST}@/{name}?host=" in ran.out
    assert "fsync on, synchronous_commit on" in ran.out
    assert "what is saved is on the server's disk" in ran.out
    assert PASSWORD not in ran.out


def test_the_doctor_finds_fault_with_a_server_that_may_lose_what_is_saved(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.attempts.postgresql._setting", lambda _, name: f"{name} off".split()[-1])
    keeping = store.facts().keeping
    assert not keeping.sound
    assert "fsync is off" in keeping.reason


def test_moments_are_by_the_clock_of_the_server(server: Server, server_url: str) -> None:
    """Here the server's clock stands still, in another time zone."""
    name = name_of(server_url)
    for statement in (
        "CREATE SCHEMA held",
        "CREATE FUNCTION held.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS "
        "$$ SELECT timestamptz '2026-01-02 03:04:05.5+01' $$",
        f"ALTER DATABASE {name} SET search_path = held, pg_catalog, public",
        f"ALTER DATABASE {name} SET timezone = 'Asia/Kolkata'",
    ):
        server.do(statement, database=name)
    with closing(Store.open(server_url)) as store:
        begin(store)
        assert store.list()[0].last_saved == "2026-01-02T02:04:05.500000+00:00"


# -- several at once


def somebody_waits(server: Server) -> bool:
    """Whether anybody waits for a lock."""
    return bool(
        server.do("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname IS NOT NULL")
    )


def while_it_waits(server: Server, act: Callable[[], object], let_go: Callable[[], object]) -> list[object]:
    """Runs `act` beside us, lets go as soon as it waits for a lock, and gives what it raised."""
    raised: list[object] = []

    def run() -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at it
            raised.append(error)

    thread = Thread(target=run)
    thread.start()
    while thread.is_alive() and not somebody_waits(server):
        pass
    let_go()
    thread.join()
    return raised


@pytest.fixture
def patient(emptied_url: str) -> Iterator[Store]:
    with closing(Store.open(emptied_url)) as opened:
        yield opened


def test_who_appends_to_one_attempt_waits_for_who_does(server: Server, patient: Store) -> None:
    """And finds what the other wrote: here the very same row, which settles itself."""
    attempt, writer = begin(patient, "say a")
    with ExitStack() as first:
        connection = first.enter_context(patient.database.writing())
        rows.append(connection, attempt, writer, a_row(attempt, 2), "now")
        raised = while_it_waits(
            server, lambda: patient.append(attempt, writer, a_row(attempt, 2)), first.close
        )
    assert raised == []
    assert [row.seq for row in patient.load(attempt)[1]] == [1, 2]
    assert patient.list()[0].moves == 2


def test_a_text_is_not_removed_under_who_begins_on_it(server: Server, patient: Store) -> None:
    old, _ = begin(patient)
    header = a_header()
    with ExitStack() as first:
        connection = first.enter_context(patient.database.writing())
        rows.begin(connection, header, "now")
        raised = while_it_waits(server, lambda: patient.delete(old), first.close)
    assert raised == []
    assert patient.load(header.attempt)[0] == header


def test_two_who_bring_the_same_text_keep_it_once(server: Server, patient: Store) -> None:
    with ExitStack() as first:
        connection = first.enter_context(patient.database.writing())
        rows.begin(connection, a_header(), "now")
        raised = while_it_waits(server, lambda: patient.create(a_header()), first.close)
    assert raised == []
    assert len(patient.list()) == 2


def test_an_attempt_that_another_program_holds(store: Store) -> None:
    attempt, writer = begin(store, "say a")
    with store.database.writing() as connection:
        rows.required(connection, attempt, lock=True)
        assert len(store.load(attempt)[1]) == 1
        with pytest.raises(NotSaved, match="another program keeps the record locked; close it"):
            store.append(attempt, writer, a_row(attempt, 2))
    store.append(attempt, writer, a_row(attempt, 2))


def test_a_reader_sees_one_moment(store: Store) -> None:
    attempt, writer = begin(store, "say a")
    with store.database.reading() as connection:
        before = rows.required(connection, attempt)
        store.append(attempt, writer, Row(2, "say b", "[]"))
        assert rows.required(connection, attempt) == before
    with pytest.raises(BadDatabase, match="may only be read"), store.database.reading() as connection:
        connection.exec_driver_sql("DELETE FROM moves")
