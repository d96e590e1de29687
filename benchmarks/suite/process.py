"""Running programs: timed, bounded in time and memory, and never left behind."""

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

LEAST_FREE_MEMORY = 1_500_000_000  # bytes; below it the measured program is stopped

_running: set[subprocess.Popen[bytes]] = set()


class BenchError(Exception):
    """Something broke, as opposed to a figure that is missed."""


@dataclass(frozen=True)
class Finished:
    """How a program ended.

    `peak_bytes` is never less than what we held ourselves (`peak_memory` is exact). `stopped` says
    why it was stopped before its end, else it is empty.
    """

    seconds: float
    peak_bytes: int
    status: int
    output: Path
    errors: str
    stopped: str

    def text(self) -> str:
        return self.output.read_text(encoding="utf-8", errors="replace")


def say(text: str) -> None:
    """Progress, on standard error."""
    print(f"{time.strftime('%H:%M:%S')}  {text}", file=sys.stderr, flush=True)


def available_memory() -> int:
    with open("/proc/meminfo", encoding="ascii") as meminfo:
        for line in meminfo:
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return 0


def start(command: Sequence[str | Path], **how: Any) -> subprocess.Popen[bytes]:
    """Starts a program in a session of its own; whatever happens, it ends when we do."""
    guarded = [str(part) for part in command]
    process = subprocess.Popen(guarded, start_new_session=True, **how)
    _running.add(process)
    return process


def start_server(command: Sequence[str | Path], **how: Any) -> subprocess.Popen[bytes]:
    """As `start`; the kernel ends it even when we are killed."""
    return start(["setpriv", "--pdeathsig", "KILL", "--", *command], **how)


def signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        pass


def stop(process: subprocess.Popen[bytes], number: signal.Signals = signal.SIGTERM,
         patience: float = 120) -> None:
    """Asks, waits, then kills."""
    if process.poll() is None:
        signal_group(process, number)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            signal_group(process, signal.SIGKILL)
            process.wait()
    _running.discard(process)


@atexit.register
def stop_everything() -> None:
    for process in list(_running):
        stop(process, signal.SIGTERM, patience=15)


class _Watch:
    """Stops a program that takes too long or leaves the machine too little memory."""

    def __init__(self, process: subprocess.Popen[bytes], timeout: float) -> None:
        self.stopped = ""
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(process, timeout), daemon=True)
        self._thread.start()

    def _run(self, process: subprocess.Popen[bytes], timeout: float) -> None:
        end = time.monotonic() + timeout
        while not self._done.wait(min(0.5, max(0.0, end - time.monotonic()))):
            if time.monotonic() >= end:
                self.stopped = f"stopped after {timeout:.0f} s"
            elif available_memory() < LEAST_FREE_MEMORY:
                self.stopped = "stopped: the machine's memory ran out"
            if self.stopped:
                return signal_group(process, signal.SIGKILL)

    def end(self) -> str:
        self._done.set()
        self._thread.join()
        return self.stopped


def run(command: Sequence[str | Path], timeout: float, *, stdin: IO[bytes] | None = None,
        env: Mapping[str, str] | None = None, output: Path | None = None,
        **how: Any) -> Finished:
    """Runs a program to its end. Its standard output goes to a file, so nothing waits for us."""
    target = output or Path(tempfile.mkstemp(prefix="bench-output-", dir=_scratch())[1])
    with open(target, "wb") as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        process = start(command, stdin=stdin or subprocess.DEVNULL, stdout=out, stderr=err,
                        env={**os.environ, **(env or {})}, **how)
        watch = _Watch(process, timeout)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        _running.discard(process)
        stopped = watch.end()
        err.seek(0)
        errors = err.read().decode("utf-8", "replace")
    return Finished(seconds, usage.ru_maxrss * 1024, process.returncode, target, errors, stopped)


def must_run(command: Sequence[str | Path], timeout: float, **how: Any) -> Finished:
    """As `run`, where anything but success means that the bench itself cannot go on."""
    finished = run(command, timeout, **how)
    if finished.stopped or finished.status != 0:
        why = finished.stopped or f"ended with {finished.status}"
        words = " ".join(str(part) for part in command)
        raise BenchError(f"{words}: {why}\n{finished.errors[-2000:]}")
    return finished


def run_json(command: Sequence[str | Path], timeout: float, **how: Any) -> dict[str, Any]:
    """One JSON object that the program printed, with `command_seconds` added."""
    done = must_run(command, timeout, **how)
    answer = json.loads(done.text())
    done.output.unlink()
    if not isinstance(answer, dict):
        raise BenchError(f"{command[0]}: not one JSON object")
    return answer | {"command_seconds": done.seconds}


# The kernel counts towards a program's peak what its parent held when it was started. So a parent
# that holds next to nothing starts it, and says what it saw.
_SMALL_PARENT = """
import os, sys
child = os.fork()
if child == 0:
    os.execv(sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(child, 0)
sys.stderr.write(f"\\nPEAK {usage.ru_maxrss * 1024}\\n")
sys.exit(os.waitstatus_to_exitcode(status))
"""


def peak_memory(command: Sequence[str | Path], timeout: float) -> int:
    """Bytes; 10 MB are the least that it can tell."""
    done = must_run([sys.executable, "-S", "-E", "-c", _SMALL_PARENT, *command], timeout)
    done.output.unlink()
    return int(done.errors.rsplit("PEAK ", 1)[1])


_scratch_directory: tempfile.TemporaryDirectory[str] | None = None


def _scratch() -> str:
    global _scratch_directory
    if _scratch_directory is None:
        _scratch_directory = tempfile.TemporaryDirectory(prefix="mingzhang-bench-")
    return _scratch_directory.name
