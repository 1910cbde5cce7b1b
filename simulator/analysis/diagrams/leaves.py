"""Functions of the fields as decision diagrams that end in leaves, compiled: what may come of every state, in
some hundred thousand nodes.

A leaf holds a chance for each end that is told apart, as a floating-point number and as a residue modulo
the prime 2^61 - 1, in which nothing is rounded. Each end has a mark, any number; the chances, each times its
mark, leave the residue by which leaves are known to be one. A mean is taken at leaves and nowhere else, so
that rounding grows with the steps and no faster. Inner nodes are those of the kernel, without weights; what
a function says of a state that cannot be reached means nothing.
"""

from __future__ import annotations

import numpy as np

from simulator.analysis.diagrams.kernel import (
    COUNT,
    FULL,
    HI,
    KEY,
    LO,
    MORE,
    PRIME,
    RESULT,
    VAR,
    WEIGHT,
    Ints,
    Nodes,
    Tails,
    branch,
    leaf,
    listed,
    machine,
    mix,
    node,
    product,
    stacked,
)

_NOWHERE = -1
"""Instead of a node, where no state comes."""
MEANS = -1
"""Instead of a place, of a list of functions with how often each counts."""


@machine
def certain(t: Nodes, mark: int, end: int) -> int:
    """The leaf in which one end is certain, and which has its mark."""
    n = leaf(t, mark)
    t.ends[n, end], t.residues[n, end] = 1.0, 1
    return n


@machine
def _followed(t: Nodes, n: int, level: int, v: int) -> int:
    """Where value number `v` of a level leads. No field above is asked for by `n`."""
    want = t.first[level] + v - 1
    while t.level[t.at[n, VAR]] == level:
        if v and t.at[n, VAR] == want:
            return t.at[n, HI]
        n = t.at[n, LO]
    return n


@machine
def _function(t: Nodes, level: int, sp: int, width: int) -> int:
    """The function that goes on, by value of a level, as the nodes on the stack say."""
    rest = np.int64(0)
    while rest < width and t.stack[sp + rest] < 0:
        rest += 1
    if rest == width:
        return np.int64(_NOWHERE)
    end = t.stack[sp + rest]
    found = end
    for v in range(width - 1, rest, -1):
        n = t.stack[sp + v]
        if n >= 0 and n != end:
            _, _, found = node(t, t.first[level] + v - 1, np.int64(0), 1.0, found, np.int64(0), 1.0, n)
    return found


@machine
def told_apart(t: Nodes, level: int, ways: Ints) -> int:
    """The function that goes on, by value of a level, as told."""
    stacked(t, ways)
    return _function(t, level, np.int64(0), ways.size)


@machine
def begun(t: Nodes, pairs: Ints, place: int) -> int:
    """A list to begin with, two numbers each."""
    stacked(t, pairs)
    return listed(t, place, np.int64(0), pairs.size)


@machine
def before(t: Nodes, sets: Nodes, tails: Tails, n: int, k: int, sp: int) -> int:
    """The function before a motion: in each of the states `n` of `sets` that of the one tail in list `k` that
    applies, read in the state which the tail leaves."""
    o, place = t.begin[k], t.place[k]
    many = (t.begin[k + 1] - o) // 2
    asked = tails.levels[place]
    depth = t.first.size - 1
    if asked == depth and many == 1:
        return t.lists[o + 1]
    key, more = -((n << 31) | k) - 1, -16 - tails.base
    s = mix(n, k, tails.base, 2) & np.uint64(t.known.shape[0] - 1)
    if t.known[s, KEY] == key and t.known[s, MORE] == more:
        return t.known[s, RESULT]
    level = min(asked, sets.level[sets.at[n, VAR]])
    for i in range(many):
        level = min(level, t.level[t.at[t.lists[o + 2 * i + 1], VAR]])
    if level == depth:
        return t.lists[o + 1]  # of several that apply here all come to the same
    first = t.first[level]
    width = t.first[level + 1] - first + 1
    top = sp + width
    for v in range(width):
        t.stack[sp + v] = _NOWHERE
    m = n
    while True:
        last, v, under = branch(sets, m, level)
        new = np.int64(0)
        for i in range(many if under else 0):
            tail, left = t.lists[o + 2 * i], v
            if level == asked:
                left = tails.left[tails.act[tail] + v]
                if left < 0:
                    continue
                tail = tails.below[tail]
            c = t.lists[o + 2 * i + 1]
            if t.level[t.at[c, VAR]] == level:
                c = _followed(t, c, level, left)
            known = False
            for h in range(top, top + 2 * new, 2):
                if t.stack[h] == tail and t.stack[h + 1] == c:
                    known = True
                    break
            if not known:
                t.stack[top + 2 * new] = tail
                t.stack[top + 2 * new + 1] = c
                new += 1
        if new:
            list_ = listed(t, place + np.int64(level == asked), top, 2 * new)
            if t.state[FULL]:
                return np.int64(1)
            t.stack[sp + v] = before(t, sets, tails, under, list_, top)
        if last:
            break
        m = sets.at[m, LO]
    r = _function(t, level, sp, width)
    t.known[s, KEY], t.known[s, MORE], t.known[s, RESULT] = key, more, r
    return r


