"""What the figures were measured on and with."""

import os
import platform
import re
import subprocess
from pathlib import Path

from suite.options import OUR_BINARY, ROOT, Options
from suite.results import now


def said_by(*command: str, first: str = r"\S.*") -> str:
    """The first match in what a program says about itself, or none when it is not here."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return "none"
    found = re.search(first, done.stdout + done.stderr)
    return found.group(0).strip() if found else "none"


def field_of(path: str, name: str) -> str:
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith(name):
                return line.split(":", 1)[1].strip()
    return "unknown"


def disk_of(directory: Path) -> str:
    shape = said_by("findmnt", "-no", "FSTYPE,SIZE", "-T", str(directory))
    device = said_by("findmnt", "-no", "SOURCE", "-T", str(directory))
    model = said_by("lsblk", "-dno", "MODEL,ROTA", device)
    kind = "virtual disk" if device.startswith("/dev/vd") else model
    return f"{kind}, {shape}".replace("  ", " ")


def postgres_bin() -> Path | None:
    """Debian keeps the server's programs out of the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"),
                   key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else None


def bare_sha256(threads: int) -> float:
    """Bytes a second of as many threads together."""
    said = said_by("openssl", "speed", "-multi", str(threads), "-seconds", "1", "-bytes", "16384",
                   "sha256", first=r"(?m)^sha256\s+[\d.]+k")
    found = re.search(r"([\d.]+)k", said)
    return float(found.group(1)) * 1000 if found else float("nan")


def what_cores_add() -> float:
    """Two cores of a virtual machine may be two threads of one: what they do together, in cores."""
    cores = os.cpu_count() or 1
    return bare_sha256(cores) / bare_sha256(1)


def describe(options: Options) -> dict[str, str]:
    memory_kb = int(field_of("/proc/meminfo", "MemTotal").split()[0])
    postgres = postgres_bin()
    binary = said_by(str(options.binary), "--version")
    commit = "commit " + said_by("git", "-C", str(ROOT), "describe", "--always", "--dirty")
    if options.binary != OUR_BINARY:
        commit = "another build than this tree's (--binary)"
    return {
        "date": now(),
        "processor": field_of("/proc/cpuinfo", "model name"),
        "cores": f"{os.cpu_count()}, all of them unless said; together they hash "
                 f"{what_cores_add():.2f} times what one does",
        "memory": f"{memory_kb / 1048576:.1f} GiB",
        "disk": disk_of(options.work),
        "kernel": f"{platform.system()} {platform.release()}",
        "system": os_name(),
        "Mingzhang": f"{binary}, {commit}, release preset (-O3, -march=x86-64-v2)",
        "compiler": said_by("c++", "--version"),
        "RocksDB": debian_version("librocksdb7.8"),
        "hledger": said_by("hledger", "--version"),
        "ledger": said_by("ledger", "--version"),
        "beancount": said_by("bean-query", "--version"),
        "PostgreSQL": said_by(str(postgres / "postgres"), "--version") if postgres else "none",
        "wrk": debian_version("wrk"),
        "openssl": said_by("openssl", "version"),
        "Python": platform.python_version(),
        "gnuplot": said_by("gnuplot", "--version"),
        "seed": str(options.seed),
        "about this run": options.note,
    }


def os_name() -> str:
    return platform.freedesktop_os_release().get("PRETTY_NAME", "unknown")


def debian_version(package: str) -> str:
    return said_by("dpkg-query", "--show", "--showformat", "${Version}", package)
