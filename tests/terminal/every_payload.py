"""A round through the application with each payload in every field at once; run by `make hostile`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal import assessed_rounds, rounds
from tests.terminal.payloads import PAYLOADS, same


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
async def test_in_this_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, payload: str) -> None:
    monkeypatch.chdir(tmp_path)
    await rounds.inside(tmp_path, same(payload), monkeypatch)


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
async def test_an_assessment_and_the_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, payload: str
) -> None:
    monkeypatch.chdir(tmp_path)
    await assessed_rounds.inside(tmp_path, same(payload))


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
async def test_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, payload: str) -> None:
    monkeypatch.chdir(tmp_path)
    rounds.harmless(await rounds.outside(tmp_path, same(payload)))


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
async def test_an_assessment_and_the_desk_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, payload: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for screen in await assessed_rounds.outside(tmp_path, same(payload)):
        rounds.harmless(screen)
