"""The attempt store: what has been appended is on disk when `append` returns, and is never changed."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.engine import RowMapping

from simulator.attempts import rows
from simulator.attempts.database import Database
from simulator.attempts.errors import UnknownAttempt
from simulator.attempts.records import Facts, Jotting, JottingKind, Listed, Summary
from simulator.attempts.schema import attempts, jottings, moves, scenario_texts
from simulator.engine.attempt import Header, Row

__all__ = ["ASSESSED", "Facts", "Listed", "Store", "Summary"]

ASSESSED = "assessment"
"""The mode of an attempt that belongs to an assessment: practice neither shows nor changes it."""


class Store:
    """The record of attempts in a database. May be used from several threads and processes at once.

    Every write raises NotSaved if it did not reach the disk, and may be tried again on the same store.
    """

    def __init__(self, database: Database) -> None:
        """The attempts in `database`, which stays open until `close`."""
        self.database = database

    @classmethod
    def open(cls, location: str | Path | None = None) -> Store:
        """Open a path or a URL; None means ONLYME_DATABASE, else the platform's folder for user data.

        Makes what is missing and brings the tables up to date; raises BadDatabase.
        """
        return cls(Database.open(location))

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def facts(self) -> Facts:
        """Say where and how attempts are kept. Raises BadDatabase."""
        return self.database.facts()

    # -- writing

    def create(self, header: Header) -> str:
        """Begin an attempt and return the token of its writer.

        Beginning the same attempt again before its first move settles a doubtful save: a new token.
        """
        with self.database.writing() as connection:
            return rows.begin(connection, header, self.database.stamp(connection))

    def claim(self, attempt: str) -> str:
        """Open an attempt for writing and return the token of its only writer from now on.

        Whoever held it before gets ContinuedElsewhere. Raises UnknownAttempt, for one of an assessment too.
        """
        token = rows.new_token()
        with self.database.writing() as connection:
            _practised(connection, attempt)
            rows.change(connection, attempt, writer=token)
        return token

    def append(self, attempt: str, writer: str, row: Row) -> None:
        """Add the next row; it is on disk when this returns. Moves after the end reopen the attempt.

        Appending the very same row again is silent, so that a doubtful save can be settled by repeating it.
        Raises NotSaved, OutOfStep, ContinuedElsewhere or UnknownAttempt.
        """
        with self.database.writing() as connection:
            rows.append(connection, attempt, writer, row, self.database.stamp(connection))

    def jot(self, attempt: str, writer: str, jotting: Jotting) -> None:
        """Add what the trainee wrote. Raises NotSaved, ContinuedElsewhere or UnknownAttempt."""
        with self.database.writing() as connection:
            rows.held(connection, attempt, writer)
            last = connection.scalar(select(func.max(jottings.c.place)).where(jottings.c.attempt == attempt))
            values = {"attempt": attempt, "place": (last or 0) + 1, **asdict(jotting)}
            connection.execute(insert(jottings), values)

    def unsay(self, attempt: str, writer: str, move: int) -> None:
        """Forget the lines said first before a move, or before a later one; for when it is taken back.

        Raises like `jot`.
        """
        with self.database.writing() as connection:
            rows.held(connection, attempt, writer)
            later = (jottings.c.kind == JottingKind.OWN) & (jottings.c.move >= move)
            connection.execute(delete(jottings).where(jottings.c.attempt == attempt, later))

    def finish(self, attempt: str, writer: str, summary: Summary) -> None:
        """Mark an attempt as played to its end. Raises like `append`."""
        with self.database.writing() as connection:
            rows.finish(connection, attempt, writer, summary, self.database.stamp(connection))

    def delete(self, attempt: str) -> None:
        """Remove an attempt, and its scenario's text if nothing else needs it.

        Raises UnknownAttempt, for one of an assessment too.
        """
        with self.database.writing() as connection:
            _practised(connection, attempt)
            rows.remove(connection, attempt)

    # -- reading

    def load(self, attempt: str) -> tuple[Header, tuple[Row, ...]]:
        """The header and every row, as they were given. Raises UnknownAttempt or BadDatabase."""
        texts = select(scenario_texts.c.text).where(scenario_texts.c.digest == attempts.c.text_digest)
        wanted = (
            select(moves.c.seq, moves.c.move, moves.c.events)
            .where(moves.c.attempt == attempt)
            .order_by(moves.c.seq)
        )
        with self.database.reading() as connection:
            kept = rows.required(connection, attempt)
            text = connection.execute(texts.where(attempts.c.attempt == attempt)).scalar_one()
            made = tuple(Row(seq, move, events) for seq, move, events in connection.execute(wanted))
        values = {name: kept[name] for name in rows.HEADER}
        return Header(**values, seed=int(kept["seed"]), scenario_text=text), made

    def jottings(self, attempt: str) -> tuple[Jotting, ...]:
        """What the trainee wrote while playing, in order. Raises BadDatabase."""
        wanted = select(jottings).where(jottings.c.attempt == attempt).order_by(jottings.c.place)
        with self.database.reading() as connection:
            return tuple(
                Jotting(JottingKind(row["kind"]), row["move"], row["text"])
                for row in connection.execute(wanted).mappings()
            )

    def find(self, prefix: str) -> str:
        """The id of the one practised attempt that begins with `prefix`.

        Raises UnknownAttempt for none or several.
        """
        wanted = prefix.strip().lower()
        if not wanted:
            raise UnknownAttempt("Give the first letters of an attempt's id")
        begins = attempts.c.attempt.startswith(wanted, autoescape=True)
        ids = select(attempts.c.attempt).where(begins, attempts.c.mode != ASSESSED)
        with self.database.reading() as connection:
            found = connection.scalars(ids.limit(2)).all()
        if len(found) == 1:
            return str(found[0])
        if found:
            raise UnknownAttempt(f"More than one attempt begins with {wanted[:40]}; give more of its id")
        raise UnknownAttempt(f"No attempt begins with {wanted[:40]}")

    def list(self, *, unfinished: bool | None = None, scenario: str | None = None) -> tuple[Listed, ...]:
        """Practised attempts, the last saved first; `unfinished` and `scenario` narrow them."""
        order = (attempts.c.last_saved.desc(), attempts.c.attempt)
        wanted = select(attempts).where(attempts.c.mode != ASSESSED).order_by(*order)
        if unfinished is not None:
            column = attempts.c.finished
            wanted = wanted.where(column.is_(None) if unfinished else column.is_not(None))
        if scenario is not None:
            wanted = wanted.where(attempts.c.scenario == scenario)
        with self.database.reading() as connection:
            return tuple(_listed(row) for row in connection.execute(wanted).mappings())


def _practised(connection: Connection, attempt: str) -> None:
    """Locks an attempt. Raises UnknownAttempt where there is none, or it belongs to an assessment."""
    if rows.required(connection, attempt, lock=True)["mode"] == ASSESSED:
        raise UnknownAttempt(f"The attempt {attempt[:8]} belongs to an assessment, and is not for practice")


def _listed(row: RowMapping) -> Listed:
    summary = None
    if row["finished"] is not None:
        summary = Summary(row["ending"], row["stage"], json.loads(row["points"]), row["finished"])
    return Listed(
        id=row["attempt"],
        scenario=row["scenario"],
        title=row["title"],
        variant=row["variant"],
        started=row["started"],
        last_saved=row["last_saved"],
        moves=row["live_moves"],
        summary=summary,
    )
