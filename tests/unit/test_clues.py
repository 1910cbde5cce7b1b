"""Of a line by which a stage is lost it is told whether anybody could know better."""

from __future__ import annotations

import json
from collections.abc import Mapping

from simulator.analysis.analyse import analyse
from simulator.analysis.exactly import exactly
from simulator.analysis.sampling import Text
from simulator.engine.program import Program
from simulator.scenario.load import build
from simulator.view.analysis import report
from tests.helpers import Data, beat, document, line, meeting, promise, source, story

RISE = {"stages": {"foothold": {"up_if": "broken == 0"}}}
DIG = {"dig": {"label": "Count the crews", "takes": "1h", "script": ["There are three."]}}
LEDGER = {"ten": promise(10, due="10d"), "two": promise(2, due="10d"), "three": promise(3, due="10d")}


def told(*beats: Data, crews: Data, prepare: Data | None = None) -> Mapping[str, str | None]:
    """What is told of each line by which the stage is lost."""
    held = meeting(*beats, **({"prepare": prepare} if prepare else {}))
    rooms = {"ledger": LEDGER, "account": RISE, "ends": "20d", "homework": DIG if prepare else {}}
    program = story(held, crews=crews, **rooms)
    return {
        held.move: held.known
        for choice in exactly(program).choices
        for held in choice.lines
        if held.stages_most
    }


TEN = beat(line("ten", {"promise": "ten"}), line("two", {"promise": "two"}))


def test_a_limit_that_everybody_knows_is_known_always() -> None:
    assert told(TEN, crews={"most": 3}) == {"say ten": "always"}


def test_a_limit_that_homework_tells_is_known_by_those_who_did_it() -> None:
    prepare = {"hours": "2h", "homework": ["dig"]}
    assert told(TEN, crews={"most": 3, "learned_by": "dig"}, prepare=prepare) == {"say ten": "sometimes"}


def test_a_limit_that_nobody_can_have_learned_is_never_known() -> None:
    after = beat(line("count", {"learn": "crews"}), line("leave_it"))
    crews = {"most": 3}
    assert told(TEN, after, crews=crews) == {"say ten": "never"}
    assert told(after, TEN, crews=crews) == {"say ten": "sometimes"}


def test_the_report_marks_what_nobody_can_know() -> None:
    after = beat(line("count", {"learn": "crews"}), line("leave_it"))
    for beats, marked in (((TEN, after), 1), ((after, TEN), 0)):
        data = document(meeting(*beats), ledger=LEDGER, account=RISE, ends="20d")
        found = analyse(Text(json.dumps(data), "a.yaml"))
        lines = [*report(found, Program(build(source(data))))]
        assert sum(told.startswith(("!? first/b", " ? first/b")) for told in lines) == marked
        assert sum("nobody can know" in told for told in lines) == marked


def test_an_untruth_departs_from_a_fact() -> None:
    facts = {
        "due": {"label": "When", "versions": {"plain": "At nine", "rosy": "At once"}, "learned_by": "dig"}
    }
    says = [line(name, {"tell": {"fact": "due", "version": name}}) for name in ("plain", "rosy")]
    rise = {"stages": {"foothold": {"up_if": "not said.rosy"}}}
    held = meeting(beat(*says), prepare={"hours": "2h", "homework": ["dig"]})
    program = story(held, facts=facts, account=rise, ends="20d", homework=DIG)
    known = {one.move: one.known for choice in exactly(program).choices for one in choice.lines}
    assert known["say rosy"] == "sometimes"
    assert known["say plain"] is None


def test_a_line_that_goes_against_nothing_tells_nothing() -> None:
    rise = {"stages": {"foothold": {"up_if": "said.a"}}}
    (held,) = exactly(story(meeting(line("a"), line("b")), account=rise, ends="20d")).choices
    assert [one.known for one in held.lines] == [None, None]
