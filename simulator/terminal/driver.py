"""The terminal: a signal to end, or the terminal's own end, is an ordinary leaving."""

from __future__ import annotations

import select
import signal
import sys
from contextlib import suppress
from threading import Thread

from textual.drivers.linux_driver import LinuxDriver


class TerminalDriver(LinuxDriver):
    """Textual's driver, which gives the terminal back whatever ends the application."""

    _watch: Thread | None = None

    def start_application_mode(self) -> None:
        """Takes the terminal, and sees to it that it is given back when the process is told to end. The
        screen goes where it was asked whether there is a terminal; Textual would send it to the errors."""
        self._file = sys.__stdout__ or sys.__stderr__
        super().start_application_mode()  # type: ignore[no-untyped-call]
        for number in (signal.SIGTERM, signal.SIGHUP):
            self._loop.add_signal_handler(number, self._end, number)
        if self._watch is None:
            self._watch = Thread(target=self._wait_for_its_end, daemon=True, name="terminal-end")
            self._watch.start()

    def _end(self, number: signal.Signals) -> None:
        """Leaves as usual; a second signal of the kind ends the process at once."""
        self._loop.remove_signal_handler(number)
        self._app.exit(return_code=128 + number)

    def _wait_for_its_end(self) -> None:
        """Leaves when the terminal is gone, of which a signal need not tell: reading keys from it would go on
        for ever, and busily."""
        end = select.poll()
        end.register(self.fileno, 0)  # nothing but its end is reported
        end.poll()
        with suppress(RuntimeError):  # we may have left already
            self._loop.call_soon_threadsafe(self._app.exit)
