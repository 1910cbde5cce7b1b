"""What one transaction does to the rows of an attempt, so that other things can be kept in the same one."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update
from sqlalchemy.engine import RowMapping

from simulator.attempts.cohort_schema import assessment_scenarios
from simulator.attempts.database import insert_once
from simulator.attempts.errors import ContinuedElsewhere, NotSaved, OutOfStep, UnknownAttempt
from simulator.attempts.records import Summary
from simulator.attempts.schema import attempts, moves, scenario_texts
from simulator.engine.attempt import UNDO, Header, Row

HEADER = tuple(name for name in Header.__dataclass_fields__ if name not in ("scenario_text", "seed"))
"""What of a header has a column of its own name."""


def begin(connection: Connection, header: Header, at: str) -> str:
    """Begin an attempt and return the token of its writer; `at` is the stamp of the database's clock.

    Beginning the same attempt again before its first move settles a doubtful save: a new token. Raises
    NotSaved where another attempt has its id.
    """
    digest = digest_of(header.scenario_text)
    values = {name: getattr(header, name) for name in HEADER}
    values |= {"seed": str(header.seed), "text_digest": digest}
    token = new_token()
    kept = row_of(connection, header.attempt, lock=True)
    if kept is not None:
        if kept["live_moves"] or any(kept[name] != value for name, value in values.items()):
            raise NotSaved(f"another attempt has the id {header.attempt}; start a new one")
        change(connection, header.attempt, writer=token, last_saved=at)
        return token
    keep_text(connection, header.scenario_text)
    values |= {"writer": token, "last_saved": at, "live_moves": 0}
    connection.execute(insert(attempts), values)
    return token


def append(connection: Connection, attempt: str, writer: str, row: Row, at: str) -> None:
    """Add the next row, `at` being the stamp of the database's clock. Moves after the end reopen the attempt.

    Appending the very same row again is silent, so that a doubtful save can be settled by repeating it.
    Raises OutOfStep, ContinuedElsewhere or UnknownAttempt.
    """
    kept = held(connection, attempt, writer)
    last = connection.scalar(select(func.max(moves.c.seq)).where(moves.c.attempt == attempt)) or 0
    if row.seq != last + 1:
        if row.seq in range(1, last + 1) and row == _move(connection, attempt, row.seq):
            return
        raise OutOfStep(
            f"this attempt has {last} moves kept, and move {row.seq} does not follow; open it again"
        )
    values = {"attempt": attempt, "seq": row.seq, "move": row.move, "events": row.events}
    connection.execute(insert(moves), values)
    change(
        connection,
        attempt,
        live_moves=_live_after(kept["live_moves"], row.move),
        finished=None,
        ending=None,
        stage=None,
        points=None,
        last_saved=at,
    )


def finish(connection: Connection, attempt: str, writer: str, summary: Summary, at: str) -> None:
    """Mark an attempt as played to its end. Raises ContinuedElsewhere or UnknownAttempt."""
    held(connection, attempt, writer)
    values = asdict(summary) | {"points": json.dumps(dict(summary.points), sort_keys=True)}
    change(connection, attempt, last_saved=at, **values)


def remove(connection: Connection, attempt: str) -> None:
    """Remove an attempt, and its scenario's text if nothing else needs it. Raises UnknownAttempt."""
    digest = required(connection, attempt, lock=True)["text_digest"]
    connection.execute(delete(attempts).where(attempts.c.attempt == attempt))
    # Whoever is beginning an attempt on the text finishes doing so first, and is seen by what follows.
    connection.execute(_text(digest).with_for_update())
    others = select(attempts.c.attempt).where(attempts.c.text_digest == digest).exists()
    frozen = select(assessment_scenarios.c.place).where(assessment_scenarios.c.text_digest == digest).exists()
    unused = scenario_texts.c.digest == digest
    connection.execute(delete(scenario_texts).where(unused, ~others, ~frozen))


def keep_text(connection: Connection, text: str) -> str:
    """Keep a scenario's text, once, and return its digest. Nobody removes it before the transaction ends."""
    digest = digest_of(text)
    if connection.scalar(_text(digest).with_for_update(read=True, key_share=True)) is None:
        insert_once(connection, scenario_texts, {"digest": digest, "text": text})
    return digest


def digest_of(text: str) -> str:
    """The fingerprint of a text itself, layout and comments included."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def new_token() -> str:
    """What the only writer of an attempt is known by."""
    return secrets.token_hex(16)


def change(connection: Connection, attempt: str, **values: Any) -> None:
    """Change what is kept beside the moves."""
    connection.execute(update(attempts).where(attempts.c.attempt == attempt).values(**values))


def row_of(connection: Connection, attempt: str, *, lock: bool = False) -> RowMapping | None:
    """The row of an attempt, if there is one. `lock` it, and nobody else writes to the attempt meanwhile."""
    wanted = select(attempts).where(attempts.c.attempt == attempt)
    if lock:
        wanted = wanted.with_for_update(key_share=True)
    return connection.execute(wanted).mappings().one_or_none()


def required(connection: Connection, attempt: str, *, lock: bool = False) -> RowMapping:
    """The row of an attempt, as in `row_of`. Raises UnknownAttempt."""
    kept = row_of(connection, attempt, lock=lock)
    if kept is None:
        raise UnknownAttempt(f"There is no attempt {attempt[:40]}; it may have been deleted")
    return kept


def held(connection: Connection, attempt: str, writer: str) -> RowMapping:
    """The row of an attempt for its only writer, locked. Raises UnknownAttempt or ContinuedElsewhere."""
    kept = required(connection, attempt, lock=True)
    if kept["writer"] != writer:
        raise ContinuedElsewhere("This attempt is continued elsewhere; go on there, or open it again here")
    return kept


def _text(digest: str) -> Select[str]:
    return select(scenario_texts.c.digest).where(scenario_texts.c.digest == digest)


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
