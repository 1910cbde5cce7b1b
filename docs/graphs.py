"""Draws the scenarios of the library for the handbook: `make graphs`. A test holds them to the code."""

from __future__ import annotations

from pathlib import Path

from simulator.scenario.load import library, load
from simulator.view.graph.story import overview
from simulator.view.graph.svg import svg

HERE = Path(__file__).parent / "scenarios"


def pictures() -> dict[Path, str]:
    """Each picture with where it stands."""
    return {HERE / f"{name}.svg": svg(overview(load(name))) for name in library()}


def main() -> None:
    """Writes the pictures anew."""
    for file, text in pictures().items():
        file.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
