"""What can go wrong with the record of attempts, each said in one line a person can act on."""

from __future__ import annotations


class StoreError(Exception):
    """Something went wrong with the record of attempts; the message is one printable line."""

    def __init__(self, message: str) -> None:
        flat = " ".join(message.split())
        super().__init__("".join(c if c.isprintable() else "?" for c in flat))


class NotSaved(StoreError):
    """A write did not reach the disk. The message begins with "NOT saved:" and says what to do.

    The same call may be tried again on the same store once the cause is mended.
    """

    def __init__(self, message: str) -> None:
        super().__init__(f"NOT saved: {message}")


class OutOfStep(NotSaved):
    """A row that does not follow the last one: a gap, or a different move where one is already kept."""


class ContinuedElsewhere(StoreError):
    """Another window has opened the attempt for writing since; this one must stop."""


class UnknownAttempt(StoreError):
    """No attempt has this id, or its first letters fit none or more than one."""


class BadDatabase(StoreError):
    """The record cannot be opened or read: not ours, damaged, too new, or in an unsuitable place."""
