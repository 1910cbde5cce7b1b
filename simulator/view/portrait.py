"""A small face for each person, so that names are told apart at a glance. It says nothing about them."""

from __future__ import annotations

from zlib import crc32

from simulator.view.account import Person

WIDTH = 6
"""Cells of each of its three lines."""
_HAIR = (" .--. ", " ,~~. ", " /--\\ ", " .==. ", " ,^^, ", " (~~) ")
_HEADS = ("( {} )", "| {} |", "(-{}-)", "[ {} ]")
_TITLES = ("dr", "mr", "mrs", "ms", "miss", "prof", "sir", "lady")


def portrait(person: Person) -> tuple[str, str, str]:
    """Three lines of ASCII, the same whenever the person is: a stranger has no eyes yet, ours a collar."""
    number = crc32(f"{person.id} {person.title}".encode()) >> 6
    head = _HEADS[number // len(_HAIR) % len(_HEADS)].format("oo" if person.met or person.ours else "??")
    collar = "={}=" if person.ours else "\\{}/"
    return _HAIR[number % len(_HAIR)], head, f" {collar.format(initials(person))} "


def initials(person: Person) -> str:
    """Two letters: of the first and last name, or of the id where these have none a terminal surely shows."""
    words = [word for word in person.name.split() if word.rstrip(".").lower() not in _TITLES]
    letters = [word[0].upper() for word in words if word[0].isascii() and word[0].isalpha()]
    if len(letters) > 1:
        return letters[0] + letters[-1]
    return (person.id[:1] + person.id[-1:]).upper()
