"""What an analysis holds for: a scenario as it is played, under these rules."""

from __future__ import annotations

import hashlib

from simulator.engine.attempt import RULES
from simulator.scenario.load import scenario_hash
from simulator.scenario.model import Scenario

_LENGTH = 12


def fingerprint(scenario: Scenario) -> str:
    """Twelve signs that change with anything in a scenario that counts, and with the rules of the world."""
    return hashlib.sha256(f"{RULES}:{scenario_hash(scenario)}".encode()).hexdigest()[:_LENGTH]
