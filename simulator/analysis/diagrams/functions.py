"""Functions of the fields as decision diagrams whose weights are added, compiled: what is still to be earned
from every state. What a function says of a state that cannot be reached means nothing.
"""

from __future__ import annotations

import numpy as np

from simulator.analysis.diagrams.kernel import (
    FULL,
    HI,
    KEY,
    LO,
    MORE,
    MOST,
    RESULT,
    RESULT_WEIGHT,
    VAR,
    WEIGHT,
    Ints,
    Nodes,
    Tails,
    branch,
    listed,
    machine,
    mix,
    node,
    stacked,
)

CHOICE = -1
"""Instead of a place, of a list of functions of which one is chosen."""


@machine
def followed(t: Nodes, n: int, level: int, v: int) -> tuple[int, int]:
    """A function where the field of a level holds value number `v`: weight and node. No field above is asked
    for by `n`. A value that has no node of its own goes where the chain ends."""
    want = t.first[level] + v - 1
    while t.level[t.at[n, VAR]] == level:
        if v and t.at[n, VAR] == want:
            return t.at[n, WEIGHT], t.at[n, HI]
        n = t.at[n, LO]
    return np.int64(0), n


@machine
def function(t: Nodes, level: int, sp: int, width: int) -> tuple[int, int]:
    """The function that goes on, by value of a level, as the pairs on the stack say: weight and node, -1
    where the value never comes. What most often is the end of the chain is what value 0 leads to."""
    rest = np.int64(0)
    while rest < width and t.stack[sp + 2 * rest + 1] < 0:
        rest += 1
    if rest == width:
        return np.int64(0), np.int64(-1)
    weight, end = t.stack[sp + 2 * rest], t.stack[sp + 2 * rest + 1]
    found = end
    for v in range(width - 1, rest, -1):
        w, n = t.stack[sp + 2 * v], t.stack[sp + 2 * v + 1]
        if n >= 0 and (n != end or w != weight):
            _, _, found = node(t, t.first[level] + v - 1, np.int64(0), 1.0, found, w - weight, 1.0, n)
    return weight, found


@machine
def _listed(t: Nodes, place: int, sp: int, many: int) -> tuple[int, int]:
    """The weight that the triples on the stack have in common, and the number of the list of what remains."""
    top = t.stack[sp + 2]
    for i in range(sp + 2, sp + 3 * many, 3):
        t.stack[i] -= top
    return top, listed(t, place, sp, 3 * many)


