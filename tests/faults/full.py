"""Fill the disk under a database: whatever is not saved is told, and it goes on once there is space.

    python -m tests.faults.full

Mounts a small file system in memory where only this program sees it, which takes root and Linux.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from simulator.attempts.errors import NotSaved
from simulator.attempts.store import Store
from simulator.engine.attempt import Row
from tests.faults.places import a_server, ask_which, chosen
from tests.faults.writers import a_header, a_row

SIZE = 32
"""Megabytes of the small disk; an empty database on a server takes eight."""
LEFT = 300_000
"""Bytes that are left on it when it is filled."""
AFTER = 20
"""Refusals that are waited for, and rows that are added once there is space again."""
INSIDE = "ONLYME_TESTS_INSIDE"


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run came to."""

    before: int
    """Rows acknowledged until the disk was full."""
    refusals: int
    false: int
    """Rows that were acknowledged and are not there, or are there although they were refused."""
    other: tuple[str, ...]
    """Refusals that named another cause."""
    after: int
    """Rows that are there in the end."""

    @property
    def faultless(self) -> bool:
        """Whether it never said "saved" in vain, named the cause, and went on."""
        whole = self.after == self.before + AFTER
        return bool(self.before) and whole and not self.false and not self.other


def unable() -> str | None:
    """Why this cannot be tried here, or None."""
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        return "a small disk can be mounted by root on Linux only"
    with tempfile.TemporaryDirectory() as folder:
        tried = subprocess.run(
            ["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", folder], capture_output=True, check=False
        )
    return None if tried.returncode == 0 else "this system does not let anybody mount a small disk"


def run(place: str, disk: Path) -> Tally:
    """Write to the database at `place`, which lies on `disk`, until that is full and after."""
    header = a_header()
    filler = disk / "filler"
    kept = refusals = 0
    other: list[str] = []
    with closing(Store.open(place)) as store:
        writer = store.create(header)
        filler.write_bytes(b"x" * (shutil.disk_usage(disk).free - LEFT))
        while refusals < AFTER:
            try:
                store.append(header.attempt, writer, _row(header.attempt, kept + 1))
                kept += 1
            except NotSaved as error:
                refusals += 1
                if "is full; free some space" not in str(error):
                    other.append(str(error))
        false = abs(_there(place, header.attempt) - kept)
        filler.unlink()
        for seq in range(kept + 1, kept + AFTER + 1):
            store.append(header.attempt, writer, _row(header.attempt, seq))
        rows = store.load(header.attempt)[1]
    wrong = sum(row != _row(header.attempt, row.seq) for row in rows)
    return Tally(kept, refusals, false + wrong, tuple(other), len(rows))


def _row(attempt: str, seq: int) -> Row:
    """Made so long that every one needs new space: what is short may still fit in a page that is there."""
    row = a_row(attempt, seq)
    return Row(seq, row.move, row.events + "".join(f"{seq * n:x}" for n in range(3000)))


def _there(place: str, attempt: str) -> int:
    """How many rows another program finds."""
    with closing(Store.open(place)) as store:
        return len(store.load(attempt)[1])


@contextmanager
def small_disk() -> Iterator[Path]:
    """A file system of `SIZE` megabytes; only for the program that `main` runs apart."""
    folder = Path(tempfile.mkdtemp(prefix="onlyme-full-"))
    folder.chmod(0o755)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()


def tally_on(kind: str) -> Tally:
    """Try a kind of database on a small disk of its own."""
    with small_disk() as disk:
        if kind == "sqlite":
            return run(str(disk / "attempts.sqlite3"), disk)
        with a_server() as server:
            place = disk / "tables"
            place.mkdir()
            owner = server.folder.stat()
            os.chown(place, owner.st_uid, owner.st_gid)
            server.do(f"CREATE TABLESPACE small LOCATION '{place}'")
            with server.fresh("TABLESPACE small") as name:
                tally = run(server.url(name), disk)
            server.do("DROP TABLESPACE small")
            return tally


def main() -> int:
    """Run the proof, print its figures, and fail if anything was said to be saved that was not."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask_which(parser)
    asked = parser.parse_args()
    if why := unable():
        print(f"not tried: {why}")
        return 0
    if INSIDE not in os.environ:
        # Where no other program sees what is mounted, and it goes with us.
        again = ["unshare", "-m", sys.executable, "-m", "tests.faults.full", *sys.argv[1:]]
        return subprocess.run(again, env={**os.environ, INSIDE: "1"}, check=False).returncode
    faultless = True
    for kind in chosen(asked.on):
        tally = tally_on(kind)
        print(
            f"{kind}: rows kept before the disk was full {tally.before}, refusals {tally.refusals}, "
            f"said to be saved or refused in vain {tally.false}, kept in the end {tally.after}",
            flush=True,
        )
        for error in tally.other:
            print(error, file=sys.stderr)
        faultless &= tally.faultless
    return 0 if faultless else 1


if __name__ == "__main__":
    raise SystemExit(main())
