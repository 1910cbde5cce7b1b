"""The only way from text that a person wrote to the screen: cleaned, and never read as markup."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from simulator.scenario.text import clean


def literal(text: str) -> Content:
    """Text as it stands: no markup, no control characters."""
    return Content(clean(text))


class Words(Static):
    """A few words on the screen, always literal."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(literal(text), markup=False, id=id, classes=classes)

    def say(self, text: str) -> None:
        """Shows other words."""
        self.update(literal(text))

    def tell(self, text: str) -> None:
        """Gives it a tooltip."""
        self.tooltip = literal(text)
