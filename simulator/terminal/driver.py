"""The terminal: what is written after it has gone is lost quietly, and its end is an ordinary leaving."""

from __future__ import annotations

import signal
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, TextIO, cast

from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from textual.app import App


class _Forgiving:
    """A terminal to write to that may vanish at any time."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Writes, if anybody is still there."""
        with suppress(OSError, ValueError):
            self._file.write(text)

    def flush(self) -> None:
        """Flushes, if anybody is still there."""
        with suppress(OSError, ValueError):
            self._file.flush()

    def fileno(self) -> int:
        """The file's number."""
        return self._file.fileno()


class TerminalDriver(LinuxDriver):
    """Textual's driver, which would wait for ever for a terminal that was closed."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        assert self._file is not None
        self._file = cast(TextIOWrapper, _Forgiving(self._file))

    def start_application_mode(self) -> None:
        """Takes the terminal, and sees to it that it is given back when the process is told to end."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        for number in (signal.SIGTERM, signal.SIGHUP):
            self._loop.add_signal_handler(number, self._end, number)

    def _end(self, number: signal.Signals) -> None:
        """Leaves as usual; a second signal of the kind ends the process at once."""
        self._loop.remove_signal_handler(number)
        self._app.exit(return_code=128 + number)

    def _run_input_thread(self) -> None:
        """Reads keys until the end; where the terminal is gone, the application ends as if it were left."""
        with suppress(OSError):
            self.run_input_thread()
        if not self.exit_event.is_set():
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._app.exit)
