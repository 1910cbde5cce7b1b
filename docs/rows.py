"""The rows of a table of the handbook."""

from __future__ import annotations

from collections.abc import Iterator


def row(*cells: str) -> str:
    """One row; a bar in a cell is kept as a sign."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def header(*cells: str) -> Iterator[str]:
    """The head of a table and the line below it."""
    yield row(*cells)
    yield "|" + "|".join("---" for _ in cells) + "|"
