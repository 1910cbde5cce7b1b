"""The one registry of keys and commands: bindings, the line of keys and the help are all made from it."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Command:
    """Something one can do. `action` is a method `action_…` of the place; `keys` are Textual's names, with
    commas between. `shown` is how the help and the line of keys write the keys. `places` are the screens or
    widgets that have it. A `label` puts it on the line of keys. `digit`: each key hands its digit on.
    `always`: it works even while one is typing. `listed`: the palette has it."""

    action: str
    keys: str
    shown: str
    help: str
    places: tuple[str, ...]
    label: str = ""
    digit: bool = False
    always: bool = False
    listed: bool = True


_PLAYED = ("play", "preview")
_READ = ("debrief", "pick", "progress", "settings")
_FOUND = ("library", "palette")
_PAGES = ("sheet", *_READ)
_DESK = ("desk", "person")
_ROOMS = ("home", *_PLAYED, "library", *_PAGES, *_DESK)
_DIGITS = "1,2,3,4,5,6,7,8,9"
COMMANDS = (
    Command("pick", _DIGITS, "1–9", "Choose the line of that number at once", ("home", *_PLAYED), digit=True),
    Command("up", "up,k", "↑", "One line up", ("menu",)),
    Command("down", "down,j", "↓", "One line down", ("menu",)),
    Command("choose", "enter,space", "Enter", "Choose the marked line", ("menu",)),
    Command("scroll_up", "up,k", "↑", "Scroll up a line", ("paper",)),
    Command("scroll_down", "down,j", "↓", "Scroll down a line", ("paper",)),
    Command("read_up", "pageup,t", "PgUp t", "Read back", (*_PLAYED, *_PAGES, "person")),
    Command("read_up", "pageup", "PgUp", "A page back", ("desk",)),
    Command("read_up", "pageup", "PgUp", "Read back; letters go into what you type", (*_FOUND, "door")),
    Command("read_down", "pagedown", "PgDn", "Read on", (*_PLAYED, *_PAGES, *_FOUND, *_DESK, "door"), "more"),
    Command(
        "next_field",
        "tab",
        "Enter Tab",
        "While you write: the next field (Esc: to the page)",
        ("debrief",),
        "next field",
        listed=False,
    ),
    Command("next", "right,n", "→ n", "The next page", ("debrief",), "next"),
    Command("previous", "left,p,backspace", "← p", "The page before", ("debrief",), "back"),
    Command("step", _DIGITS, "1–9", "To the step of that number", ("debrief",), digit=True),
    Command("save", "s", "s", "Save the debrief with your words, as a page to print", ("debrief",), "save"),
    Command("resume", "c", "c", "Go on with what you played last", ("home",), "continue"),
    Command("library", "l", "l", "The library: every scenario", ("home",), "library"),
    Command("progress", "p", "p", "Your progress, and what to practise next", ("home",), "progress"),
    Command("glossary", "g", "g", "The words of the game, and its principles", ("home",), "glossary"),
    Command("settings", "s", "s", "Colours and plain mode", ("home",), "settings"),
    Command("welcome", "w", "w", "How to play, in a minute", ("home",)),
    Command("about", "a", "a", "About: where your attempts are kept, versions, licences", ("home",)),
    Command(
        "delete",
        "d,delete",
        "d",
        "Delete the marked attempt; you are asked first",
        ("home", "progress"),
        "delete",
    ),
    Command("up", "up", "↑", "One line up, also while typing", _FOUND, listed=False),
    Command("down", "down", "↓", "One line down, also while typing", _FOUND, listed=False),
    Command("state", "s", "s", "Show only who stands so, such as overdue", ("desk",), "state"),
    Command("team", "t", "t", "Show only one team", ("desk",), "team"),
    Command("names", "n", "n", "Names beside the pseudonyms, or not", ("desk", "person"), "names"),
    Command("whole", "w", "w", "The cohort as a whole: grades, principles, teams", ("desk",), "whole"),
    Command("export", "e", "e", "Write the grade book to a file", ("desk",), "export"),
    Command("comment", "c", "c", "Add a comment", ("person",), "comment"),
    Command("sign", "s", "s", "Sign the result off; you are asked first", ("person",), "sign off"),
    Command("extra", "x", "x", "Give extra time, as a factor", ("person",), "extra time"),
    Command("jump", "g", "g", "Go to any beat, by moves that lead there", ("preview",), "go to"),
    Command("fields", "f", "f", "The state, field by field; to set one by hand", ("preview",), "state"),
    Command("effects", "e", "e", "What each line would do", ("preview",), "effects"),
    Command("remarks", "d", "d", "What is wrong with the file", ("preview",), "diagnostics"),
    Command("back", "left", "←", "A step back; what lies ahead stays", ("preview",), "back"),
    Command("forth", "right", "→", "A step on again", ("preview",), "on"),
    Command("reread", "r", "r", "Read the file again now", ("preview",), "read again"),
    Command("undo", "u", "u", "Take the last choice back (practice)", _PLAYED, "undo"),
    Command("hint", "h", "h", "A hint, where there is one", _PLAYED, "hint"),
    Command("brief", "b", "b", "The account file: story, people, what we can do", _PLAYED, "brief"),
    Command("ledger", "l", "l", "The ledger: what is owed, by whom, and when", _PLAYED, "ledger"),
    Command("people", "p", "p", "The relationship: ladder, people, trust, hours", _PLAYED, "people"),
    Command("close", "escape,q,enter", "Esc q", "Back", ("sheet",), "back"),
    Command("close", "escape,q", "Esc q", "Back", ("pick", "progress", "settings", "person"), "back"),
    Command("close", "escape", "Esc", "Back", _FOUND, "back"),
    Command("close", "escape", "Esc", "Leave", ("door",), "leave"),
    Command("close", "q,escape", "q", "Leave; everything so far is kept", ("play", "debrief"), "leave"),
    Command("close", "q,escape", "q", "Leave the assessment", ("desk",), "leave"),
    Command("close", "q,escape", "q", "Leave; nothing of a preview is kept", ("preview",), "leave"),
    Command("app.help", "question_mark", "?", "This help", ("home", *_PLAYED, *_READ, *_DESK), "help"),
    Command("why", "w", "w", "Why the gauges moved lately", _PLAYED, "why it moved"),
    Command("find", "slash", "/", "Find words in what was said", _PLAYED, "find"),
    Command("note", "n", "n", "A note to yourself, kept with the attempt", ("play",), "note"),
    Command("write", "s", "s", "Write the transcript to a file", _PLAYED, "save"),
    Command("say_first", "y", "y", "Say your own line before the lines appear", ("play",), "say first"),
    Command("app.leave", "q", "q", "Leave the application", ("home",), "quit"),
    Command(
        "palette",
        "ctrl+p",
        "Ctrl+P",
        "All that can be done here, found by typing",
        _ROOMS,
        "commands",
        listed=False,
    ),
    Command("app.focus_next", "tab", "Tab", "To the next part of the screen", ("app",), listed=False),
    Command("app.focus_previous", "shift+tab", "Shift+Tab", "To the part before", ("app",), listed=False),
    Command(
        "leave", "ctrl+q,ctrl+c", "Ctrl+Q", "Leave the application; everything is kept", ("app",), always=True
    ),
    Command("suspend_process", "ctrl+z", "Ctrl+Z", "Back to the shell; `fg` returns", ("app",)),
)


def commands(*places: str) -> tuple[Command, ...]:
    """The commands of some places, in order."""
    return tuple(command for command in COMMANDS if any(place in command.places for place in places))


def bindings(place: str) -> list[BindingType]:
    """Textual's bindings for one place."""
    return [
        Binding(key, f"{held.action}({key})" if held.digit else held.action, show=False, priority=held.always)
        for held in commands(place)
        for key in held.keys.split(",")
    ]
