"""Every part of a scenario with its path in the file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from simulator.scenario.acts import BaseAct
from simulator.scenario.base import Model
from simulator.scenario.conditions import Condition

Path = tuple[str | int, ...]
Part = tuple[Path, Model]


@cache
def _fields(kind: type[Model]) -> tuple[tuple[str, str], ...]:
    """The fields of a model, each with the key an author writes for it."""
    return tuple((name, field.alias or name) for name, field in kind.model_fields.items())


def parts(value: object, path: Path = ()) -> Iterator[Part]:
    """Each model at or below `value`, outermost first, with the path an author would follow to it."""
    waiting: list[tuple[Path, object]] = [(path, value)]
    while waiting:
        here, held = waiting.pop()
        if isinstance(held, Model):
            yield here, held
            inside = (*here, held.act) if isinstance(held, BaseAct) else here
            below = [((*inside, key), getattr(held, name)) for name, key in _fields(type(held))]
        elif isinstance(held, dict):
            below = [((*here, key), item) for key, item in held.items()]
        elif isinstance(held, tuple):
            below = [((*here, place), item) for place, item in enumerate(held)]
        else:
            below = []
        waiting += reversed([pair for pair in below if isinstance(pair[1], Model | dict | tuple)])


def conditions(value: object) -> Iterator[tuple[Path, Condition]]:
    """Each condition below `value`, with its path."""
    for path, part in parts(value):
        yield from own_conditions(path, part)


def own_conditions(path: Path, part: Model) -> Iterator[tuple[Path, Condition]]:
    """The conditions that a part holds itself."""
    for name, key in _fields(type(part)):
        held = getattr(part, name)
        if isinstance(held, Condition):
            yield (*path, key), held