@machine
def begun(t: Nodes, triples: Ints, place: int) -> tuple[int, int]:
    """A list of tails to begin with, three numbers each."""
    stacked(t, triples)
    return _listed(t, place, np.int64(0), triples.size // 3)


@machine
def before(t: Nodes, sets: Nodes, tails: Tails, how: int, n: int, k: int, sp: int) -> tuple[int, int]:
    """The function before a motion: in each of the states `n` of `sets` that of the one tail in list `k` that
    applies, read in the state which the tail leaves; of the best, where more than one may. Elsewhere it
    means nothing; node -1 where it is nowhere."""
    o, place = t.begin[k], t.place[k]
    many = (t.begin[k + 1] - o) // 3
    asked = tails.levels[place]
    depth = t.first.size - 1
    if asked == depth and many == 1:
        return t.lists[o + 2], t.lists[o + 1]
    key, more = -((n << 31) | k) - 1, -16 - tails.base
    s = mix(n, k, tails.base, 2) & np.uint64(t.known.shape[0] - 1)
    if t.known[s, KEY] == key and t.known[s, MORE] == more:
        return t.known[s, RESULT_WEIGHT], t.known[s, RESULT]
    level = min(asked, sets.level[sets.at[n, VAR]])
    for i in range(many):
        level = min(level, t.level[t.at[t.lists[o + 3 * i + 1], VAR]])
    if level == depth:
        best = t.lists[o + 2]
        for i in range(1, many):
            w = t.lists[o + 3 * i + 2]
            best = max(best, w) if how == MOST else min(best, w)
        return best, np.int64(1)
    first = t.first[level]
    width = t.first[level + 1] - first + 1
    top = sp + 2 * width
    for v in range(width):
        t.stack[sp + 2 * v + 1] = -1
    m = n
    while True:
        last, v, under = branch(sets, m, level)
        new = np.int64(0)
        for i in range(many if under else 0):
            tail, left = t.lists[o + 3 * i], v
            if level == asked:
                left = tails.left[tails.act[tail] + v]
                if left < 0:
                    continue
                tail = tails.below[tail]
            cw, c = t.lists[o + 3 * i + 2], t.lists[o + 3 * i + 1]
            if t.level[t.at[c, VAR]] == level:
                w, c = followed(t, c, level, left)
                cw += w
            known = False
            for h in range(top, top + 3 * new, 3):
                if t.stack[h] == tail and t.stack[h + 1] == c and t.stack[h + 2] == cw:
                    known = True
                    break
            if not known:
                t.stack[top + 3 * new] = tail
                t.stack[top + 3 * new + 1] = c
                t.stack[top + 3 * new + 2] = cw
                new += 1
        if new:
            lw, list_ = _listed(t, place + np.int64(level == asked), top, new)
            if t.state[FULL]:
                return np.int64(0), np.int64(1)
            w, c = before(t, sets, tails, how, under, list_, top)
            t.stack[sp + 2 * v] = lw + w
            t.stack[sp + 2 * v + 1] = c
        if last:
            break
        m = sets.at[m, LO]
    rw, r = function(t, level, sp, width)
    t.known[s, KEY], t.known[s, MORE] = key, more
    t.known[s, RESULT_WEIGHT], t.known[s, RESULT] = rw, r
    return rw, r


@machine
def choice(t: Nodes, sets: Nodes, how: int, n: int, k: int, sp: int) -> tuple[int, int]:
    """The most (or the least) of the functions in list `k`, in each of the states `n` of `sets`. The triples
    of such a list are 0, node and weight, in the order of the nodes."""
    o = t.begin[k]
    many = (t.begin[k + 1] - o) // 3
    if many == 1:
        return t.lists[o + 2], t.lists[o + 1]
    key, more = -((n << 31) | k) - 1, np.int64(-9)
    s = mix(n, k, 13, 2) & np.uint64(t.known.shape[0] - 1)
    if t.known[s, KEY] == key and t.known[s, MORE] == more:
        return t.known[s, RESULT_WEIGHT], t.known[s, RESULT]
    level = sets.level[sets.at[n, VAR]]
    for i in range(many):
        level = min(level, t.level[t.at[t.lists[o + 3 * i + 1], VAR]])
    first = t.first[level]
    width = t.first[level + 1] - first + 1
    top = sp + 2 * width
    for v in range(width):
        t.stack[sp + 2 * v + 1] = -1
    m = n
    while True:
        last, v, under = branch(sets, m, level)
        if under:
            new = np.int64(0)
            for i in range(many):
                w, c = t.lists[o + 3 * i + 2], t.lists[o + 3 * i + 1]
                if t.level[t.at[c, VAR]] == level:
                    x, c = followed(t, c, level, v)
                    w += x
                new = _compared(t, how, top, new, w, c)
            lw, list_ = _listed(t, np.int64(CHOICE), top, new)
            if t.state[FULL]:
                return np.int64(0), np.int64(1)
            w, c = choice(t, sets, how, under, list_, top)
            t.stack[sp + 2 * v], t.stack[sp + 2 * v + 1] = lw + w, c
        if last:
            break
        m = sets.at[m, LO]
    rw, r = function(t, level, sp, width)
    t.known[s, KEY], t.known[s, MORE] = key, more
    t.known[s, RESULT_WEIGHT], t.known[s, RESULT] = rw, r
    return rw, r


@machine
def _compared(t: Nodes, how: int, top: int, new: int, w: int, c: int) -> int:
    """Takes a node and its weight into the triples on the stack, which are in the order of the nodes, each
    once, with its best weight; how many there are."""
    h, end = top, top + 3 * new
    while h < end and t.stack[h + 1] < c:
        h += 3
    if h < end and t.stack[h + 1] == c:
        best = t.stack[h + 2]
        t.stack[h + 2] = max(best, w) if how == MOST else min(best, w)
        return new
    for g in range(end, h, -3):
        t.stack[g], t.stack[g + 1], t.stack[g + 2] = t.stack[g - 3], t.stack[g - 2], t.stack[g - 1]
    t.stack[h], t.stack[h + 1], t.stack[h + 2] = 0, c, w
    return new + 1


@machine
def gaps(t: Nodes, sets: Nodes, n: int, a: int, b: int) -> tuple[int, int]:
    """By how much function `a` exceeds `b`, over the states `n` of `sets`: at least, and at most."""
    if a == b:
        return np.int64(0), np.int64(0)
    key, more = (a << 32) | b, -(n << 2) - 8
    s = mix(a, b, more, 11) & np.uint64(t.known.shape[0] - 1)
    if t.known[s, KEY] == key and t.known[s, MORE] == more:
        return t.known[s, RESULT], t.known[s, RESULT_WEIGHT]
    la, lb, ln = t.level[t.at[a, VAR]], t.level[t.at[b, VAR]], sets.level[sets.at[n, VAR]]
    level = min(la, lb, ln)
    least, most, some = np.int64(0), np.int64(0), False
    m = n
    while True:
        last, v, under = branch(sets, m, level)
        if under:
            w, c = followed(t, a, level, v) if la == level else (np.int64(0), a)
            x, d = followed(t, b, level, v) if lb == level else (np.int64(0), b)
            low, high = gaps(t, sets, under, c, d)
            least = min(least, w - x + low) if some else w - x + low
            most = max(most, w - x + high) if some else w - x + high
            some = True
        if last:
            break
        m = sets.at[m, LO]
    t.known[s, KEY], t.known[s, MORE] = key, more
    t.known[s, RESULT], t.known[s, RESULT_WEIGHT] = least, most
    return least, most
