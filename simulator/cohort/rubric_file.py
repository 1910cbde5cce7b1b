"""A rubric that a trainer has changed: read with every mistake at its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from scoring.rubric import CACTUS, Rubric, default_rubric, read_rubric
from simulator.scenario.base import Model
from simulator.scenario.diagnostics import ScenarioError
from simulator.scenario.load import in_order, placed
from simulator.scenario.names import Problem, suggestion
from simulator.scenario.principles import principles
from simulator.scenario.shapes import misshapen
from simulator.scenario.source import read_file
from simulator.scenario.values import Prose, Whole

_MISSING, _UNKNOWN, _WRONG = "OM201", "OM202", "OM203"
_MOST = 99

Dimension = Literal["promises", "rapport", "commitments", "pace", "time"]
Times = Literal["", "weight", "relevance"]


class ReasonForm(Model):
    """Why points are given."""

    dimension: Dimension = Field(description="The dimension it counts for.")
    points: Annotated[Whole, Field(ge=-_MOST, le=_MOST)] = Field(description="The points, -99 to 99.")
    principle: str = Field(description="The id of the principle it bears on.")
    cactus: str = Field(description="The virtue it shows.")
    times: Times = Field("", description="What the points are multiplied by.")


class RubricForm(Model):
    """A rubric: the whole file."""

    version: Annotated[Whole, Field(ge=1, le=999_999)] = Field(description="Raised with every change.")
    dimensions: dict[Dimension, Prose] = Field(description="What each dimension asks.")
    reasons: dict[str, ReasonForm] = Field(description="What each reason is worth.")


def read_rubric_file(path: Path) -> tuple[str, Rubric]:
    """The text of a rubric and the rubric. It has every reason that points are given for, and no other.

    Raises ScenarioError.
    """
    source = read_file(path)
    try:
        form = RubricForm.model_validate(source.data)
    except ValidationError as error:
        raise ScenarioError(in_order(misshapen(source, source.data, error, RubricForm))) from None
    wrong = [placed(source, problem) for problem in _wrong(form)]
    if wrong:
        raise ScenarioError(in_order(wrong))
    return source.text, read_rubric(source.text, source.name)


def _wrong(form: RubricForm) -> Iterator[Problem]:
    wanted = default_rubric()
    for name in sorted(wanted.questions.keys() - form.dimensions.keys()):
        yield Problem(_MISSING, ("dimensions",), f"`{name}` is missing here", at_key=True)
    for name in sorted(wanted.reasons.keys() - form.reasons.keys()):
        none = "a reason that is to count for nothing has points: 0"
        yield Problem(_MISSING, ("reasons",), f"`{name}` is missing here", none, at_key=True)
    for name, held in form.reasons.items():
        path = ("reasons", name)
        if name not in wanted.reasons:
            hint = suggestion(name, wanted.reasons)
            yield Problem(_UNKNOWN, path, f"points are never given for `{name}`", hint, at_key=True)
        elif held.times != wanted.reasons[name].times:
            message = f"this is counted by {wanted.reasons[name].times or 'nothing'}: times cannot be changed"
            yield Problem(_WRONG, path, message)
        if held.principle not in principles():
            hint = suggestion(held.principle, principles())
            yield Problem(_WRONG, (*path, "principle"), f"there is no principle `{held.principle}`", hint)
        if held.cactus not in CACTUS:
            hint = suggestion(held.cactus, CACTUS) or f"one of {', '.join(CACTUS)}"
            yield Problem(_WRONG, (*path, "cactus"), f"there is no virtue `{held.cactus}`", hint)
