"""Made-up attempts, and programs that write them: run in processes of their own by the fault tests."""

from __future__ import annotations

import json
import multiprocessing
import random
import uuid
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext

from simulator.attempts.store import Store
from simulator.engine.attempt import Header, Row


def a_header(**changes: object) -> Header:
    """The header of a new attempt, but for `changes`."""
    header = Header(
        attempt=uuid.uuid4().hex,
        scenario="first-call",
        title="A first call",
        scenario_hash="5f2b",
        scenario_text="title: A first call\n",
        variant=None,
        language="en",
        rules=1,
        rubric="1",
        seed=7,
        mode="practice",
        started="2026-01-02T03:04:05+00:00",
    )
    return replace(header, **changes)  # type: ignore[arg-type]


def a_row(attempt: str, seq: int) -> Row:
    """The one row that an attempt has at `seq`: of any length up to several database pages, in any script."""
    dice = random.Random(f"{attempt} {seq}")
    said = "".join(dice.choice('abc é漢🙂\\"\n') for _ in range(dice.choice((0, 40, 400, 9000))))
    return Row(seq, f"say choice_{seq}", json.dumps([{"seq": seq, "said": said}], ensure_ascii=False))


def begin(store: Store, *moves: str, **changes: object) -> tuple[str, str]:
    """Begin an attempt and make moves in it: its id and its writer."""
    header = a_header(**changes)
    writer = store.create(header)
    for seq, move in enumerate(moves, 1):
        store.append(header.attempt, writer, Row(seq, move, "[]"))
    return header.attempt, writer


def processes() -> ForkServerContext:
    """Where new processes come from: quickly, for what they need is loaded already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def append_for_ever(place: str, attempt: str, acknowledgements: Connection) -> None:
    """Append rows as fast as can be, and send the number of each once the store says it is kept; 0 first."""
    store = Store.open(place)
    writer = store.claim(attempt)
    seq = len(store.load(attempt)[1])
    acknowledgements.send_bytes(b"0")
    while True:
        seq += 1
        store.append(attempt, writer, a_row(attempt, seq))
        acknowledgements.send_bytes(str(seq).encode())


def append_some(place: str, count: int, answer: Connection) -> None:
    """Begin an attempt, append `count` rows, and send its id, or the error that stopped it."""
    try:
        store = Store.open(place)
        header = a_header()
        writer = store.create(header)
        for seq in range(1, count + 1):
            store.append(header.attempt, writer, a_row(header.attempt, seq))
        store.close()
    except Exception as error:
        answer.send(error)
        raise
    answer.send(header.attempt)
