"""Weighted sets of states as decision diagrams, compiled: a thousand million states in some thousands of
nodes.

A diagram stands for a set of states, each with a weight. A node asks whether one field holds one value: `hi`
if so, else `lo`, which asks for the field's next value; where none is left, the field holds its first value,
0. A field that is 0 in all states of a node is left out (zero-suppressed diagrams: Minato 1993). The weight
of a state is what lies on its way, taken together (edge-valued diagrams: Lai and Sastry 1992); a node carries
the weight of its `hi` relative to its `lo`, so that equal things are one node. Weights are

- whole numbers that are *added*: points still to be had; all 0 for a plain set;
- chances that are *multiplied*, held twice: as a residue modulo the prime 2^61 - 1, by which equal things are
  known exactly and results can be checked to the last digit, and as a floating-point number, which is shown.

Numbers of nodes and weights are 64-bit whole numbers throughout: a recursive function that numba loads from
its cache must call itself with the types it was entered with. A table that is full is not an error here:
the flag `FULL` is raised and the result means nothing; whoever called grows the table and calls again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]

EMPTY, UNIT = 0, 1
"""The diagram of no state, and of the one state whose remaining fields are all 0."""
PRIME = (1 << 61) - 1
SUM, MOST, LEAST = 0, 1, 2
"""How weights of a state that stands in both parts of a union become one."""
COUNT, FULL, LISTS, CHANCES = 0, 1, 2, 3
VAR, LO, HI, WEIGHT = 0, 1, 2, 3
KEY, MORE, RESULT, RESULT_WEIGHT = 0, 1, 2, 3


Code = TypeVar("Code", bound=Callable[..., Any])


def machine(function: Code) -> Code:
    """The function as machine code, made at its first call and kept; it lets other threads run."""
    return cast(Code, njit(cache=True, nogil=True)(function))


class Nodes(NamedTuple):
    """The nodes of some diagrams, and what was worked out about them. `level` and `first` are of the
    space."""

    at: Ints  # by node: VAR, LO, HI, WEIGHT
    real: Floats
    slots: Ints
    state: Ints  # COUNT nodes, FULL, LISTS of tails, CHANCES: whether weights are multiplied
    known: Ints  # what was worked out: KEY, MORE of it, RESULT, RESULT_WEIGHT
    known_real: Floats
    level: Ints  # of a variable; of no variable: the depth
    first: Ints  # the first variable of a level
    lists: Ints  # tails with what they lead to: tail, node, weight
    begin: Ints  # where a list begins
    place: Ints  # and at which level of the motion it stands
    list_slots: Ints
    stack: Ints
    stack_real: Floats
    ends: Floats  # of a leaf: its chances
    residues: Ints  # and what they leave modulo the prime


class Ways(NamedTuple):
    """A motion forwards: in state `q` of it, a level's value becomes `left`, and it goes on in state
    `onward`."""

    base: int
    level: Ints
    begin: Ints
    segment: Ints
    left: Ints
    onward: Ints
    points: Ints


class Tails(NamedTuple):
    """A motion backwards: what each tail of a row makes of the values of its level."""

    base: int
    levels: Ints
    act: Ints
    below: Ints
    left: Ints


def nodes(level: Ints, first: Ints, chances: bool, capacity: int, ends: int = 0) -> Nodes:
    """Room for so many nodes (a power of two), some of which are leaves with so many chances."""

    def ints(size: int) -> Ints:
        return np.zeros(size, np.int64)

    known = min(capacity, 1 << 22)
    room = Nodes(
        np.zeros((capacity, 4), np.int64), np.ones(capacity if chances else 1), ints(2 * capacity),
        np.array([2, 0, 0, chances], np.int64),
        np.zeros((known, 4), np.int64), np.ones(known if chances else 1),
        level, first, ints(2 * capacity), ints(capacity // 2 + 1), ints(capacity // 2), ints(capacity),
        ints(1 << 16), np.ones(1 << 16), np.zeros((capacity if ends else 1, ends)),
        np.zeros((capacity if ends else 1, ends), np.int64),
    )  # fmt: skip
    room.at[:2, VAR] = level.size - 1
    room.at[:2, WEIGHT] = int(chances)
    return room


@machine
def mix(a: int, b: int, c: int, d: int) -> int:
    """A hash of four numbers."""
    h = np.uint64(a) * np.uint64(0x9E3779B97F4A7C15) ^ np.uint64(b) * np.uint64(0xC2B2AE3D27D4EB4F)
    h ^= h >> np.uint64(31)
    h = (h + np.uint64(c)) * np.uint64(0x165667B19E3779F9) ^ np.uint64(d) * np.uint64(0x27D4EB2F165667C5)
    h ^= h >> np.uint64(29)
    h *= np.uint64(0xBF58476D1CE4E5B9)
    h ^= h >> np.uint64(32)
    return h


@machine
def product(a: int, b: int) -> int:
    """A product modulo 2^61 - 1."""
    half, low, prime = np.uint64(31), np.uint64((1 << 31) - 1), np.uint64(PRIME)
    x, y = np.uint64(a), np.uint64(b)
    xh, xl, yh, yl = x >> half, x & low, y >> half, y & low
    middle = xh * yl + xl * yh
    whole = (
        np.uint64(2) * xh * yh
        + (middle >> np.uint64(30))
        + ((middle & np.uint64((1 << 30) - 1)) << half)
        + xl * yl
    )
    whole = (whole & prime) + (whole >> np.uint64(61))
    return np.int64(whole - prime if whole >= prime else whole)


@machine
def _inverse(a: int) -> int:
    """The number which times `a` gives 1, modulo 2^61 - 1."""
    r, s, x, y = np.int64(PRIME), a, np.int64(0), np.int64(1)
    while s:
        q = r // s
        r, s = s, r - q * s
        x, y = y, x - q * y
    return x + np.int64(PRIME) if x < 0 else x


@machine
def times(t: Nodes, a: int, b: int) -> int:
    """Two weights on one way."""
    return product(a, b) if t.state[CHANCES] else a + b


@machine
def _over(t: Nodes, a: int, b: int) -> int:
    """The weight which with `b` gives `a`."""
    if t.state[CHANCES]:
        return a if b == 1 else product(a, _inverse(b))
    return a - b


@machine
def real_of(t: Nodes, n: int) -> float:
    """The weight of a node as a floating-point number; 1 where weights are no chances."""
    return t.real[n] if t.state[CHANCES] else 1.0


@machine
def node(
    t: Nodes, var: int, lw: int, lf: float, lo: int, hw: int, hf: float, hi: int
) -> tuple[int, float, int]:
    """What asks for a variable and goes on as told: weight, its floating-point number, node."""
    if hi == 0:
        return lw, lf, lo
    if lo == 0:
        top, top_real, w, f = hw, hf, t.at[0, WEIGHT], 1.0
    else:
        top, top_real, w, f = lw, lf, _over(t, hw, lw), hf / lf
    mask = np.uint64(t.slots.size - 1)
    s = mix(var, lo, hi, w) & mask
    while True:
        n = t.slots[s]
        if n == 0:
            break
        if t.at[n, VAR] == var and t.at[n, LO] == lo and t.at[n, HI] == hi and t.at[n, WEIGHT] == w:
            return top, top_real, n
        s = (s + np.uint64(1)) & mask
    n = t.state[COUNT]
    if n >= t.at.shape[0]:
        t.state[FULL] = 1
        return t.at[0, WEIGHT], 1.0, np.int64(0)
    t.state[COUNT] = n + 1
    t.at[n, VAR] = var
    t.at[n, LO] = lo
    t.at[n, HI] = hi
    t.at[n, WEIGHT] = w
    if t.state[CHANCES]:
        t.real[n] = f
    t.slots[s] = n
    return top, top_real, n


@machine
def leaf(t: Nodes, residue: int) -> int:
    """The leaf with a residue; what it holds is written by whoever made it."""
    var = np.int64(t.level.size - 1)
    mask = np.uint64(t.slots.size - 1)
    s = mix(var, 0, 0, residue) & mask
    while True:
        n = t.slots[s]
        if n == 0:
            break
        if t.at[n, VAR] == var and t.at[n, WEIGHT] == residue:
            return n
        s = (s + np.uint64(1)) & mask
    n = t.state[COUNT]
    if n >= t.at.shape[0]:
        t.state[FULL] = 1
        return np.int64(1)
    t.state[COUNT] = n + 1
    t.at[n, VAR], t.at[n, WEIGHT] = var, residue
    t.slots[s] = n
    return n


@machine
def _held_too(old: Nodes, n: int, new: Nodes, m: int) -> None:
    """Lets a leaf hold what one of other nodes holds."""
    for end in range(old.ends.shape[1]):
        new.ends[m, end], new.residues[m, end] = old.ends[n, end], old.residues[n, end]


@machine
def copied(old: Nodes, new: Nodes, number: Ints, n: int) -> int:
    """A node and all below it in other nodes; `number` tells where each old one is by now."""
    if n < 2:
        return n
    if number[n] == 0 and old.at[n, HI] == 0:
        number[n] = leaf(new, old.at[n, WEIGHT])
        _held_too(old, n, new, number[n])
    elif number[n] == 0:
        lo = copied(old, new, number, old.at[n, LO])
        hi = copied(old, new, number, old.at[n, HI])
        _, _, number[n] = node(
            new, old.at[n, VAR], new.at[0, WEIGHT], 1.0, lo, old.at[n, WEIGHT], real_of(old, n), hi
        )
    return number[n]


@machine
def moved_over(old: Nodes, new: Nodes) -> None:
    """All nodes under the same numbers, in nodes that are empty and have more room."""
    mask = np.uint64(new.slots.size - 1)
    for n in range(2, old.state[COUNT]):
        new.at[n, VAR], new.at[n, LO], new.at[n, HI] = old.at[n, VAR], old.at[n, LO], old.at[n, HI]
        new.at[n, WEIGHT] = old.at[n, WEIGHT]
        if old.state[CHANCES]:
            new.real[n] = old.real[n]
        if old.at[n, HI] == 0:
            _held_too(old, n, new, n)
        s = mix(old.at[n, VAR], old.at[n, LO], old.at[n, HI], old.at[n, WEIGHT]) & mask
        while new.slots[s]:
            s = (s + np.uint64(1)) & mask
        new.slots[s] = n
    new.state[COUNT] = old.state[COUNT]


@machine
def union(
    t: Nodes, how: int, aw: int, af: float, a: int, bw: int, bf: float, b: int
) -> tuple[int, float, int]:
    """The states of both; the weight of a state in both is the sum (of chances), the most or the least."""
    if b == 0:
        return aw, af, a
    if a == 0:
        return bw, bf, b
    if a > b:
        aw, af, a, bw, bf, b = bw, bf, b, aw, af, a
    ahead, ahead_real = _over(t, bw, aw), bf / af
    if a == b:
        if t.state[CHANCES]:
            both = (np.int64(1) + ahead) % np.int64(PRIME)
            return product(aw, both), af * (1.0 + ahead_real), a
        if how == 1:
            return max(aw, bw), 1.0, a
        return min(aw, bw), 1.0, a
    key, two = (a << 32) | b, ahead * np.int64(4) + how
    s = mix(a, b, two, 7) & np.uint64(t.known.shape[0] - 1)
    if t.known[s, KEY] == key and t.known[s, MORE] == two:
        return (
            times(t, aw, t.known[s, RESULT_WEIGHT]),
            af * (t.known_real[s] if t.state[CHANCES] else 1.0),
            t.known[s, RESULT],
        )
    one = t.at[0, WEIGHT]
    va, vb = t.at[a, VAR], t.at[b, VAR]
    if va < vb:
        lw, lf, lo = union(t, how, one, 1.0, t.at[a, LO], ahead, ahead_real, b)
        rw, rf, r = node(t, va, lw, lf, lo, t.at[a, WEIGHT], real_of(t, a), t.at[a, HI])
    elif vb < va:
        lw, lf, lo = union(t, how, one, 1.0, a, ahead, ahead_real, t.at[b, LO])
        rw, rf, r = node(
            t, vb, lw, lf, lo, times(t, ahead, t.at[b, WEIGHT]), ahead_real * real_of(t, b), t.at[b, HI]
        )
    else:
        lw, lf, lo = union(t, how, one, 1.0, t.at[a, LO], ahead, ahead_real, t.at[b, LO])
        hw, hf, hi = union(
            t, how, t.at[a, WEIGHT], real_of(t, a), t.at[a, HI],
            times(t, ahead, t.at[b, WEIGHT]), ahead_real * real_of(t, b), t.at[b, HI],
        )  # fmt: skip
        rw, rf, r = node(t, va, lw, lf, lo, hw, hf, hi)
    t.known[s, KEY], t.known[s, MORE] = key, two
    t.known[s, RESULT_WEIGHT], t.known[s, RESULT] = rw, r
    if t.state[CHANCES]:
        t.known_real[s] = rf
    return times(t, aw, rw), af * rf, r


@machine
def branch(t: Nodes, n: int, level: int) -> tuple[bool, int, int]:
    """A node on the chain of a level: whether the chain ends with it, the number of the value that it stands
    for, and the node below it."""
    if t.level[t.at[n, VAR]] != level:
        return True, np.int64(0), n
    return False, t.at[n, VAR] - t.first[level] + 1, t.at[n, HI]


@machine
def moved(t: Nodes, ways: Ways, n: int, q: int, sp: int) -> tuple[int, float, int]:
    """What a motion makes of states, and of their weights: chances that come together are added."""
    one = t.at[0, WEIGHT]
    if q < 0 or n == 0:
        return one, 1.0, n
    key, two = -((n << 31) | (q + ways.base)) - 1, np.int64(-1)
    s = mix(n, q + ways.base, 3, 5) & np.uint64(t.known.shape[0] - 1)
    if t.known[s, KEY] == key and t.known[s, MORE] == two:
        return t.known[s, RESULT_WEIGHT], t.known_real[s] if t.state[CHANCES] else 1.0, t.known[s, RESULT]
    asked = ways.level[q]
    rw, rf, r = one, 1.0, np.int64(0)
    if t.level[t.at[n, VAR]] < asked:
        lw, lf, lo = moved(t, ways, t.at[n, LO], q, sp)
        hw, hf, hi = moved(t, ways, t.at[n, HI], q, sp)
        rw, rf, r = node(t, t.at[n, VAR], lw, lf, lo, times(t, t.at[n, WEIGHT], hw), real_of(t, n) * hf, hi)
    else:
        first = t.first[asked]
        width = t.first[asked + 1] - first + 1
        for i in range(width):
            t.stack[sp + 2 * i + 1] = 0
        m = n
        while True:
            last, v, under = branch(t, m, asked)
            cw, cf = (one, 1.0) if last else (t.at[m, WEIGHT], real_of(t, m))
            if under:
                b = ways.begin[q] + v
                for i in range(ways.segment[b], ways.segment[b + 1]):
                    w, f, x = moved(t, ways, under, ways.onward[i], sp + 2 * width)
                    k = sp + 2 * ways.left[i]
                    w, f, x = union(
                        t, 1, t.stack[k], t.stack_real[k], t.stack[k + 1], times(t, cw, w), cf * f, x
                    )
                    t.stack[k], t.stack_real[k], t.stack[k + 1] = w, f, x
            if last:
                break
            m = t.at[m, LO]
        if t.stack[sp + 1]:
            rw, rf, r = t.stack[sp], t.stack_real[sp], t.stack[sp + 1]
        for i in range(width - 1, 0, -1):
            k = sp + 2 * i
            if t.stack[k + 1]:
                rw, rf, r = node(t, first + i - 1, rw, rf, r, t.stack[k], t.stack_real[k], t.stack[k + 1])
    t.known[s, KEY], t.known[s, MORE] = key, two
    t.known[s, RESULT_WEIGHT], t.known[s, RESULT] = rw, r
    if t.state[CHANCES]:
        t.known_real[s] = rf
    return rw, rf, r


@machine
def stacked(t: Nodes, numbers: Ints) -> None:
    """Puts numbers on the stack, from its bottom."""
    for i in range(numbers.size):
        t.stack[i] = numbers[i]


@machine
def listed(t: Nodes, place: int, sp: int, many: int) -> int:
    """The number of the list, at a place, of so many numbers on the stack."""
    h = np.uint64(place)
    for i in range(many):
        h = (h ^ np.uint64(t.stack[sp + i])) * np.uint64(0x9E3779B97F4A7C15)
        h ^= h >> np.uint64(29)
    mask = np.uint64(t.list_slots.size - 1)
    s = h & mask
    while True:
        k = t.list_slots[s]
        if k == 0:
            break
        o = t.begin[k]
        if t.place[k] == place and t.begin[k + 1] - o == many:
            same = True
            for i in range(many):
                if t.lists[o + i] != t.stack[sp + i]:
                    same = False
                    break
            if same:
                return k
        s = (s + np.uint64(1)) & mask
    k = t.state[LISTS] + 1
    o = t.begin[k]
    if k + 1 >= t.place.size or o + many > t.lists.size:
        t.state[FULL] = 1
        return np.int64(0)
    t.state[LISTS] = k
    for i in range(many):
        t.lists[o + i] = t.stack[sp + i]
    t.begin[k + 1] = o + many
    t.place[k] = place
    t.list_slots[s] = k
    return k


@machine
def whole(t: Nodes, n: int) -> tuple[int, float]:
    """The chances of all states of a diagram together."""
    if n < 2:
        return np.int64(n), float(n)
    key, two = -n, np.int64(-3)
    s = mix(n, 1, 2, 3) & np.uint64(t.known.shape[0] - 1)
    if t.known[s, KEY] == key and t.known[s, MORE] == two:
        return t.known[s, RESULT_WEIGHT], t.known_real[s]
    lw, lf = whole(t, t.at[n, LO])
    hw, hf = whole(t, t.at[n, HI])
    w, f = (lw + product(t.at[n, WEIGHT], hw)) % np.int64(PRIME), lf + t.real[n] * hf
    t.known[s, KEY], t.known[s, MORE] = key, two
    t.known[s, RESULT_WEIGHT], t.known_real[s] = w, f
    return w, f


@machine
def earned(t: Nodes, ways: Ways, n: int, q: int) -> tuple[int, float]:
    """What a motion earns: the points of the row that applies in each state, times its chance, together."""
    if n == 0:
        return np.int64(0), 0.0
    if q < 0:
        points = ways.points[-1 - q]
        if points == 0:
            return np.int64(0), 0.0
        w, f = whole(t, n)
        return product(points % np.int64(PRIME), w), points * f
    key, two = -((n << 31) | (q + ways.base)) - 1, np.int64(-4)
    s = mix(n, q + ways.base, 4, 6) & np.uint64(t.known.shape[0] - 1)
    if t.known[s, KEY] == key and t.known[s, MORE] == two:
        return t.known[s, RESULT_WEIGHT], t.known_real[s]
    asked = ways.level[q]
    if t.level[t.at[n, VAR]] < asked:
        lw, lf = earned(t, ways, t.at[n, LO], q)
        hw, hf = earned(t, ways, t.at[n, HI], q)
        w, f = (lw + product(t.at[n, WEIGHT], hw)) % np.int64(PRIME), lf + t.real[n] * hf
    else:
        w, f = np.int64(0), 0.0
        m = n
        while True:
            last, v, under = branch(t, m, asked)
            b = ways.begin[q] + v
            if under:
                for i in range(ways.segment[b], ways.segment[b + 1]):
                    cw, cf = earned(t, ways, under, ways.onward[i])
                    if not last:
                        cw, cf = product(t.at[m, WEIGHT], cw), t.real[m] * cf
                    w, f = (w + cw) % np.int64(PRIME), f + cf
            if last:
                break
            m = t.at[m, LO]
    t.known[s, KEY], t.known[s, MORE] = key, two
    t.known[s, RESULT_WEIGHT], t.known_real[s] = w, f
    return w, f


@machine
def sizes(t: Nodes, n: int, counts: Floats, seen: Ints) -> int:
    """How many nodes a diagram has; `counts` takes for each the number of its states."""
    if n < 2 or seen[n]:
        return np.int64(0)
    seen[n] = 1
    many = 1 + sizes(t, t.at[n, LO], counts, seen) + sizes(t, t.at[n, HI], counts, seen)
    counts[n] = counts[t.at[n, LO]] + counts[t.at[n, HI]]
    return many
