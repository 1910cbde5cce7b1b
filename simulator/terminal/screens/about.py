"""About: what the application is, where it keeps what, and what it is built on."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from simulator.terminal.paragraphs import BLANK, Paragraph, paragraph


def about(attempts: str, settings: str) -> Iterator[Paragraph]:
    """All of it. `attempts`: where they are kept, or why they are not; `settings`: the file."""
    yield paragraph(("Only Me", "strong"), f", version {_version()}")
    yield paragraph("Practise keeping your word: a role-play simulator for relationship selling.")
    yield BLANK
    yield paragraph(("Your data", "heading"))
    yield paragraph("Whose data: yours alone. It stays on this machine; no network connection is opened.")
    yield paragraph(("Attempts  ", "strong"), attempts, hang=10)
    yield paragraph(("Settings  ", "strong"), settings, hang=10)
    yield paragraph("You delete an attempt with d, at Home or under Progress; it is then gone for good.")
    yield BLANK
    yield paragraph(("Built on", "heading"))
    yield paragraph(
        "Python (PSF licence). Textual, Rich, pydantic, PyYAML, Typer, SQLAlchemy, Alembic, platformdirs "
        "(all MIT licence)."
    )


def _version() -> str:
    try:
        return version("onlyme")
    except PackageNotFoundError:  # started from a folder, without having been installed
        return "unknown"
