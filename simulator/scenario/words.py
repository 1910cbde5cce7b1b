"""The ordered words of the format. Each list is in order; a field holds the place in it as a whole number."""

from __future__ import annotations

STAGES = ("lost", "me_too", "foothold", "me_first", "only_me")
"""Stages of the account, worst first."""
ROOTS = ("honesty", "competence", "consistency", "follow_through")
"""What the customer's organisation says of us."""
GRADES = ("broken", "strained", "sound")
"""The state of a root, worst first."""
STATUSES = ("none", "tabled", "open", "kept", "broken", "amended")
"""Where a ledger entry stands; `amended` is withdrawn, replaced or warned of. Not an order."""
WAYS = ("visit", "call", "skip")
"""How a meeting is held. Not an order."""
LENSES = ("political", "economic", "social", "technological", "operations", "personal")

LOST, ME_TOO, FOOTHOLD, ME_FIRST, ONLY_ME = range(5)
BROKEN, STRAINED, SOUND = range(3)
NONE, TABLED, OPEN, KEPT, BROKE, AMENDED = range(6)

STAGE_TITLES = {
    "lost": "Lost",
    "me_too": "Me too",
    "foothold": "Foothold",
    "me_first": "Me first",
    "only_me": "Only me",
}
