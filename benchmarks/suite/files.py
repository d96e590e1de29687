"""Files on disk: their sizes, the page cache, and the disk's own speed."""

import os
import shutil
import subprocess
import time
from pathlib import Path

from suite.process import BenchError

KEEP_FREE = 3_000_000_000  # bytes of the disk that are left alone


def files_under(directory: Path) -> list[Path]:
    return [path for path in sorted(directory.rglob("*")) if path.is_file()]


def allocated_bytes(directory: Path) -> int:
    """As the disk counts: whole blocks, a hard link once."""
    seen = {(s.st_dev, s.st_ino): s.st_blocks * 512 for s in map(os.stat, files_under(directory))}
    return sum(seen.values())


def need_space(directory: Path, need: int, what: str) -> None:
    free = shutil.disk_usage(directory).free
    if free < need + KEEP_FREE:
        raise BenchError(f"{what} needs about {need / 1e9:.1f} GB beside {KEEP_FREE / 1e9:.0f} GB "
                         f"kept free; {directory} has {free / 1e9:.1f} GB: give another --work DIR")


def drop_from_page_cache(directory: Path) -> None:
    """Writes the files back and forgets them; refuses to go on where the kernel kept some."""
    for path in files_under(directory):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)
    left = cached_bytes(directory)
    if left > 0.001 * allocated_bytes(directory):
        raise BenchError(f"{left} bytes of {directory} stayed in the page cache")


def cached_bytes(directory: Path) -> int:
    """What fincore (mincore) still finds in memory."""
    files = [str(path) for path in files_under(directory) if path.stat().st_size > 0]
    command = ["fincore", "--bytes", "--noheadings", "--output", "RES", *files]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return sum(int(word) for word in done.stdout.split())


def fdatasync_per_second(directory: Path, size: int, seconds: float) -> float:
    """Appends of `size` bytes to a preallocated file, each made durable, a second."""
    path = directory / "fdatasync.probe"
    payload = os.urandom(size)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.posix_fallocate(descriptor, 0, 64 << 20)
        os.fsync(descriptor)
        count, began = 0, time.perf_counter()
        while time.perf_counter() - began < seconds:
            os.pwrite(descriptor, payload, count * size % ((64 << 20) - size))
            os.fdatasync(descriptor)
            count += 1
        return count / (time.perf_counter() - began)
    finally:
        os.close(descriptor)
        path.unlink()
