"""Takes the text of a passage apart: lines of prose, links, and whatever only Twine's story formats obey."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from simulator.scenario.text import one_line
from simulator.twee.story import NotTwee, Passage, Remark, quoted


@dataclass(frozen=True, slots=True)
class Way:
    """A link: what is shown, where it leads, and its line in the file."""

    text: str
    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Prose:
    """A passage taken apart. `lines` are what is told, each on one line and none of them empty; `lost` counts
    the links inside what was left out."""

    lines: tuple[str, ...]
    ways: tuple[Way, ...]
    remarks: tuple[Remark, ...]
    lost: int


_MACROS = (
    "if|unless|else|elseif|set|put|move|link|linkgoto|goto|go|display|print|either|random|cond|nth|live|stop|event"
    "|replace|append|prepend|show|hide|click|mouseover|mouseout|text|colou?r|font|align|css|transition|t8n|bg"
    "|background|box|enchant|history|visited|alert|prompt|confirm|cycling|seq|dropdown|input|checkbox|macro|output"
    "|for|loop|save|load|icon|a|array|dm|datamap|ds|dataset|num|str|string|undo|restart|reload|columns?|hook"
)
"""What Harlowe's macros are called, or begin with; other brackets are prose."""
_TRIGGER = re.compile(
    r"\[\[|\[img\[|<<|<%|<!--|/\*|/%"
    r"|<(?:script|style)\b|</?[A-Za-z][^<>]{0,999}>"
    rf"|\((?:{_MACROS})(?:-[\w-]{{1,40}})?:|\]"
    r"|!\[[^\[\]\n]{0,199}\]\([^()\n]{0,999}\)"
    r"|\{[^{}\n]{1,199}\}"
    r"|(?m:^\[(?:if|unless|else|cont|note|after|append|align|css|javascript|js)\b[^\[\]\n]{0,199}\][ \t]*$)"
    r"|(?<![\w$])\$[A-Za-z_]\w*|(?<![\w_])_[A-Za-z]\w*\b(?<!_)",
    re.IGNORECASE,
)
_CLOSED = {
    "<<": (">>", "the macro"),
    "<%": ("%>", "the script"),
    "<!--": ("-->", "the comment"),
    "/*": ("*/", "the comment"),
    "/%": ("%/", "the comment"),
    "[img[": ("]]", "the picture"),
    "<script": ("</script>", "the script"),
    "<style": ("</style>", "the style sheet"),
}
_FORMATTED = re.compile(r"''|(?<!:)//|\*\*|~~|\^\^|__|==|\|\|")
_BULLETS = " >*+#.|-"
"""What may stand before a link in a list of links."""
_VARIABLES = re.compile(r"(?:[ \t]*\n|[\w.]+(?: \([^\n]*\))?:[^\n]*\n)+--[ \t]*(?:\n|$)")
_LINK_LENGTH = 2_000
MOST = 10_000
"""The most links there may be, and the most remarks, in a passage and in a story."""
TOO_MANY = f"there are more than {MOST:,} links or marks in it"


def taken_apart(passage: Passage) -> Prose:
    """The prose, the links and the remarks of a passage. Raises NotTwee where there are too many."""
    return _Scanner(passage).all()


