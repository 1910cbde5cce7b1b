"""Analyses that are kept, by all that they depend on: the same text is not gone through twice.

They lie in the platform's folder for what can be made again; `ONLYME_CACHE` names another.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from pydantic import TypeAdapter, ValidationError

from scoring.rubric import default_rubric
from simulator.analysis.fingerprint import fingerprint
from simulator.analysis.found import Analysis
from simulator.scenario.model import Scenario

VARIABLE = "ONLYME_CACHE"
VERSION = 4
"""Raised whenever the same scenario would give another analysis, or one of another shape."""
_ANALYSIS = TypeAdapter(Analysis)


def as_json(analysis: Analysis) -> str:
    """An analysis as JSON text, which `kept` reads back."""
    return _ANALYSIS.dump_json(analysis, indent=1).decode()


def folder() -> Path:
    """Where analyses are kept."""
    from platformdirs import user_cache_path

    own = os.environ.get(VARIABLE)
    return Path(own) if own else user_cache_path("onlyme", appauthor=False) / "analyses"


def kept(scenario: Scenario, variant: str | None) -> Analysis | None:
    """The exact analysis of a scenario, where one is kept; a damaged one is none."""
    try:
        return _ANALYSIS.validate_json(_file(scenario, variant).read_bytes())
    except (OSError, ValidationError):
        return None


def keep(scenario: Scenario, analysis: Analysis) -> None:
    """Keeps an exact analysis, whole or not at all. Where there is no room, it is made again next time."""
    if not analysis.exact:
        return
    file = _file(scenario, analysis.variant)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = mkstemp(prefix=".", dir=file.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(as_json(analysis))
        Path(name).replace(file)


def _file(scenario: Scenario, variant: str | None) -> Path:
    parts = (VERSION, fingerprint(scenario), default_rubric().version, variant)
    return folder() / f"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}.json"
