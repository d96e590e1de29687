"""A throw-away PostgreSQL cluster of our own, on a Unix socket that only we know of."""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from signal import SIGINT
from types import TracebackType
from typing import Any

from suite.machine import postgres_bin
from suite.options import SCRATCH
from suite.process import BenchError, Finished, must_run, start_server, stop

# The best reasonable for a machine that does nothing else, and every durable promise kept.
SETTINGS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "4GB",
    "effective_cache_size": "12GB",
    "work_mem": "1GB",
    "hash_mem_multiplier": "2",
    "maintenance_work_mem": "1GB",
    "wal_buffers": "64MB",
    "wal_compression": "lz4",
    "max_wal_size": "8GB",
    "min_wal_size": "1GB",
    "checkpoint_timeout": "15min",
    "effective_io_concurrency": "200",
    "random_page_cost": "1.1",
    "max_connections": "100",
    "max_worker_processes": "16",
    "huge_pages": "try",
    "jit": "on",
    "listen_addresses": "",
}


def settings_text() -> str:
    return ", ".join(f"{name} {value}" for name, value in SETTINGS.items() if value)


class Cluster:
    """Its files are gone again at the end. As root it runs as the user postgres."""

    def __init__(self, work: Path) -> None:
        programs = postgres_bin()
        if programs is None:
            raise BenchError("no PostgreSQL: ops/setup bench")
        self.programs = programs
        self.directory = work / SCRATCH / "postgres"
        self._log = open(work / "postgres.log", "wb")
        self._socket = tempfile.TemporaryDirectory(prefix="mingzhang-pg-")
        self._owner: dict[str, Any] = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            self._owner = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def __enter__(self) -> "Cluster":
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir(parents=True, mode=0o700)
        for folder in (str(self.directory), self._socket.name):
            if self._owner:
                os.chown(folder, self._owner["user"], self._owner["group"])
        must_run([self.programs / "initdb", "--pgdata", self.directory, "--username", "bench",
                  "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-instructions"],
                 120, **self._owner, cwd="/")
        options = [f"--{name}={value}" for name, value in SETTINGS.items()]
        self._server = start_server(
            [self.programs / "postgres", "-D", self.directory, "-k", self._socket.name, *options],
            stdout=self._log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd="/",
            **self._owner)
        self._wait_until_ready()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        stop(self._server, SIGINT)
        self._log.close()
        shutil.rmtree(self.directory, ignore_errors=True)
        self._socket.cleanup()

    def _wait_until_ready(self) -> None:
        ready: list[str | Path] = [self.programs / "pg_isready", "-q", "-h", self._socket.name]
        for _ in range(600):
            if subprocess.run(ready, check=False).returncode == 0:
                return
            if self._server.poll() is not None:
                break
            time.sleep(0.1)
        raise BenchError(f"PostgreSQL did not start: see {self._log.name}")

    @property
    def reach(self) -> list[str]:
        return ["-h", self._socket.name, "-U", "bench"]

    def psql(self, script: str, timeout: float, **how: Any) -> str:
        """Runs a script in one session; its output, unaligned."""
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
            file.write(script)
            file.flush()
            command: list[str | Path] = [
                self.programs / "psql", *self.reach, "-X", "-q", "-A", "-t",
                "-v", "ON_ERROR_STOP=1", "-d", "postgres", "-f", file.name]
            done = must_run(command, timeout, **how)
            text = done.text()
            done.output.unlink()
            return text

    def times(self, query: str, settings: str, runs: int,
              timeout: float) -> tuple[str, list[float]]:
        """The answer, and the server's seconds of each run after one that warms."""
        script = f"{settings};\n{query};\n\\timing on\n" + f"{query};\n" * runs
        text = self.psql(script, timeout)
        times = [float(found) / 1000 for found in re.findall(r"^Time: ([\d.]+) ms", text, re.M)]
        return text.splitlines()[0], times

    def pgbench(self, arguments: list[str], timeout: float, cwd: Path) -> Finished:
        return must_run([self.programs / "pgbench", *self.reach, *arguments, "postgres"], timeout,
                        cwd=cwd)
