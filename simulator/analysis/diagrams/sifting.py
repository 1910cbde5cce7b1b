"""A better order of the fields, found by sifting (Rudell 1993): each field in turn is carried through all
places of the order and left where the diagrams are smallest.

The order decides how large diagrams are and nothing else, but that by a factor of ten and more. Neighbours
in the order change places within the diagrams, node by node, so that a step costs no more than the nodes of
two levels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from simulator.analysis.diagrams.kernel import LO, VAR, Ints, Nodes, machine, mix

USED, ROOM, FREE, ALIVE, WORK, FULL = 0, 1, 2, 3, 4, 5
SLACK = 1.15
"""How much larger diagrams may grow on the way before a direction is given up."""
GIVE_UP = 0.97
"""A round that leaves more than this share of the nodes was the last."""


class Forest(NamedTuple):
    """Diagrams whose levels can change places. Nodes are numbered; 0 is the empty set and 1 the set of one
    state. A node has a child for each value of its field. Fields are numbered once and for all; `order` tells
    how they stand."""

    field: Ints
    begin: Ints  # where its children begin
    parents: Ints
    same_bucket: Ints
    next: Ints  # of the same field
    previous: Ints
    arity: Ints  # by field
    size: Ints
    head: Ints
    order: Ints
    buckets: Ints
    children: Ints
    state: Ints  # USED nodes, ROOM used, FREE node, nodes ALIVE, WORK done, FULL
    todo: Ints
    buffer: Ints
    former: Ints
    new: Ints


def forest(arity: Sequence[int], capacity: int) -> Forest:
    """An empty one, with room for so many nodes."""

    def ints(size: int) -> Ints:
        return np.zeros(size, np.int64)

    fields, widest = len(arity), max(arity) + 1
    return Forest(
        ints(capacity), ints(capacity), ints(capacity), ints(capacity), ints(capacity), ints(capacity),
        np.array(arity, np.int64), ints(fields), ints(fields), np.arange(fields), ints(1 << 18),
        ints(8 * capacity), np.array([2, 1, 0, 0, 0, 0], np.int64), ints(capacity),
        ints(widest), ints(widest), ints(widest),
    )  # fmt: skip


@machine
def _bucket(t: Forest, field: int, begin: int) -> int:
    h = mix(field, 11, 5, 1)
    for i in range(t.arity[field]):
        if t.children[begin + i]:
            h = mix(t.children[begin + i], i, h & np.uint64(0xFFFFFFFFFFFF), 2)
    return np.int64(h & np.uint64(t.buckets.size - 1))


@machine
def _link(t: Forest, n: int, field: int) -> None:
    b = _bucket(t, field, t.begin[n])
    t.same_bucket[n] = t.buckets[b]
    t.buckets[b] = n
    t.previous[n] = 0
    t.next[n] = t.head[field]
    if t.head[field]:
        t.previous[t.head[field]] = n
    t.head[field] = n
    t.field[n] = field
    t.size[field] += 1
    t.state[ALIVE] += 1


@machine
def _unlink(t: Forest, n: int) -> None:
    field = t.field[n]
    b = _bucket(t, field, t.begin[n])
    m = t.buckets[b]
    if m == n:
        t.buckets[b] = t.same_bucket[n]
    else:
        while t.same_bucket[m] != n:
            m = t.same_bucket[m]
        t.same_bucket[m] = t.same_bucket[n]
    if t.previous[n]:
        t.next[t.previous[n]] = t.next[n]
    else:
        t.head[field] = t.next[n]
    if t.next[n]:
        t.previous[t.next[n]] = t.previous[n]
    t.size[field] -= 1
    t.state[ALIVE] -= 1


@machine
def _pack(t: Forest) -> None:
    """Puts the children of all nodes together, without the gaps that were left."""
    fresh = np.empty(t.state[ROOM], np.int64)
    top = np.int64(1)
    for field in range(t.head.size):
        n = t.head[field]
        while n:
            for i in range(t.arity[field]):
                fresh[top + i] = t.children[t.begin[n] + i]
            t.begin[n] = top
            top += t.arity[field]
            n = t.next[n]
    for i in range(1, top):
        t.children[i] = fresh[i]
    t.state[ROOM] = top


@machine
def _node(t: Forest, field: int) -> int:
    """The node with the children in the buffer."""
    arity = t.arity[field]
    only = True
    for i in range(1, arity):
        if t.buffer[i]:
            only = False
            break
    if only:
        return t.buffer[0]
    at = t.state[ROOM]
    for i in range(arity):
        t.children[at + i] = t.buffer[i]
    n = t.buckets[_bucket(t, field, at)]
    while n:
        if t.field[n] == field:
            same = True
            for i in range(arity):
                if t.children[t.begin[n] + i] != t.buffer[i]:
                    same = False
                    break
            if same:
                return n
        n = t.same_bucket[n]
    n = t.state[FREE]
    if n:
        t.state[FREE] = t.next[n]
    else:
        n = t.state[USED]
        if n >= t.field.size:
            t.state[FULL] = 1
            return np.int64(0)
        t.state[USED] = n + 1
    t.begin[n] = at
    t.state[ROOM] = at + arity
    t.parents[n] = 0
    for i in range(arity):
        if t.buffer[i] > 1:
            t.parents[t.buffer[i]] += 1
    _link(t, n, field)
    return n


@machine
def _let_go(t: Forest, n: int) -> None:
    t.parents[n] -= 1
    if t.parents[n] == 0:
        _unlink(t, n)
        for i in range(t.arity[t.field[n]]):
            child = t.children[t.begin[n] + i]
            if child > 1:
                _let_go(t, child)
        t.next[n] = t.state[FREE]
        t.state[FREE] = n


@machine
def _swap(t: Forest, place: int) -> None:
    """Lets the fields at a place and at the next change places."""
    x, y = t.order[place], t.order[place + 1]
    t.order[place], t.order[place + 1] = y, x
    if t.head[x] == 0 or t.head[y] == 0:
        return
    many = 0
    n = t.head[x]
    while n:
        for v in range(t.arity[x]):
            child = t.children[t.begin[n] + v]
            if child > 1 and t.field[child] == y:
                t.todo[many] = n
                many += 1
                break
        n = t.next[n]
        t.state[WORK] += 1
    t.state[WORK] += 5 * many
    for k in range(many):
        n = t.todo[k]
        if t.state[ROOM] + (t.arity[y] + 1) * (t.arity[x] + t.arity[y]) > t.children.size:
            _pack(t)
            if t.state[ROOM] + (t.arity[y] + 1) * (t.arity[x] + t.arity[y]) > t.children.size:
                t.state[FULL] = 1
        _unlink(t, n)
        for w in range(t.arity[y]):
            for v in range(t.arity[x]):
                child = t.children[t.begin[n] + v]
                if child > 1 and t.field[child] == y:
                    child = t.children[t.begin[child] + w]
                elif w:
                    child = 0
                t.buffer[v] = child
            t.new[w] = _node(t, x)
            if t.new[w] > 1:
                t.parents[t.new[w]] += 1
        for v in range(t.arity[x]):
            t.former[v] = t.children[t.begin[n] + v]
        at = t.state[ROOM]
        for w in range(t.arity[y]):
            t.children[at + w] = t.new[w]
        t.begin[n] = at
        t.state[ROOM] = at + t.arity[y]
        _link(t, n, y)
        for v in range(t.arity[x]):
            if t.former[v] > 1:
                _let_go(t, t.former[v])
        if t.state[FULL]:
            return


@machine
def _sift(t: Forest, field: int, slack: float) -> None:
    """Carries a field down and up, and back to where the diagrams are smallest."""
    start = 0
    while t.order[start] != field:
        start += 1
    place, best, least = start, start, t.state[ALIVE]
    for down in (True, False):
        while t.state[FULL] == 0 and (place < t.order.size - 1 if down else place > 0):
            _swap(t, place if down else place - 1)
            place += 1 if down else -1
            if t.state[ALIVE] < least:
                least, best = t.state[ALIVE], place
            if t.state[ALIVE] > least * slack + 50 and (down or place < start):
                break
    while place < best and t.state[FULL] == 0:
        _swap(t, place)
        place += 1
    while place > best and t.state[FULL] == 0:
        _swap(t, place - 1)
        place -= 1


@machine
def _taken(t: Forest, z: Nodes, number: Ints, n: int) -> int:
    """A set, from other nodes, whose levels are the forest's fields."""
    if n < 2 or number[n]:
        return n if n < 2 else number[n]
    field = z.level[z.at[n, VAR]]
    first = z.first[field]
    m = n
    while z.level[z.at[m, VAR]] == field:
        _taken(t, z, number, z.at[m, 2])
        m = z.at[m, LO]
    rest = _taken(t, z, number, m)
    for i in range(t.arity[field]):
        t.buffer[i] = 0
    t.buffer[0] = rest
    m = n
    while z.level[z.at[m, VAR]] == field:
        child = z.at[m, 2]
        t.buffer[z.at[m, VAR] - first + 1] = child if child < 2 else number[child]
        m = z.at[m, LO]
    number[n] = _node(t, field)
    return number[n]


def sifted(nodes: Nodes, reference: Nodes, roots: Iterable[int], work: int) -> list[int]:
    """The levels of some diagrams in a better order; `work` bounds the nodes that are looked at."""
    many = int(nodes.state[0])
    widths = np.diff(nodes.first) + 1
    t = forest([int(width) for width in widths], max(1 << 16, 4 * many))
    number = np.zeros(many, np.int64)
    for root in roots:
        top = int(_taken(t, reference, number, root))
        if top > 1:
            t.parents[top] += 1
    while not t.state[FULL]:
        before = int(t.state[ALIVE])
        fields = [int(field) for field in np.argsort(-t.size, kind="stable") if t.size[field]]
        for field in fields:
            _sift(t, field, SLACK)
            if t.state[WORK] > work or t.state[FULL]:
                break
        if t.state[ALIVE] > GIVE_UP * before or t.state[WORK] > work:
            break
    return [int(field) for field in t.order]
