"""The reasons of the rubric and the critical incidents, as a trainee reads them."""

from __future__ import annotations

REASONS = {
    "promise_complete": "a promise within what you can do, with amount, day, price and backing",
    "promise_incomplete": "a promise within what you can do, with parts left for them to fill in",
    "promise_over_little": "a promise a little over what you can do",
    "promise_over_half": "a promise well over what you can do",
    "promise_over_far": "a promise far over what you can do",
    "promise_over_little_knowingly": "a promise a little over a limit you knew",
    "promise_over_half_knowingly": "a promise well over a limit you knew",
    "promise_over_far_knowingly": "a promise far over a limit you knew",
    "promise_kept": "a promise kept",
    "promise_broken": "a promise broken",
    "promise_warned": "a promise taken back before it was found out",
    "side_agreement": "an agreement nobody at your company knew of",
    "concession_for_nothing": "a concession with nothing in return",
    "sandbagged": "less than was needed, and less than you can do",
    "limit_told": "a limit of yours, told",
    "bad_fit_declined": "a no with a reason and another route",
    "untruth_exposed": "an untruth that came out",
    "topic_prepared": "a topic that bears on their goals, prepared",
    "topic_unprepared": "a topic that bears on their goals, unprepared",
    "recalled": "something they told you, remembered",
    "gave_useful": "something useful left with them",
    "listened": "a question, or a reply built on their answer",
    "pitched_first": "your own agenda before a question",
    "asked_public": "a question whose answer was there to be read",
    "too_personal": "more personal talk than they care for",
    "personal_then_ask": "personal talk turned into an ask at once",
    "offer_answers_nothing": "an offer that answers nothing they told you",
    "list_balanced": "a list with work on both sides",
    "list_nearly_balanced": "a list with some work on both sides",
    "list_one_sided": "a list with the work on one side",
    "no_list": "no list at all to leave with",
    "customer_task_done": "a task they took on and did",
    "task_kept": "a task of yours done by its day",
    "task_broken": "a task of yours not done by its day",
    "one_sided_reset": "a one-sided list named and shared anew",
    "asked_in_step": "an ask in step with the stage",
    "asked_early": "an ask one rung early",
    "asked_far_too_early": "an ask two rungs early or more",
    "account_rose": "the account rose a stage",
    "account_regained": "the account regained a stage it had held before",
    "account_fell": "the account fell a stage",
    "account_fell_marked": "the account fell a stage, for something counted already",
    "objective_met": "the aim of the meeting met",
    "objective_dropped": "the aim of the meeting dropped for theirs, wisely",
    "objective_missed": "the aim of the meeting missed",
    "objective_none": "a meeting without an aim",
    "meeting_valuable": "a meeting that left something valuable",
    "other_account_missed": "another account's date missed",
}
INCIDENTS = {
    "untruth_exposed": "What you told was not so, and it came out",
    "side_agreement_failed": "An agreement nobody at your company knew of, and it failed",
    "promised_against_known_limit": "You promised more than you knew your company can do",
}
DIMENSION_TITLES = {
    "promises": "Promises",
    "rapport": "Relevant rapport",
    "commitments": "Mutual commitments",
    "pace": "Pace",
    "time": "Time",
}


def reason_title(reason: str) -> str:
    """A reason of the rubric in plain words; the bare reason where a rubric has one of its own."""
    return REASONS.get(reason, reason.replace("_", " "))


def incident_title(kind: str) -> str:
    """A critical incident in plain words."""
    return INCIDENTS[kind]
