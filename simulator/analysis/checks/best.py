"""The best line that the specs name: whether it is there, and whether anything but its worth gives it away.

It is played once. What it is judged by stands at the top of the file, as it is a matter of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from scoring.specs import Specs, run
from simulator.analysis.checks.subject import Subject, keyed
from simulator.analysis.checks.tells import kind_words
from simulator.analysis.craft import prices, shares, standings
from simulator.analysis.reading import Reader, bounds
from simulator.analysis.walks import Made, Walk, retrace
from simulator.engine.events import Met
from simulator.scenario.names import Problem

LEAST_DECISIONS = 10
"""In fewer decisions than this no place and no length is a habit."""
MOST_ALIKE = Fraction(2, 5)
"""How often the best line may stand in one place, have one rank of length, or be the kindest."""
LEAST_PRICES = 2
"""How often the best line lowers a number that one can see."""
MINUTES = (20, 40)
"""How long an account takes."""
MOST_OFF = Fraction(1, 3)
"""How far the minutes that are told may be from those that were counted, as a part of them."""
_EVENING = f"an account takes {MINUTES[0]} to {MINUTES[1]}; a drill says so with `minutes: 10` or less"
_TOP = ("id",)
_PLACES = ("", "stands first", "stands second", "stands third", "stands fourth", "stands fifth")
_RANKS = ("", *(f"is the {length}" for length in ("longest", "second longest", "third longest", "shortest")))


def best_line(subject: Subject, specs: Specs | None) -> Iterator[Problem]:
    """What there is to say of the best line, or of its being missing (OM602, 604, 605, 615, 621, 622)."""
    if specs is None or specs.best_line is None:
        yield from _bounds(subject)
        if not subject.drill:
            where = "there are no specs beside the file" if specs is None else "the specs name none"
            hint = "write it as a playthrough of the specs, and name it there: `best_line: NAME`"
            yield keyed("OM602", _TOP, f"nothing says what the best line is: {where}", hint)
        return
    spec = specs.playthroughs[specs.best_line]
    if spec.variant is not None:
        return
    outcome = run(subject.program, specs.best_line, spec)
    if outcome.failures:
        hint = "`onlyme test` says more"
        yield keyed("OM602", _TOP, f"the best line does not hold: {outcome.failures[0]}", hint)
        return
    route = retrace(outcome.play)
    yield from _habits(subject, route)
    yield from _time(subject, route)
    if not subject.drill:
        yield from _costs(route)
        yield from _met(subject, route)


def _habits(subject: Subject, route: Walk) -> Iterator[Problem]:
    stood = standings(subject.program, route)
    if len(stood) < LEAST_DECISIONS:
        return
    hints = ("move some of its lines to other places", "lengthen or shorten some lines beside it")
    for words, hint, values in (
        (_PLACES, hints[0], [held.place for held in stood]),
        (_RANKS, hints[1], [held.rank for held in stood]),
    ):
        for value, share in shares(values).items():
            if share > MOST_ALIKE:
                message = f"the best line {words[int(str(value))]} in {float(share):.0%} of its decisions"
                yield keyed("OM604", _TOP, message, hint)
    kindness = {choice.id: kind_words(choice.say) for _, choice in subject.choices}
    kindest = Fraction(sum(_is_kindest(kindness, made) for made in _said(route)), len(stood))
    if kindest > MOST_ALIKE:
        message = f"the best line is the kindest in {float(kindest):.0%} of its decisions"
        yield keyed("OM605", _TOP, message, "let weaker lines be kind too; manners are not what is scored")


def _said(route: Walk) -> Iterator[Made]:
    return (made for made in route if made.move.verb == "say")


def _is_kindest(kindness: Mapping[str, int], made: Made) -> bool:
    """Whether the line said has more kind words than any other that was offered."""
    others = [kindness[move.what] for move in made.legal if move != made.move]
    return kindness[made.move.what] > max(others, default=0)


def _costs(route: Walk) -> Iterator[Problem]:
    moves = {price.move for price in prices(route)}
    if len(moves) < LEAST_PRICES:
        times = "never" if not moves else "only once"
        message = f"the best line {times} lowers a number one can see, so that following the numbers finds it"
        hint = f"let a no, or something taken back, cost trust at once in {LEAST_PRICES} places"
        yield keyed("OM621", _TOP, message, hint)


def _met(subject: Subject, route: Walk) -> Iterator[Problem]:
    met = {event.contact for made in route for event in made.events if isinstance(event, Met)}
    for name in subject.program.customers:
        if name not in met:
            message = f"the best line never meets {name}"
            yield keyed("OM615", ("contacts", name), message, "let it come to them, or leave them out")


def _bounds(subject: Subject) -> Iterator[Problem]:
    """What is certain of the time without a best line: that no route can take as long, or as little."""
    if subject.drill:
        return
    proved = bounds(subject.program)
    least, most = proved.shortest.minutes, proved.longest.minutes
    if most < MINUTES[0]:
        yield keyed("OM622", ("minutes",), f"no way through takes more than {most:.0f} minutes", _EVENING)
    elif least > MINUTES[1]:
        yield keyed("OM622", ("minutes",), f"no way through takes less than {least:.0f} minutes", _EVENING)


def _time(subject: Subject, route: Walk) -> Iterator[Problem]:
    minutes = Reader(subject.program).reading(route).minutes
    told = subject.scenario.minutes
    if not subject.drill and not MINUTES[0] <= minutes <= MINUTES[1]:
        message = f"the best line takes {minutes:.0f} minutes to read and decide"
        yield keyed("OM622", ("minutes",), message, _EVENING)
    elif abs(told - minutes) > MOST_OFF * told and not subject.drill:
        message = f"it says {told} minutes, and the best line takes {minutes:.0f}"
        yield keyed("OM622", ("minutes",), message, f"write `minutes: {minutes:.0f}`")
