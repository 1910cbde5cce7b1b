"""The attempt store: what has been appended is on disk when `append` returns, and is never changed."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.engine import RowMapping

from simulator.attempts.database import Database
from simulator.attempts.errors import ContinuedElsewhere, NotSaved, OutOfStep, UnknownAttempt
from simulator.attempts.records import Facts, Jotting, JottingKind, Listed, Summary
from simulator.attempts.schema import attempts, jottings, moves, scenario_texts
from simulator.engine.attempt import UNDO, Header, Row

__all__ = ["Facts", "Listed", "Store", "Summary"]

_HEADER = tuple(name for name in Header.__dataclass_fields__ if name not in ("scenario_text", "seed"))


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
        digest = hashlib.sha256(header.scenario_text.encode("utf-8", "surrogatepass")).hexdigest()
        values = {name: getattr(header, name) for name in _HEADER}
        values |= {"seed": str(header.seed), "text_digest": digest}
        token = secrets.token_hex(16)
        with self.database.writing() as connection:
            kept = _row(connection, header.attempt)
            if kept is not None:
                if kept["live_moves"] or any(kept[name] != value for name, value in values.items()):
                    raise NotSaved(f"another attempt has the id {header.attempt}; start a new one")
                self._touch(connection, header.attempt, writer=token)
                return token
            known = select(scenario_texts.c.digest).where(scenario_texts.c.digest == digest)
            if connection.scalar(known) is None:
                connection.execute(insert(scenario_texts), {"digest": digest, "text": header.scenario_text})
            values |= {"writer": token, "last_saved": self.database.stamp(connection), "live_moves": 0}
            connection.execute(insert(attempts), values)
        return token

    def claim(self, attempt: str) -> str:
        """Open an attempt for writing and return the token of its only writer from now on.

        Whoever held it before gets ContinuedElsewhere. Raises UnknownAttempt.
        """
        token = secrets.token_hex(16)
        with self.database.writing() as connection:
            _required(connection, attempt)
            connection.execute(update(attempts).where(attempts.c.attempt == attempt).values(writer=token))
        return token

    def append(self, attempt: str, writer: str, row: Row) -> None:
        """Add the next row; it is on disk when this returns. Moves after the end reopen the attempt.

        Appending the very same row again is silent, so that a doubtful save can be settled by repeating it.
        Raises NotSaved, OutOfStep, ContinuedElsewhere or UnknownAttempt.
        """
        with self.database.writing() as connection:
            kept = _held(connection, attempt, writer)
            last = connection.scalar(select(func.max(moves.c.seq)).where(moves.c.attempt == attempt)) or 0
            if row.seq != last + 1:
                if row.seq in range(1, last + 1) and row == _move(connection, attempt, row.seq):
                    return
                raise OutOfStep(
                    f"this attempt has {last} moves kept, and move {row.seq} does not follow; open it again"
                )
            connection.execute(
                insert(moves),
                {"attempt": attempt, "seq": row.seq, "move": row.move, "events": row.events},
            )
            self._touch(
                connection,
                attempt,
                live_moves=_live_after(kept["live_moves"], row.move),
                finished=None,
                ending=None,
                stage=None,
                points=None,
            )

    def jot(self, attempt: str, writer: str, jotting: Jotting) -> None:
        """Add what the trainee wrote. Raises NotSaved, ContinuedElsewhere or UnknownAttempt."""
        with self.database.writing() as connection:
            _held(connection, attempt, writer)
            last = connection.scalar(select(func.max(jottings.c.place)).where(jottings.c.attempt == attempt))
            values = {"attempt": attempt, "place": (last or 0) + 1, **asdict(jotting)}
            connection.execute(insert(jottings), values)

    def unsay(self, attempt: str, writer: str, move: int) -> None:
        """Forget the lines said first before a move, or before a later one; for when it is taken back.

        Raises like `jot`.
        """
        with self.database.writing() as connection:
            _held(connection, attempt, writer)
            later = (jottings.c.kind == JottingKind.OWN) & (jottings.c.move >= move)
            connection.execute(delete(jottings).where(jottings.c.attempt == attempt, later))

    def finish(self, attempt: str, writer: str, summary: Summary) -> None:
        """Mark an attempt as played to its end. Raises like `append`."""
        values = asdict(summary) | {"points": json.dumps(dict(summary.points), sort_keys=True)}
        with self.database.writing() as connection:
            _held(connection, attempt, writer)
            self._touch(connection, attempt, **values)

    def delete(self, attempt: str) -> None:
        """Remove an attempt, and its scenario's text if no other needs it. Raises UnknownAttempt."""
        with self.database.writing() as connection:
            digest = _required(connection, attempt)["text_digest"]
            connection.execute(delete(attempts).where(attempts.c.attempt == attempt))
            others = select(attempts.c.attempt).where(attempts.c.text_digest == digest).exists()
            connection.execute(delete(scenario_texts).where(scenario_texts.c.digest == digest, ~others))

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
            kept = _required(connection, attempt)
            text = connection.execute(texts.where(attempts.c.attempt == attempt)).scalar_one()
            rows = tuple(Row(seq, move, events) for seq, move, events in connection.execute(wanted))
        values = {name: kept[name] for name in _HEADER}
        return Header(**values, seed=int(kept["seed"]), scenario_text=text), rows

    def jottings(self, attempt: str) -> tuple[Jotting, ...]:
        """What the trainee wrote while playing, in order. Raises BadDatabase."""
        wanted = select(jottings).where(jottings.c.attempt == attempt).order_by(jottings.c.place)
        with self.database.reading() as connection:
            return tuple(
                Jotting(JottingKind(row["kind"]), row["move"], row["text"])
                for row in connection.execute(wanted).mappings()
            )

    def find(self, prefix: str) -> str:
        """The id of the one attempt that begins with `prefix`. Raises UnknownAttempt for none or several."""
        wanted = prefix.strip().lower()
        if not wanted:
            raise UnknownAttempt("Give the first letters of an attempt's id")
        ids = select(attempts.c.attempt).where(attempts.c.attempt.startswith(wanted, autoescape=True))
        with self.database.reading() as connection:
            found = connection.scalars(ids.limit(2)).all()
        if len(found) == 1:
            return str(found[0])
        if found:
            raise UnknownAttempt(f"More than one attempt begins with {wanted[:40]}; give more of its id")
        raise UnknownAttempt(f"No attempt begins with {wanted[:40]}")

    def list(self, *, unfinished: bool | None = None, scenario: str | None = None) -> tuple[Listed, ...]:
        """Attempts, the last saved first; `unfinished` and `scenario` narrow them."""
        wanted = select(attempts).order_by(attempts.c.last_saved.desc(), attempts.c.attempt)
        if unfinished is not None:
            column = attempts.c.finished
            wanted = wanted.where(column.is_(None) if unfinished else column.is_not(None))
        if scenario is not None:
            wanted = wanted.where(attempts.c.scenario == scenario)
        with self.database.reading() as connection:
            return tuple(_listed(row) for row in connection.execute(wanted).mappings())

    def _touch(self, connection: Connection, attempt: str, **values: Any) -> None:
        values["last_saved"] = self.database.stamp(connection)
        connection.execute(update(attempts).where(attempts.c.attempt == attempt).values(**values))


def _row(connection: Connection, attempt: str) -> RowMapping | None:
    wanted = select(attempts).where(attempts.c.attempt == attempt)
    return connection.execute(wanted).mappings().one_or_none()


def _required(connection: Connection, attempt: str) -> RowMapping:
    kept = _row(connection, attempt)
    if kept is None:
        raise UnknownAttempt(f"There is no attempt {attempt[:40]}; it may have been deleted")
    return kept


def _held(connection: Connection, attempt: str, writer: str) -> RowMapping:
    kept = _required(connection, attempt)
    if kept["writer"] != writer:
        raise ContinuedElsewhere("This attempt is continued elsewhere; go on there, or open it again here")
    return kept


def _move(connection: Connection, attempt: str, seq: int) -> Row | None:
    wanted = select(moves.c.seq, moves.c.move, moves.c.events).where(
        moves.c.attempt == attempt, moves.c.seq == seq
    )
    kept = connection.execute(wanted).one_or_none()
    return None if kept is None else Row(kept.seq, kept.move, kept.events)


def _live_after(live: int, move: str) -> int:
    """How many rows count once `move` is added to `live` of them; the first is never undone."""
    if move != UNDO:
        return live + 1
    return live - 1 if live > 1 else live


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
