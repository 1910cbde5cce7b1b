"""The place where attempts are kept, opened when it is first asked for: after the first screen is there."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from simulator.attempts.errors import StoreError

if TYPE_CHECKING:
    from simulator.attempts.store import Store


class Shelf:
    """Opens the store once. May be asked from several threads; they wait for one another."""

    def __init__(self, location: str | None = None, *, keeps: bool = True) -> None:
        """`location` as in `Store.open`. With `keeps` off there is no store, and nobody asked for one."""
        self._location = location
        self._lock = Lock()
        self._asked = not keeps
        self._store: Store | None = None
        self._error: StoreError | None = None

    def store(self) -> Store | None:
        """The store, or None where it cannot be opened; `why_not` then says why."""
        with self._lock:
            if not self._asked:
                self._asked = True
                self._open()
            return self._store

    def required(self) -> Store:
        """The store. Raises StoreError where it cannot be opened."""
        store = self.store()
        if store is None:
            raise self._error or StoreError("Attempts are not kept")
        return store

    @property
    def place(self) -> str:
        """The file, or the address, where attempts are kept. Raises StoreError where that cannot be told."""
        from simulator.attempts.place import shown, url_of

        return shown(url_of(self._location))

    @property
    def why_not(self) -> str:
        """Why there is no store; empty where there is one, or nobody has asked yet."""
        return str(self._error or "")

    def close(self) -> None:
        """Lets go of the store."""
        with self._lock:
            if self._store is not None:
                self._store.close()

    def _open(self) -> None:
        from simulator.attempts.store import Store

        try:
            self._store = Store.open(self._location)
        except StoreError as error:
            self._error = error