@machine
def mean(t: Nodes, sets: Nodes, n: int, k: int, many: int, sp: int) -> int:
    """The mean of the `many` functions of list `k`, each as often as the list says, in each of the states `n`
    of `sets`."""
    o = t.begin[k]
    kinds = (t.begin[k + 1] - o) // 2
    if kinds == 1:
        return t.lists[o + 1]
    key, more = -((n << 31) | k) - 1, np.int64(-9)
    s = mix(n, k, 13, 2) & np.uint64(t.known.shape[0] - 1)
    if t.known[s, KEY] == key and t.known[s, MORE] == more:
        return t.known[s, RESULT]
    level = sets.level[sets.at[n, VAR]]
    for i in range(kinds):
        level = min(level, t.level[t.at[t.lists[o + 2 * i + 1], VAR]])
    if level == t.first.size - 1:
        r = _mean_of_leaves(t, o, kinds, many)
    else:
        first = t.first[level]
        width = t.first[level + 1] - first + 1
        top = sp + width
        for v in range(width):
            t.stack[sp + v] = _NOWHERE
        m = n
        while True:
            last, v, under = branch(sets, m, level)
            if under:
                new = np.int64(0)
                for i in range(kinds):
                    c = t.lists[o + 2 * i + 1]
                    if t.level[t.at[c, VAR]] == level:
                        c = _followed(t, c, level, v)
                    new = _counted(t, top, new, t.lists[o + 2 * i], c)
                list_ = listed(t, np.int64(MEANS), top, 2 * new)
                if t.state[FULL]:
                    return np.int64(1)
                t.stack[sp + v] = mean(t, sets, under, list_, many, top)
            if last:
                break
            m = sets.at[m, LO]
        r = _function(t, level, sp, width)
    t.known[s, KEY], t.known[s, MORE], t.known[s, RESULT] = key, more, r
    return r


@machine
def _counted(t: Nodes, top: int, new: int, times: int, c: int) -> int:
    """Takes a node into the pairs on the stack, which are in the order of the nodes; how many there are."""
    h, end = top, top + 2 * new
    while h < end and t.stack[h + 1] < c:
        h += 2
    if h < end and t.stack[h + 1] == c:
        t.stack[h] += times
        return new
    for g in range(end, h, -2):
        t.stack[g], t.stack[g + 1] = t.stack[g - 2], t.stack[g - 1]
    t.stack[h], t.stack[h + 1] = times, c
    return new + 1


@machine
def _mean_of_leaves(t: Nodes, o: int, kinds: int, many: int) -> int:
    residue, share, before = np.int64(0), _share(many), t.state[COUNT]
    for i in range(kinds):
        held = product(t.lists[o + 2 * i], t.at[t.lists[o + 2 * i + 1], WEIGHT])
        residue = (residue + held) % np.int64(PRIME)
    n = leaf(t, product(residue, share))
    if t.state[COUNT] == before:
        return n
    for j in range(t.ends.shape[1]):
        real, residue = 0.0, np.int64(0)
        for i in range(kinds):
            times, one = t.lists[o + 2 * i], t.lists[o + 2 * i + 1]
            real += times * t.ends[one, j]
            residue = (residue + product(times, t.residues[one, j])) % np.int64(PRIME)
        t.ends[n, j], t.residues[n, j] = real / many, product(residue, share)
    return n


@machine
def _share(many: int) -> int:
    """One part in so many, modulo 2^61 - 1: raised to the power of two less than the prime (Fermat)."""
    found, base, left = np.int64(1), np.int64(many), np.int64(PRIME - 2)
    while left:
        if left & 1:
            found = product(found, base)
        base = product(base, base)
        left >>= 1
    return found
