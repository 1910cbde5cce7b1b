"""Numbers in the prose that the tables contradict (OM540, OM613)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from simulator.analysis.checks.subject import Subject
from simulator.scenario import acts as a
from simulator.scenario.model import Capability, Choice, Scenario
from simulator.scenario.names import Problem
from simulator.scenario.walk import Part, Path, parts

_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_BELOW_TWENTY = {name: Decimal(value) for value, name in enumerate(_UNITS.split())}
_BY_NAME = {
    **{
        f"{ten}-{name}": Decimal(10 * (tens + 2) + value)
        for tens, ten in enumerate(_TENS.split())
        for value, name in enumerate(_UNITS.split()[:10])
        if value
    },
    **{ten: Decimal(10 * (tens + 2)) for tens, ten in enumerate(_TENS.split())},
    **_BELOW_TWENTY,
}
"""The numbers in words that are known, compounds first, so that none is taken for its end."""
_FIGURE = rf"(?<![\w-])(?:\d[\d,]*(?:\.\d+)?k?|{'|'.join(_BY_NAME)})"
_BETWEEN = r"(?:(?!hundred|thousand|million)[a-z-]+\s+)?"
_MONEY = {"€": "euro", "$": "dollar", "£": "pound"}
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
_WORD = re.compile(r"[a-z]{5,}")
_TEXTS = ("text", "say", "thinks", "tempting", "label", "about")


@dataclass(frozen=True, slots=True)
class Stray:
    """A number in the prose, beside a capability's unit, that the tables do not have."""

    path: Path
    capability: str
    number: Decimal
    text: str


def stray_numbers(subject: Subject) -> Iterator[Problem]:
    """Numbers in the prose that no table has (OM613)."""
    for stray in strays(subject.scenario, subject.parts):
        unit = subject.scenario.seller.capabilities[stray.capability].unit
        message = f"no table has {shown(stray.number, unit)}: not {stray.capability}, and no entry under it"
        yield Problem("OM613", stray.path, message, "write the number of the tables, or mend the table")


def promised_numbers(subject: Subject) -> Iterator[Problem]:
    """Lines that name another number than the entry they promise (OM540)."""
    for path, choice in subject.choices:
        entries = [act.entry for act in choice.does if isinstance(act, a.Promise)]
        entries += [act.becomes for act in choice.does if isinstance(act, a.Amend) and act.becomes]
        for name in entries:
            yield from _contradicted(subject.scenario, path, choice, name)


def _contradicted(scenario: Scenario, path: Path, choice: Choice, name: str) -> Iterator[Problem]:
    """What a line says of an amount, or of a price, beside what the entry has."""
    entry = scenario.ledger[name]
    hint = "let the line and the entry name the same number"
    unit = scenario.seller.capabilities[entry.of].unit if entry.of else ""
    said = list(numbers(choice.say, unit)) if unit and entry.amount is not None else []
    if said and entry.amount is not None and entry.amount not in said:
        message = f"the line says {shown(said[0], unit)}, and {name} is about {shown(entry.amount, unit)}"
        yield Problem("OM540", (*path, "say"), message, hint)
    for sign in _MONEY:
        price = list(money(entry.price or "", sign))
        told = list(money(choice.say, sign))
        if price and told and not set(price) & set(told):
            message = (
                f"the line says {shown(told[0], sign)}, and the price of {name} is {shown(price[0], sign)}"
            )
            yield Problem("OM540", (*path, "say"), message, hint)


def strays(scenario: Scenario, everything: tuple[Part, ...] | None = None) -> Iterator[Stray]:
    """Numbers in the prose that stand beside a capability's unit and are not in the tables.

    It finds a figure, or a number below a hundred in words, directly before the unit or with one word between
    (`two sites`, `twelve drift monitors`) or directly after a money sign, in a sentence that shares a longer
    word with the capability's label. In the tables are its levels, the amounts and needs of the entries
    under it, the numbers of their labels, and the numbers told with the unit in `about`. It
    cannot find a number without its unit (`two, and the rest next morning`), one told in other words (`a
    couple`), or one that is right for another thing of the same name.
    """
    prose = list(_prose(everything or tuple(parts(scenario))))
    for name, capability in scenario.seller.capabilities.items():
        if not capability.unit:
            continue
        known = _known(scenario, name, capability)
        unit = capability.unit.lower()
        subject = set(_WORD.findall(capability.label.lower())) - {unit, unit.removesuffix("s")}
        for path, text, lower in prose:
            if unit.removesuffix("s") not in lower:
                continue
            for sentence in _SENTENCE.split(text):
                if not subject & set(_WORD.findall(sentence.lower())):
                    continue
                for number in numbers(sentence, capability.unit):
                    if number not in known:
                        yield Stray(path, name, number, sentence)


def numbers(text: str, unit: str) -> Iterator[Decimal]:
    """The numbers that a text names beside a unit."""
    stem = re.escape(unit.lower().removesuffix("s"))
    if unit.isalpha():
        found = re.finditer(rf"({_FIGURE})\s+{_BETWEEN}{stem}s?\b", text.lower())
    else:
        found = re.finditer(rf"{re.escape(unit)}({_FIGURE})", text.lower())
    for match in found:
        yield _value(match[1])


def money(text: str, sign: str) -> Iterator[Decimal]:
    """The sums that a text names in a currency: `€11`, `11 euros`, `eleven euros`."""
    yield from numbers(text, sign)
    yield from (_value(found[1]) for found in re.finditer(rf"({_FIGURE})\s+{_MONEY[sign]}s?\b", text.lower()))


def _known(scenario: Scenario, name: str, capability: Capability) -> set[Decimal]:
    levels = {Decimal(level.value) for level in capability.levels}
    entries = [entry for entry in scenario.ledger.values() if entry.of == name]
    amounts = {x for held in entries for x in (held.amount, held.understood.amount, held.needed)}
    labels = [capability.label, scenario.about or "", *(held.label for held in entries)]
    told = {number for text in labels for number in numbers(text, capability.unit)}
    return levels | {Decimal(amount) for amount in amounts if amount is not None} | told


def _value(figure: str) -> Decimal:
    if figure in _BY_NAME:
        return _BY_NAME[figure]
    thousands = 1000 if figure.endswith("k") else 1
    return Decimal(figure.rstrip("k").replace(",", "")) * thousands


def shown(number: Decimal, unit: str) -> str:
    """A number with its unit, as prose has it: `7 sites`, `$44,000`."""
    figure = format(number.normalize(), ",f")
    return f"{figure} {unit}".rstrip() if unit.isalpha() or not unit else f"{unit}{figure}"


def _prose(everything: tuple[Part, ...]) -> Iterator[tuple[Path, str, str]]:
    """Every text of the file that a trainee reads, with its path, also in small letters."""
    for path, part in everything:
        for field in _TEXTS:
            text = getattr(part, field, None)
            if isinstance(text, str):
                yield (*path, field), text, text.lower()
