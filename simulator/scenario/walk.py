"""Every part of a scenario with its path in the file."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.scenario.acts import BaseAct
from simulator.scenario.base import Model
from simulator.scenario.conditions import Condition

Path = tuple[str | int, ...]


def parts(value: object, path: Path = ()) -> Iterator[tuple[Path, Model]]:
    """Each model at or below `value`, outermost first, with the path an author would follow to it."""
    if isinstance(value, Model):
        yield path, value
        inside = (*path, value.act) if isinstance(value, BaseAct) else path
        for name, field in type(value).model_fields.items():
            yield from parts(getattr(value, name), (*inside, field.alias or name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from parts(item, (*path, key))
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from parts(item, (*path, place))


def conditions(value: object) -> Iterator[tuple[Path, Condition]]:
    """Each condition below `value`, with its path."""
    for path, part in parts(value):
        for name, field in type(part).model_fields.items():
            held = getattr(part, name)
            if isinstance(held, Condition):
                yield (*path, field.alias or name), held
