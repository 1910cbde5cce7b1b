"""Was what you talked about relevant to this person's business, prepared, and did you listen?"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.marks import Finding
from simulator.engine import events as e

_LISTENING_TURNS = 2


def rapport(event: e.Event) -> Iterator[Finding]:
    """Marks for topics, listening, recalling, giving, and for warmth put to use."""
    match event:
        case e.Raised(prepared=1) if event.relevance:
            yield Finding("topic_prepared", event.relevance)
        case e.Raised(prepared=0) if event.relevance // 2:
            yield Finding("topic_unprepared", event.relevance // 2)
        case e.Recalled(known=1):
            yield Finding("recalled")
        case e.Gave() if event.value:
            yield Finding("gave_useful")
        case e.Listened():
            if event.turn <= _LISTENING_TURNS:
                yield Finding("listened")
            if event.public:
                yield Finding("asked_public")
        case e.Chatted(beyond=1):
            yield Finding("too_personal")
        case e.Pitched(listened=0):
            yield Finding("pitched_first")
        case e.Offered(answers=0):
            yield Finding("offer_answers_nothing")
    if isinstance(event, e.Pitched | e.Offered | e.Asked) and event.after_personal:
        yield Finding("personal_then_ask")
