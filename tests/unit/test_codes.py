"""Each code has a page, and the page is true: what it shows as wrong gets the remark, what is right none."""

from __future__ import annotations

import pytest

from docs import codes
from simulator.scenario.codes import explanation
from simulator.scenario.diagnostics import CODES, WARNINGS, Severity

UNSEEN = {"OM101", *codes.MADE}
"""Codes of files that no page can show."""

each_code = pytest.mark.parametrize("code", CODES)
each_shown = pytest.mark.parametrize("code", [code for code in CODES if code not in UNSEEN])


def test_the_scenario_behind_the_examples_has_no_mistake() -> None:
    found = codes.examined("OM", codes.HOST).found
    assert [wrong for wrong in found if wrong.code < "OM500"] == []


@each_code
def test_a_page_has_the_title_of_its_code_and_says_what_it_means(code: str) -> None:
    page = codes.read(code)
    assert explanation(code).startswith(f"# {code}: {CODES[code]}\n\n")
    assert len(page.meaning) > 40
    assert page.meaning[0].isupper() or page.meaning[0] == "`"


@each_code
def test_what_is_wrong_gets_this_remark_and_no_other(code: str) -> None:
    found = codes.examined(code, codes.read(code).wrong).found
    assert [wrong.code for wrong in found] == [code]
    assert found[0].severity is (Severity.WARNING if code in WARNINGS else Severity.ERROR)


@each_code
def test_what_is_printed_is_printed(code: str) -> None:
    assert codes.filled(code) == codes.path(code).read_text(encoding="utf-8"), "run: python -m docs.codes"
    assert code in codes.read(code).told


@each_shown
def test_what_is_right_gets_no_remark(code: str) -> None:
    page = codes.read(code)
    assert page.right is not None
    assert page.right != page.wrong
    assert codes.examined(code, page.right).found == ()


def test_there_is_no_page_without_a_code() -> None:
    assert {page.stem for page in codes.PAGES.glob("*.md")} == set(CODES)