class _Scanner:
    def __init__(self, passage: Passage) -> None:
        self.text = passage.text
        self.first = passage.line + 1
        self.ways: list[Way] = []
        self.remarks: list[Remark] = []
        self.out: list[tuple[str, bool]] = []
        """Pieces of text; True for what a link shows."""
        self.hooks = self.lost = 0
        self.ends: dict[str, int] = {}

    def all(self) -> Prose:
        place = self._past_variables()
        while found := _TRIGGER.search(self.text, place):
            self._told(place, found.start())
            place = self._construct(found)
            if len(self.ways) > MOST:
                raise NotTwee(TOO_MANY)
        self._told(place, len(self.text))
        return Prose(tuple(self._lines()), tuple(self.ways), tuple(self.remarks), self.lost)

    def _told(self, start: int, end: int) -> None:
        piece = self.text[start:end]
        if found := _FORMATTED.search(piece):
            remark = Remark(self._line(start + found.start()), "formatting stays as it is written")
            self.remarks += [remark] if remark not in self.remarks[-1:] else []
        self.out.append((piece, False))

    # One construct each; they give the place behind it

    def _construct(self, found: re.Match[str]) -> int:
        start, sign = found.start(), found[0].lower()
        if sign == "[[":
            return self._link(start)
        if sign == "]":
            return self._bracket(start)
        if sign.startswith("(") and found[0] != "(":
            return self._harlowe(found)
        if sign in _CLOSED:
            closer, what = _CLOSED[sign]
            end = self._find(closer, start)
            end = end + len(closer) if end >= 0 else start + len(sign)
            return self._left_out(what, start, end)
        return self._left_out(self._kind(found[0]), start, found.end())

    def _kind(self, what: str) -> str:
        if what.startswith("!["):
            return "the picture"
        if what.startswith("<"):
            return "the picture" if what.lower().startswith("<img") else "the tag"
        if what.startswith(("$", "_")):
            return "the variable"
        return "the insert" if what.startswith("{") else "the modifier"

    def _link(self, start: int) -> int:
        inside = self._inside(start)
        if inside is None:
            self._remark(
                start, f"{quoted(self.text[start : start + 60])} is not a whole link: it stays as text"
            )
            self.out.append(("[[", False))
            return start + 2
        end, setter = start + 2 + len(inside), inside.rfind("][")
        if setter >= 0:
            self._left_out("what the link sets,", start + 2 + setter + 1, end + 1)
            inside = inside[:setter]
        text, target = split_link(inside)
        self.ways.append(Way(text, target, self._line(start)))
        self.out.append((text, True))
        return end + 2

    def _inside(self, start: int) -> str | None:
        """What stands in the link that begins at a place; None where it does not end in the same line."""
        end = self._find("]]", start + 2)
        inside = self.text[start + 2 : end] if 0 <= end <= start + 2 + _LINK_LENGTH else "\n"
        return None if "\n" in inside else inside

    def _bracket(self, start: int) -> int:
        """The end of a hook is taken out with its macro; any other bracket is text."""
        if self.hooks:
            self.hooks -= 1
        else:
            self.out.append(("]", False))
        return start + 1

    def _harlowe(self, found: re.Match[str]) -> int:
        end = self._partners.get(found.start(), -1) + 1
        if not end:
            return self._left_out("the macro", found.start(), found.end())
        self._left_out("the macro", found.start(), end)
        hook = self.text[end : end + 3]
        if hook.startswith("[") and (not hook.startswith("[[") or hook == "[[["):
            self.hooks += 1
            return end + 1
        return end

    @cached_property
    def _partners(self) -> dict[int, int]:
        """Where each round bracket is closed."""
        found: dict[int, int] = {}
        waiting: list[int] = []
        for match in re.finditer(r"[()]", self.text):
            if match[0] == "(":
                waiting.append(match.start())
            elif waiting:
                found[waiting.pop()] = match.start()
        return found

    # What is said about it

    def _left_out(self, what: str, start: int, end: int) -> int:
        self._remark(start, f"{what} {quoted(self.text[start : min(end, start + 240)])} is left out")
        place = self.text.find("[[", start, end)
        while place >= 0:
            inside = self._inside(place)
            if inside is not None:
                self.lost += 1
                says = f"the link {told(*split_link(inside))} stands inside it: it is left out"
                self._remark(place, says)
            place = self.text.find("[[", place + 2 + len(inside or ""), end)
        return end

    def _remark(self, place: int, says: str) -> None:
        if len(self.remarks) > MOST:
            raise NotTwee(TOO_MANY)
        self.remarks.append(Remark(self._line(place), says))

    def _line(self, place: int) -> int:
        """The line of a place in the passage, in the file; places are asked for in order."""
        counted, lines = self._counted
        lines += self.text.count("\n", counted, place) if place >= counted else 0
        self._counted = (max(place, counted), lines)
        return self.first + lines

    _counted = (0, 0)

    def _find(self, closer: str, start: int) -> int:
        """Where a closing sign comes next; remembered, so that many opening ones search the text once."""
        known = self.ends.get(closer)
        if known is None or (known >= 0 and known < start):
            self.ends[closer] = self.text.find(closer, start)
        return self.ends[closer]

    def _past_variables(self) -> int:
        """Chapbook's variables stand above a line of two dashes."""
        found = _VARIABLES.match(self.text)
        if found is None:
            return 0
        return self._left_out("what sets variables,", 0, found.end())

    # Prose

    def _lines(self) -> Iterator[str]:
        """Lines without mere lists of links; one that goes on with the line before is one with it."""
        held: list[str] = []
        for shown, told in self._rows():
            line, rest = one_line(shown), one_line(told)
            only_links = not rest.strip(_BULLETS)
            goes_on = line and held and (held[-1][-1].isalnum() or held[-1][-1] == ",")
            if goes_on and (line[0].islower() or (only_links and rest[:1] in ("", "."))):
                held.append(line)
                continue
            yield from filter(None, [" ".join(held)])
            held = [] if only_links or not line else [line]
        yield from filter(None, [" ".join(held)])

    def _rows(self) -> Iterator[tuple[str, str]]:
        """Each line of the passage: with what its links show, and without."""
        shown = told = ""
        for piece, is_link in [*self.out, ("\n", False)]:
            first, *more = [piece] if is_link else piece.split("\n")
            shown += first
            told += "" if is_link else first
            for part in more:
                yield shown, told
                shown = told = part


def split_link(inside: str) -> tuple[str, str]:
    """What a link shows and where it leads: `text->target`, `target<-text`, `text|target` or `target`."""
    if "->" in inside:
        text, _, target = inside.rpartition("->")
    elif "<-" in inside:
        target, _, text = inside.partition("<-")
    elif "|" in inside:
        text, _, target = inside.rpartition("|")
    else:
        text = target = inside
    return text.strip(), target.strip()


def told(text: str, target: str) -> str:
    """A link as a remark names it."""
    return quoted(text) if text == target else f"{quoted(text)} to {quoted(target)}"
