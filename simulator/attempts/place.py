"""Where the record of attempts lies, and making that place private to the user."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from simulator.attempts.errors import BadDatabase
from simulator.attempts.mounts import network_file_system_of

VARIABLE = "ONLYME_DATABASE"


def url_of(location: str | Path | None) -> URL:
    """Turn a path, a database URL or None into a URL.

    None means what the variable ONLYME_DATABASE says, else a file in the platform's folder for user data.
    """
    location = location or os.environ.get(VARIABLE) or _default()
    if isinstance(location, str) and "://" in location:
        try:
            url = make_url(location)
            # The server's own programs take the short name too.
            return url.set(drivername="postgresql") if url.drivername == "postgres" else url
        except (ArgumentError, ValueError) as error:
            raise BadDatabase(
                "The database URL cannot be read; write a path, sqlite:///PATH or postgresql://USER@HOST/NAME"
            ) from error
    return URL.create("sqlite", database=str(Path(location).expanduser().absolute()))


def _default() -> Path:
    from platformdirs import user_data_path

    return user_data_path("onlyme", appauthor=False) / "attempts.sqlite3"


def shown(url: URL) -> str:
    """A database URL for people to read: a file's path, or an address without passwords and options."""
    if url.get_backend_name() == "sqlite":
        return url.database or "sqlite://"
    where = {name: held for name, held in url.query.items() if name in ("host", "port")}
    return url.set(drivername=url.get_backend_name(), query=where)._replace(password=None).render_as_string()


def file_of(url: URL) -> Path:
    """The file that a SQLite URL names, with symbolic links followed.

    Raises BadDatabase for a URL with options, or one that names no file.
    """
    if url.query or not url.database or url.database == ":memory:":
        raise BadDatabase("The database URL must name a file and nothing more: sqlite:///PATH")
    try:
        return Path(url.database).expanduser().absolute().resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise BadDatabase(f"{url.database} cannot be used as a file; name another") from error


def prepare(file: Path) -> None:
    """Make the folder (0700) and the file (0600), so that no one else may read them.

    A folder that is there already keeps its permissions. Raises BadDatabase where the file cannot be, or is
    on a network file system.
    """
    if kind := network_file_system_of(file):
        raise BadDatabase(
            f"{file} is on a network file system ({kind}), where locks cannot be trusted; "
            f"set {VARIABLE} to a file on a local disk"
        )
    if file.is_dir():
        raise BadDatabase(f"{file} is a folder; name a file in it, such as {file / 'attempts.sqlite3'}")
    try:
        if not file.parent.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.parent.chmod(0o700)
        with suppress(FileExistsError):
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BadDatabase(f"{file} cannot be made ({why}); set {VARIABLE} to a file you may write") from error
    # A file that was copied in may be readable by all; one that is not ours stays as it is.
    with suppress(OSError):
        if file.stat().st_mode & 0o077:
            file.chmod(0o600)
