"""Whoever does what the handbook says to write a scenario sees what the handbook says they will see."""

from pathlib import Path

import pytest

from docs import walkthrough
from docs.walkthrough import Called, calls


@pytest.mark.parametrize("page", walkthrough.PAGES, ids=[page.stem for page in walkthrough.PAGES])
def test_each_command_prints_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    found = list(calls(page, tmp_path))
    assert len(found) >= 3
    for call in found:
        assert call.holds, f"onlyme {call.words} prints\n{call.printed}\nrun: python -m docs.walkthrough"


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        ("one\ntwo\nthree\n", True),
        ("one\ntwo\n", False),
        ("one\n[…]\nthree\n", True),
        ("[…]\ntwo\n[…]\n", True),
        ("[…]\nthree\n[…]\none\n", False),
        ("[…]\nfour\n", False),
    ],
)
def test_what_a_page_leaves_out_is_marked(told: str, holds: bool) -> None:
    assert Called(Path("page.md"), "test", told, "one\ntwo\nthree\n").holds is holds
