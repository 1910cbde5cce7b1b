"""What a reader of files has to say to the person who wrote them: where, what, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from simulator.scenario.text import one_line

CODES: dict[str, str] = {
    "OM101": "The file cannot be opened",
    "OM102": "The file is too large",
    "OM103": "The file is not UTF-8 text",
    "OM104": "A character that may not stand in a file",
    "OM105": "The file is empty",
    "OM106": "More than one document in a file",
    "OM107": "Nested too deeply",
    "OM108": "Too many entries",
    "OM109": "A text is too long",
    "OM110": "A key is not plain text",
    "OM111": "The same key twice",
    "OM112": "A YAML anchor or reference",
    "OM113": "A YAML tag",
    "OM114": "A YAML merge key",
    "OM115": "A number is too long",
    "OM120": "A sentence that contains ': '",
    "OM121": "A text that begins with a sign YAML claims",
    "OM122": "A tab where spaces belong",
    "OM123": "Prose inside braces or brackets",
    "OM124": "Indentation that does not match",
    "OM125": "A quotation mark that is never closed",
    "OM126": "A line without a key",
    "OM127": "A ' #' that cuts a text short",
    "OM128": "A backslash inside double quotation marks",
    "OM129": "Not readable as YAML",
    "OM201": "A key is missing",
    "OM202": "A key the format does not know",
    "OM203": "A value of the wrong kind",
    "OM204": "An act that does not exist",
    "OM205": "A variant that cannot be made",
    "OM210": "A spec that cannot be read",
    "OM301": "A name that nothing has",
    "OM302": "The same name twice",
    "OM303": "A beat that cannot be gone on to",
    "OM304": "An entry without the person it is owed to or by",
    "OM305": "A part of an entry that is missing or does not belong to it",
    "OM306": "An entry in the wrong place",
    "OM307": "A day out of order",
    "OM308": "An ending that cannot be reached, or none that always fits",
    "OM310": "An acceptance that accepts nothing",
    "OM400": "A condition that cannot be read",
    "OM401": "A word conditions do not know",
    "OM402": "A condition on a name that nothing has",
    "OM501": "A name that nothing uses",
    "OM502": "A fact that is learned and never asked for",
    "OM510": "A beat that no line leads to",
    "OM511": "A condition that can never hold",
    "OM512": "A number beyond its scale",
    "OM513": "An ending that one above it always takes",
    "OM514": "A condition that always holds",
    "OM515": "A scene that never comes",
    "OM520": "A moment in which nothing can be said",
    "OM521": "Fewer than three lines to choose from",
    "OM530": "An amount that no capability bounds",
    "OM531": "Promises that can be kept one by one, and not together",
    "OM532": "A way to meet that the hours never pay for",
    "OM533": "Homework that never fits into its hours",
    "OM534": "An entry that takes longer than there is",
    "OM535": "A list on which hardly anything can stand",
    "OM536": "An entry that is due before it can be agreed",
    "OM540": "A line that says another number than it promises",
    "OM550": "A par that is not proved, or no longer",
    "OM590": "A line that no play can say",
    "OM591": "A moment that no play comes to",
    "OM592": "An ending that no play reaches",
    "OM601": "A moment that practises nothing by name",
    "OM602": "No best line that holds",
    "OM603": "A weaker line without what tempts in it",
    "OM604": "A line that its length or its place gives away",
    "OM605": "Loaded words that tell which line is better",
    "OM606": "A line that does several things at once",
    "OM607": "Too many lines, or too few that can be defended",
    "OM608": "Two lines that say nearly the same",
    "OM609": "A line that the world does not answer",
    "OM610": "A meeting of which nothing is heard again",
    "OM611": "A mistake that cannot be mended",
    "OM612": "Preparation with hours for everything",
    "OM613": "A number that stands in no table",
    "OM614": "A person without a drive, or small talk that buys trust",
    "OM615": "Too few sides to the customer",
    "OM616": "A meeting that asks too little, or tells too much",
    "OM617": "Speech that nobody speaks",
    "OM618": "A line the debrief has nothing to quote about",
    "OM619": "A purpose that is not told, or cannot be practised again",
    "OM621": "A best line that costs nothing one can see",
    "OM622": "More or less than an evening",
}
"""Every code and its short title. Codes are stable: one is never given a second meaning."""

WARNINGS = frozenset({"OM127", "OM310"}) | {code for code in CODES if code >= "OM500"}
"""The codes that do not keep a scenario from being played."""

PROVED = frozenset(code for code in CODES if code.startswith("OM59"))
"""The warnings that only an exact analysis gives."""


class Severity(StrEnum):
    """An error stops the reading; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file; line and column count from 1, columns in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One remark about a file. `message` says what is wrong, `hint` how to mend it.

    `raised` makes an error of a warning, for who asked for it. `accepted` is the author's reason to leave a
    warning as it is. `instead` is the word at the place and the only one that can be meant by it.
    """

    code: str
    message: str
    file: str
    place: Place | None = None
    hint: str | None = None
    raised: bool = False
    accepted: str | None = None
    instead: tuple[str, str] | None = None

    @property
    def severity(self) -> Severity:
        """How grave it is: a matter of its code, unless it was raised."""
        return Severity.WARNING if self.code in WARNINGS and not self.raised else Severity.ERROR

    def line(self) -> str:
        """The remark on one printable line: `quiet.yaml:94:7: error OM120: message (hint)`."""
        place = f":{self.place.line}:{self.place.column}" if self.place else ""
        hint = f" ({self.hint})" if self.hint else ""
        return one_line(f"{self.file}{place}: {self.severity} {self.code}: {self.message}{hint}")


class ScenarioError(Exception):
    """A file could not be used. Its text is the lines of its diagnostics."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return "\n".join(diagnostic.line() for diagnostic in self.diagnostics)
