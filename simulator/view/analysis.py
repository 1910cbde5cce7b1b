"""The report on an analysis, line by line, for whoever wrote the scenario or trains with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from textwrap import wrap

from scoring.rubric import DIMENSIONS
from scoring.sentences import DIMENSION_TITLES
from simulator.analysis.found import NEARLY, Analysis, Line, Number, Part, Route
from simulator.analysis.giveaways import LEAST
from simulator.engine.program import Program
from simulator.scenario.names import choices
from simulator.scenario.words import STAGE_TITLES
from simulator.view.move_words import in_words

WIDTH = 100
RARE = 0.05
"""What chance alone gives more often than this is not told."""
MOST_TOLD = 8
CAVEAT = (
    "These are structural facts about a scenario: what its rules and the rubric make of every play. They are "
    "not evidence that it teaches selling."
)
_TOTAL = "total"
_TITLES = {**DIMENSION_TITLES, _TOTAL: "Total"}
_KINDS = {
    "stage": "final stages",
    "ending": "endings",
    "moment": "moments",
    "line": "lines",
    "entry": "entries settled",
}


def report(found: Analysis, program: Program) -> Iterator[str]:
    """All sections, with a blank line between them."""
    yield from _head(found)
    for section in _SECTIONS:
        lines = [*section(found, program)]
        if lines:
            yield ""
            yield from lines
    yield ""
    yield from _wrapped(CAVEAT)


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"


def percent(value: float) -> str:
    """A chance as people read it; what is possible is never shown as 0, what may fail never as 100."""
    if 0 < value < 0.0005:
        return "below 0.1 %"
    if 0.9995 < value < 1 - 1e-9:
        return "above 99.9 %"
    return f"{100 * value:.1f} %"


def _chance(number: Number) -> str:
    if number.low is None or number.high is None:
        return percent(number.value)
    return f"{percent(number.low)} to {percent(number.high)}"


def _mean(number: Number) -> str:
    if number.low is None or number.high is None:
        return f"{number.value:.1f}"
    return f"{number.low:.1f} to {number.high:.1f}"


def _head(found: Analysis) -> Iterator[str]:
    variant = f", variant {found.variant}" if found.variant else ""
    yield f"{found.title} ({found.scenario}{variant})"
    if found.stopped is None:
        yield (
            f"Exact: {found.states:,} states at {found.steps} steps, every play gone through. "
            f"Rules {found.rules}, rubric {found.rubric}."
        )
        return
    yield from _wrapped(
        f"NOT EXACT: the budget was used up at {found.stopped.at}. What follows was sampled: chances "
        "and means lie between the bounds given (99 % sure of each), the best is at least what is shown, and "
        "the worst at most. --budget allows more."
    )
    yield from _wrapped(
        f"The fields that live longest: {', '.join(found.stopped.live)}. What is read long after it was "
        "written costs most."
    )


def _points(found: Analysis, _: Program) -> Iterator[str]:
    at_least, at_most = ("", "") if found.exact else ("≥ ", "≤ ")
    yield f"{'Points':<20}{'best':>8}{'with it':>10}{'worst':>8}    by guessing, on the average"
    for name in (*DIMENSIONS, _TOTAL):
        best, worst = at_least + str(found.best[name].points), at_most + str(found.worst[name].points)
        total = "" if name == _TOTAL else at_least + str(found.best[name].route.points[_TOTAL])
        yield f"{_TITLES[name]:<20}{best:>8}{total:>10}{worst:>8}    {_mean(found.odds.mean[name])}"
    if found.stopped and found.stopped.between:
        low, high = found.stopped.between
        yield f"It is proved that no play earns more than {high} in total, or less than {low}."
    together = sum(found.best[name].points for name in DIMENSIONS)
    if found.exact and together > found.par:
        yield from _wrapped(
            f"No one play is best in everything: the best of each dimension come to {together} together. "
            "Beside the best of a dimension stands the best total that can be had with it."
        )


def _best_route(found: Analysis, program: Program) -> Iterator[str]:
    route = found.best[_TOTAL].route
    word = "The best total is earned, for one," if found.exact else "The best total found was earned"
    ending = _ending(program, route.ending)
    yield f"{word} like this (it ends at {STAGE_TITLES[route.stage]}, {ending}):"
    yield from _moves(route, program)


def _moves(route: Route, program: Program) -> Iterator[str]:
    for at, move in route.moves:
        if move != "begin":
            yield "  " + _short(f"{at:<34} {in_words(program, move)}", WIDTH - 2)


def _ending(program: Program, place: int) -> str:
    return program.scenario.endings[place].title if place >= 0 else "without an ending"


def _guessing(found: Analysis, program: Program) -> Iterator[str]:
    if found.exact and not found.odds.exact:
        yield from _wrapped(_sampled(found))
    yield "By guessing, each possible move alike, it ends"
    for stage, chance in found.odds.stages.items():
        if chance.value > 0:
            yield f"  {_chance(chance):>20}  at {STAGE_TITLES[stage]}"
    for place, chance in found.odds.endings.items():
        yield f"  {_chance(chance):>20}  with {_ending(program, place)}"
    told = f"Half of the best total or more is guessed in {_chance(found.half)} of plays"
    deviation = found.odds.deviation
    if deviation is None:
        yield from _wrapped(f"{told} ({found.guessed.plays:,} played, 99 % sure).")
        return
    lowest, highest = (percent(found.odds.totals[end].value) for end in _ends(found))
    yield from _wrapped(
        f"{told}. The total has a standard deviation of {deviation:.1f} points; the worst there is comes "
        f"in {lowest} of plays, and the best in {highest}."
    )


def _sampled(found: Analysis) -> str:
    bounds = "the bounds given (99 % sure of each)"
    if all(chance.residue is not None for chance in found.odds.stages.values()):
        return (
            "Exact: how likely each final stage is. Not exact: the rest of what comes of guessing. It takes "
            f"more than the budget, and so plays were sampled; endings and means lie between {bounds}."
        )
    return (
        "Not exact: what comes of guessing. To weigh every play takes more than the budget, and so plays "
        f"were sampled; chances and means lie between {bounds}."
    )


def _ends(found: Analysis) -> tuple[int, int]:
    """The least and the highest total that guessing can come to."""
    return min(found.odds.totals), max(found.odds.totals)


def _reach(found: Analysis, program: Program) -> Iterator[str]:
    yield "Reached by some play"
    for kind, title in _KINDS.items():
        parts = [part for part in found.parts if part.kind == kind]
        reached = sum(part.possible is True for part in parts)
        yield f"  {title:<18}{reached:>4} of {len(parts)}"
    for possible, told in ((False, "In no play"), (None, "In none of the plays that were tried")):
        parts = [part for part in found.parts if part.possible is possible]
        if parts:
            yield from _wrapped(f"{told}: {'; '.join(_happens(part, program) for part in parts)}.", "  ")
    alone = [part for part in found.parts if part.possible and part.witness is None]
    if alone:
        told = "; ".join(_happens(part, program) for part in alone)
        yield from _wrapped(f"In some play, as is proved, though in none that was tried: {told}.", "  ")


def _happens(part: Part, program: Program) -> str:
    match part.kind:
        case "stage":
            return f"it ends at {STAGE_TITLES[part.name]}"
        case "ending":
            return f"it ends with {_ending(program, int(part.name))!r}"
        case "moment":
            return f"{part.name} comes"
        case "line":
            return f"{part.name} is said"
    entry, _, outcome = part.name.rpartition(" ")
    return f"{entry} is {outcome}"


def _decisions(found: Analysis, program: Program) -> Iterator[str]:
    if not found.choices:
        return
    short = int(NEARLY * found.par)
    yield from _wrapped(
        "What each move gives away of the best total still to be had there, in the luckiest situation "
        "and in the unluckiest; how often it is guessed; and whether it is best always, never, or nearly "
        f"(never more than {short} point{'s' * (short != 1)} short of the best)."
    )
    for choice in found.choices:
        yield choice.at if choice.matters else f"{choice.at}: it changes nothing, whatever is done"
        near = choice.nearly_best(found.par)
        for line in choice.lines:
            made = found.odds.moves.get(choice.at, {}).get(line.move)
            often = percent(made.value) if made else ""
            told = in_words(program, line.move)
            yield "  " + _short(f"{_span(line):>7}  {often:>11}  {_rank(line, near):<7} {told}", WIDTH - 2)
    several = sum(len(choice.nearly_best(found.par)) > 1 for choice in found.choices)
    yield f"More than one move is best or nearly so in {several} of {len(found.choices)} decisions."


def _span(line: Line) -> str:
    return str(line.least) if line.least == line.most else f"{line.least}–{line.most}"


def _rank(line: Line, near: Collection[str]) -> str:
    if not line.most:
        return "always"
    return "never" if line.least else "nearly" * (line.move in near)


def _no_return(found: Analysis, program: Program) -> Iterator[str]:
    lost = [(choice, line) for choice in found.choices for line in choice.lines if line.stages_most]
    if not lost:
        return
    yield "Where the highest stage is lost for good, in some situations or in all (!)"
    for choice, line in lost:
        sign = ("!" if line.stages_least else " ") + ("?" if line.known == "never" else " ")
        yield _short(f"{sign} {choice.at:<34} {in_words(program, line.move)}", WIDTH)
    if any(line.known == "never" for _, line in lost):
        yield "?  goes beyond a limit, or departs from a fact, that nobody can know there: give a clue before"
    weaker = {
        f"say {choice.id}" for _, choice in choices(program.scenario) if choice.badly and not choice.well
    }
    held = [line for choice in found.choices for line in choice.lines if line.move in weaker]
    mended = sum(not line.stages_most for line in held)
    yield f"Of {len(held)} weaker lines, {mended} leave every stage within reach that was so before."


def _players(found: Analysis, _: Program) -> Iterator[str]:
    names = "".join(f"{_TITLES[name].split()[-1].lower():>13}" for name in DIMENSIONS)
    yield f"{'Naive players':<18}{'total':>7}{'of best':>9}{names}   ends at"
    for player in found.players.values():
        total = player.points[_TOTAL]
        share = f"{100 * total / found.par:.0f} %" if found.par > 0 else "–"
        each = "".join(
            f"{player.points[name]:>12}{'*' if name == player.weakest else ' '}" for name in DIMENSIONS
        )
        yield f"{player.title:<18}{total:>7}{share:>9}{each}   {STAGE_TITLES[player.stage]}"
    yield "* where its manner should fail"
    for misfit in found.misfits:
        yield from _wrapped(f"Not found out: {misfit}.")


def _giveaways(found: Analysis, _: Program) -> Iterator[str]:
    if not found.exact:
        return
    many = max((one.of for one in found.giveaways), default=0)
    if many < LEAST:
        yield f"What gives the best line away: {many} decisions of the best route tell too little."
        return
    rare = [one for one in found.giveaways if one.rarity <= RARE]
    if not rare:
        yield f"In {many} decisions of the best route, chance alone would give the best line away as much."
        return
    yield "What gives the best line away on the best route"
    for one in sorted(rare, key=lambda one: one.rarity)[:MOST_TOLD]:
        yield (
            f"  it {one.what} in {one.times} of {one.of} decisions; {one.expected:.1f} by chance "
            f"(so rare by chance: {percent(one.rarity)})"
        )


def _time(found: Analysis, _: Program) -> Iterator[str]:
    low, high = found.minutes.proved
    told = f"To read and to decide: no play to the last meeting takes less than {low:.1f} minutes "
    told += f"or more than {high:.1f}."
    if found.minutes.found:
        shortest, longest = found.minutes.found
        told += f" Plays were found that take {shortest:.1f} and {longest:.1f}."
    yield from _wrapped(told)


_SECTIONS = (
    _points, _best_route, _guessing, _reach, _decisions, _no_return, _players, _giveaways, _time,
)  # fmt: skip


def side_by_side(every: Iterable[Analysis]) -> Iterator[str]:
    """Whether a scenario and its variants are equally hard."""
    held = list(every)
    yield "Side by side"
    names = [one.variant or one.scenario for one in held]
    width = max(len(name) for name in names) + 2
    yield f"{'':<{width}}{'best':>8}{'worst':>8}{'mean':>10}{'half or more':>24}{'best stage':>14}"
    for name, one in zip(names, held, strict=True):
        sign = "" if one.exact else "≥ "
        yield (
            f"{name:<{width}}{sign + str(one.par):>8}{one.worst[_TOTAL].points:>8}"
            f"{one.odds.mean[_TOTAL].value:>10.1f}{_chance(one.half):>24}{_top(one.odds.stages):>14}"
        )


def _top(stages: Mapping[str, Number]) -> str:
    return STAGE_TITLES[[stage for stage, chance in stages.items() if chance.value > 0][-1]]
