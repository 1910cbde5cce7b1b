"""Fixtures of the terminal tests."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the attempts of a test are kept."""
    return tmp_path / "attempts.sqlite3"
