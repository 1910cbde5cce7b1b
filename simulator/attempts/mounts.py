"""Is a path on a network file system? SQLite's locks cannot be trusted there."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

# fmt: off
_NETWORK = frozenset({
    "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs",
    "nfs4", "orangefs", "prl_fs", "smb3", "smbfs", "vboxsf", "vmhgfs",
})
# Programs that mount remote places through FUSE name themselves after the dot: fuse.sshfs, fuse.rclone …
_FUSE = frozenset({
    "ceph", "cifs", "curlftpfs", "davfs", "davfs2", "gcsfuse", "glusterfs", "goofys", "gvfsd-fuse", "nfs",
    "rclone", "s3fs", "smbnetfs", "sshfs", "vmhgfs-fuse",
})
# fmt: on
_ESCAPE = re.compile(r"\\([0-7]{3})")


def network_file_system(mountinfo: str, path: PurePosixPath) -> str | None:
    """Name the network file system that holds the absolute `path`, or None if it is a local one.

    `mountinfo` is the text of Linux's `/proc/self/mountinfo`; lines that cannot be read are passed over.
    """
    best: tuple[int, str] = (-1, "")
    for line in mountinfo.splitlines():
        before, separator, after = line.partition(" - ")
        fields, kind = before.split(), after.split()
        if not separator or len(fields) < 5 or not kind:
            continue
        point = PurePosixPath(_ESCAPE.sub(lambda code: chr(int(code[1], 8)), fields[4]))
        depth = len(point.parts)
        # On equal depth the later line lies on top of the earlier.
        if path.is_relative_to(point) and depth >= best[0]:
            best = (depth, kind[0])
    name = best[1]
    remote = name in _NETWORK or (name.startswith("fuse.") and name.removeprefix("fuse.") in _FUSE)
    return name if remote else None


def network_file_system_of(path: Path) -> str | None:
    """The same for a path of this machine; None where the system does not tell (not Linux)."""
    try:
        mountinfo = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None
    return network_file_system(mountinfo, PurePosixPath(path))
