"""Diagrams in another order of the fields, compiled: a set, chances or a function is asked, from the top of
the new order down, for what is left of it under each value of each field.
"""

from __future__ import annotations

import numpy as np

from simulator.analysis.diagrams.functions import followed, function
from simulator.analysis.diagrams.kernel import (
    CHANCES,
    FULL,
    HI,
    KEY,
    LO,
    MORE,
    RESULT,
    RESULT_WEIGHT,
    VAR,
    WEIGHT,
    Ints,
    Nodes,
    branch,
    machine,
    mix,
    node,
    real_of,
    times,
)  # fmt: skip


@machine
def support(t: Nodes, asks: Ints, n: int) -> None:
    """Notes in `asks`, a row of bits by node, for which levels a node and all below it ask. The last word
    of a row is 1 where that is known."""
    if n < 2 or asks[n, -1]:
        return
    support(t, asks, t.at[n, LO])
    support(t, asks, t.at[n, HI])
    for word in range(asks.shape[1] - 1):
        asks[n, word] = asks[t.at[n, LO], word] | asks[t.at[n, HI], word]
    level = t.level[t.at[n, VAR]]
    asks[n, level // 62] |= np.int64(1) << (level % 62)
    asks[n, -1] = 1


@machine
def _asks(asks: Ints, n: int, level: int) -> bool:
    return bool((asks[n, level // 62] >> (level % 62)) & 1)


@machine
def _states_where(t: Nodes, asks: Ints, n: int, level: int, v: int) -> tuple[int, float, int]:
    """The states whose field at a level holds value number `v`, with that field forgotten."""
    one = t.at[0, WEIGHT]
    if n < 2 or not _asks(asks, n, level):
        return one, 1.0, n if v == 0 else np.int64(0)
    first = t.first[level]
    if t.level[t.at[n, VAR]] == level:
        m = n
        while t.level[t.at[m, VAR]] == level:
            if v and t.at[m, VAR] == first + v - 1:
                return t.at[m, WEIGHT], real_of(t, m), t.at[m, HI]
            m = t.at[m, LO]
        return one, 1.0, m if v == 0 else np.int64(0)
    key, more = -((n << 16) | (first + v)) - 1, np.int64(-5)
    s = mix(n, first + v, 8, 9) & np.uint64(t.known.shape[0] - 1)
    if t.known[s, KEY] == key and t.known[s, MORE] == more:
        return t.known[s, RESULT_WEIGHT], t.known_real[s] if t.state[CHANCES] else 1.0, t.known[s, RESULT]
    lw, lf, lo = _states_where(t, asks, t.at[n, LO], level, v)
    hw, hf, hi = _states_where(t, asks, t.at[n, HI], level, v)
    rw, rf, r = node(t, t.at[n, VAR], lw, lf, lo, times(t, t.at[n, WEIGHT], hw), real_of(t, n) * hf, hi)
    support(t, asks, r)
    t.known[s, KEY], t.known[s, MORE] = key, more
    t.known[s, RESULT_WEIGHT], t.known[s, RESULT] = rw, r
    if t.state[CHANCES]:
        t.known_real[s] = rf
    return rw, rf, r


@machine
def states_turned(
    new: Nodes, old: Nodes, asks: Ints, levels: Ints, n: int, level: int
) -> tuple[int, float, int]:
    """The states `n` of `old` in another order of the fields. `levels` gives for each level of `new` that of
    `old`, or -1, and value numbers are the same in both."""
    if n < 2:
        return new.at[0, WEIGHT], 1.0, n
    while levels[level] < 0 or not _asks(asks, n, levels[level]):
        level += 1
    key, more = -n - 1, np.int64(-6)
    s = mix(n, 1, 6, 6) & np.uint64(new.known.shape[0] - 1)
    if new.known[s, KEY] == key and new.known[s, MORE] == more:
        return (
            new.known[s, RESULT_WEIGHT], new.known_real[s] if new.state[CHANCES] else 1.0, new.known[s,
            RESULT]
        )  # fmt: skip
    first = new.first[level]
    width = new.first[level + 1] - first + 1
    rw, rf, r = new.at[0, WEIGHT], 1.0, np.int64(0)
    for back in range(width):
        v = np.int64(0) if back == 0 else np.int64(width - back)
        w, f, under_ = _states_where(old, asks, n, levels[level], v)
        if old.state[FULL]:
            return rw, rf, r
        if under_:
            cw, cf, c = states_turned(new, old, asks, levels, under_, level + 1)
            cw, cf = times(new, w, cw), f * cf
            if v == 0:
                rw, rf, r = cw, cf, c
            else:
                rw, rf, r = node(new, first + v - 1, rw, rf, r, cw, cf, c)
    new.known[s, KEY], new.known[s, MORE] = key, more
    new.known[s, RESULT_WEIGHT], new.known[s, RESULT] = rw, r
    if new.state[CHANCES]:
        new.known_real[s] = rf
    return rw, rf, r


@machine
def _function_where(t: Nodes, asks: Ints, n: int, level: int, v: int, sp: int) -> tuple[int, int]:
    """A function where the field of a level holds value number `v`."""
    if n < 2 or not _asks(asks, n, level):
        return np.int64(0), n
    at = t.level[t.at[n, VAR]]
    if at == level:
        return followed(t, n, level, v)
    key, more = -((n << 16) | (t.first[level] + v)) - 1, np.int64(-7)
    s = mix(n, t.first[level] + v, 8, 3) & np.uint64(t.known.shape[0] - 1)
    if t.known[s, KEY] == key and t.known[s, MORE] == more:
        return t.known[s, RESULT_WEIGHT], t.known[s, RESULT]
    width = t.first[at + 1] - t.first[at] + 1
    for value in range(width):
        w, c = followed(t, n, at, value)
        x, c = _function_where(t, asks, c, level, v, sp + 2 * width)
        t.stack[sp + 2 * value], t.stack[sp + 2 * value + 1] = w + x, c
    rw, r = function(t, at, sp, width)
    support(t, asks, r)
    t.known[s, KEY], t.known[s, MORE] = key, more
    t.known[s, RESULT_WEIGHT], t.known[s, RESULT] = rw, r
    return rw, r


@machine
def function_turned(
    new: Nodes, old: Nodes, asks: Ints, levels: Ints, sets: Nodes, n: int, f: int, level: int, sp: int
) -> tuple[int, int]:
    """Function `f` of `old` in another order of the fields, for the states `n` of `sets`, which are in it."""
    if f == 1:
        return np.int64(0), f
    while sets.level[sets.at[n, VAR]] > level and (levels[level] < 0 or not _asks(asks, f, levels[level])):
        level += 1
    key, more = -((n << 31) | f) - 1, np.int64(-8)
    s = mix(n, f, 3, 4) & np.uint64(new.known.shape[0] - 1)
    if new.known[s, KEY] == key and new.known[s, MORE] == more:
        return new.known[s, RESULT_WEIGHT], new.known[s, RESULT]
    first = new.first[level]
    width = new.first[level + 1] - first + 1
    for v in range(width):
        new.stack[sp + 2 * v + 1] = -1
    m = n
    while True:
        last, v, states = branch(sets, m, level)
        if states:
            w, c = np.int64(0), f
            if levels[level] >= 0:
                w, c = _function_where(old, asks, f, levels[level], v, np.int64(0))
            if old.state[FULL]:
                return np.int64(0), np.int64(1)
            x, c = function_turned(new, old, asks, levels, sets, states, c, level + 1, sp + 2 * width)
            new.stack[sp + 2 * v], new.stack[sp + 2 * v + 1] = w + x, c
        if last:
            break
        m = sets.at[m, LO]
    rw, r = function(new, level, sp, width)
    new.known[s, KEY], new.known[s, MORE] = key, more
    new.known[s, RESULT_WEIGHT], new.known[s, RESULT] = rw, r
    return rw, r
