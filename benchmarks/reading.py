"""Reading a scenario of 300 KB: the parser's events alone, our reader with positions, and the whole load."""

from __future__ import annotations

import yaml

from benchmarks.timing import row, seconds
from simulator.scenario.load import build
from simulator.scenario.source import read_yaml
from simulator.view.diagnosis import diagnosis

SIZE = 300_000
_HEAD = """\
format: 1
id: large-account
title: A large account
ends: 900w
seller:
  capabilities:
    crews: {label: Crews in harvest week, unit: crews, most: [{when: trust.ann >= 3, is: 4}, 2]}
account:
  goals:
    uptime: {label: No stops in harvest, bottom_line: true}
contacts:
  ann: {name: Ann Lee, title: Site manager, department: operations, goals: {uptime: 3}}
  bob: {name: Bob Ray, title: Buyer, department: purchasing, goals: {uptime: 1}}
facts:
  stops: {label: Three stops last year}
topics:
  queue: {label: The queue at the gate, bears_on: [uptime]}
ledger:
  two_crews: {side: ours, to: ann, of: crews, amount: 2, due: +9d, price: as now, backing: none, label: Two}
  gate_log: {side: theirs, owner: bob, due: +5d, label: The log of the gate, kept_if: trust.bob >= 2}
encounters:
"""
_ENCOUNTER = """\
  - id: meeting_{n}
    title: Meeting {n} at the gate
    day: {n}w
    with: [ann, bob]
    beats:
"""
_BEAT = """\
      beat_{b}:
        hint: What does she have in front of her, and what don't you know yet?
        script:
          - narrator: A fan turns over the table and the papers move a little under the mug, number {n}.
          - ann: Eight months in this chair, and the queue was never below forty trucks. What is it today?
        choices:
          - id: ask_{n}_{b}
            say: >
              Before our side of it: what is your board holding you to this year, and where does
              the gate help or hurt that?
            does: [{{listen: {{learn: [stops]}}}}, {{raise: queue}}]
            reply:
              - ann: Three stops, two of them in the same week. Ask Bob, he keeps the log.
            thinks: Asked before he sold, and wrote the number down.
          - id: crews_{n}_{b}
            say: >
              Two crews through the week, at the price you pay now, and a credit for every hour
              we come too late.
            does: [{{promise: two_crews}}]
            when: trust.ann >= 2 or knows.stops
            reply:
              - ann: Two. At least I can picture two, which is more than I can say of the last fellow.
          - id: pitch_{n}_{b}
            say: >
              We have a new monitor that sees a stop before it comes. Give me ten minutes and you
              will see what it does here.
            does: [pitch, {{warm: 1}}]
            reply:
              - bob: I have seen a good many things that see things coming. Leave the paper with me.
            tempting: The product does fit, and he asked for news.
"""


def large_scenario() -> str:
    """A scenario of about 300 KB, as an author would lay one out."""
    text, number = [_HEAD], 0
    while sum(map(len, text)) < SIZE:
        text.append(_ENCOUNTER.format(n=number))
        text += (_BEAT.format(n=number, b=beat) for beat in range(4))
        number += 1
    return "".join(text)


def _events(text: str) -> None:
    loader = yaml.CLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    for _ in yaml.parse(text, Loader=loader):
        pass


def main() -> None:
    """Prints the figures."""
    text = large_scenario()
    events = seconds(lambda: _events(text))
    reading = seconds(lambda: read_yaml(text, "large"))
    source = read_yaml(text, "large")
    building = seconds(lambda: build(source))
    checking = seconds(lambda: diagnosis(source))
    row("reading: a scenario of so many KB", f"{len(text) / 1000:>10,.0f}")
    row("reading: the parser's events alone, ms", f"{1000 * events:>10.1f}")
    row("reading: our reader, with places and limits, ms", f"{1000 * reading:>10.1f}")
    row("reading: our reader, as a ratio to the events alone", f"{reading / events:>10.2f}")
    row("reading: checking and building the scenario, ms", f"{1000 * building:>10.1f}")
    row("reading: the whole load, ms", f"{1000 * (reading + building):>10.1f}")
    row("reading: all that `onlyme check` does with it, ms", f"{1000 * (reading + checking):>10.1f}")


if __name__ == "__main__":
    main()
