"""All there is on one person in an assessment: how it stands, what was said, what was changed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from simulator.cohort.cohorts import find_member
from simulator.cohort.grade_overrides import GradeOverride
from simulator.cohort.grade_overrides import history as grades_by_hand
from simulator.cohort.overrides import Given, given
from simulator.cohort.people import UnknownPerson
from simulator.cohort.remarks import Comment, comments_of
from simulator.cohort.scores import Score
from simulator.cohort.scores import history as scores_of
from simulator.cohort.standing import Results, Standing


@dataclass(frozen=True, slots=True)
class Page:
    """One person in an assessment."""

    standing: Standing
    comments: tuple[Comment, ...]
    rules: tuple[Given, ...]
    """The rules that differ for the person or the person's team, and have not been withdrawn."""
    by_hand: tuple[GradeOverride, ...]
    """Every override of the grade, the first first."""
    scores: Mapping[str, tuple[Score, ...]]
    """Every score of each attempt, the first first: a regrade leaves those before to be seen."""


def page(connection: Connection, results: Results, standing: Standing) -> Page:
    """The page of somebody in the results."""
    person, assessment = standing.person, results.assessment
    return Page(
        standing,
        comments_of(connection, assessment, person),
        tuple(
            one
            for one in given(connection, assessment)
            if one.withdrawn is None and (one.person == person or (one.team and one.team == standing.team))
        ),
        grades_by_hand(connection, assessment, person),
        {
            played.attempt: scores_of(connection, played.attempt)
            for held in standing.tried
            for played in held.played
        },
    )


def find(connection: Connection, results: Results, wanted: str) -> Standing:
    """Somebody in the results by pseudonym, or by staff number, e-mail or name. Raises UnknownPerson."""
    by_pseudonym = {one.pseudonym.casefold(): one for one in results.people}
    found = by_pseudonym.get(wanted.strip().casefold())
    if found is not None:
        return found
    member = find_member(connection, results.cohort, wanted, left=True)
    if member.pseudonym.casefold() not in by_pseudonym:
        raise UnknownPerson(f"{member.pseudonym} has left, and has not sat {results.assessment}")
    return by_pseudonym[member.pseudonym.casefold()]
