"""Many arrays as one reference, for machine code.

Machine code is given a tuple of arrays word by word, some eight for each array, and a function that calls
itself hands them all on at every call: most of its time went into that. A reference is one word.
"""

from __future__ import annotations

from typing import Any

from numba.core import types
from numba.experimental import structref

from simulator.analysis.diagrams.kernel import Nodes, Tails, machine


class _Held(types.StructRef):
    def preprocess_fields(self, fields: Any) -> Any:
        return tuple((name, types.unliteral(held)) for name, held in fields)


@structref.register
class NodesType(_Held):
    """The type of a reference to nodes."""


@structref.register
class TailsType(_Held):
    """The type of a reference to tails."""


class NodesReference(structref.StructRefProxy):
    """A reference to nodes."""


class TailsReference(structref.StructRefProxy):
    """A reference to tails."""


structref.define_proxy(NodesReference, NodesType, [*Nodes._fields])
structref.define_proxy(TailsReference, TailsType, [*Tails._fields])


@machine
def nodes_referred(t: Nodes) -> Nodes:
    """Nodes by reference: the same to machine code, and nothing to anybody else."""
    return NodesReference(*t)


@machine
def tails_referred(tails: Tails) -> Tails:
    """Tails by reference: the same to machine code, and nothing to anybody else."""
    return TailsReference(*tails)
