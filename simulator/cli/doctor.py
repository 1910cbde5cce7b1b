"""`onlyme doctor`: what this machine has, where data lives, and what is wrong."""

from __future__ import annotations

import typer

from simulator.cli.failures import Failure
from simulator.cli.output import put


def register(app: typer.Typer) -> None:
    """Adds the commands of this file."""
    app.command()(doctor)


def doctor() -> None:
    """Say what this machine has, where data lives, and what is wrong."""
    import locale
    import os
    import platform
    import shutil
    import sys
    from importlib.metadata import version

    from simulator.attempts.errors import StoreError
    from simulator.attempts.store import Store

    size = shutil.get_terminal_size()
    put(f"Only Me      {version('onlyme')}")
    put(f"Python       {platform.python_version()} on {platform.system()} {platform.machine()}")
    put(f"Textual      {version('textual')}")
    put(f"Terminal     {os.environ.get('TERM', 'none named')}, {size.columns} by {size.lines}")
    put(f"Text         {locale.getpreferredencoding(False)}, output {sys.stdout.encoding}")
    if not sys.stdout.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        put("             no screen here: plain mode is played")
    try:
        store = Store.open()
    except StoreError as error:
        put("Attempts     cannot be kept")
        raise Failure(str(error)) from None
    try:
        facts, kept = store.facts(), len(store.list())
    finally:
        store.close()
    keeping = facts.keeping
    put(f"Attempts     {kept} in {facts.place}")
    settings = ", ".join(f"{name} {value}" for name, value in keeping.settings.items())
    put(f"{keeping.program:<12} {keeping.version}, {settings}")
    if not keeping.sound:
        raise Failure(f"{facts.place}: {keeping.reason}")
    put(f"             {keeping.reason}", wrap=True)
    put("Nothing is wrong.")
