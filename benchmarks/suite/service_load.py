"""ops/bench --service-load: a minute of load on the service, alone and in a crowd."""

import contextlib
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from suite.bench import Bench
from suite.books import clone
from suite.load import (Load, communities_of, house_path, houses_of, load, write_houses,
                        write_targets)
from suite.options import ROOT
from suite.process import BenchError, say, start, stop
from suite.server import Server
from suite.words import human, markdown_table

PAGE = ROOT / "docs/load.md"
BEGIN = "<!-- ops/bench --service-load writes from here -->"
END = "<!-- ops/bench --service-load writes to here -->"
CONNECTIONS = 32
IDLE = 1000
SLOW = 100
COMMUNITIES = 80
FILLING = 3  # times as long as a load that is measured
MIB = 1 << 20


@dataclass(frozen=True)
class Minute:
    what: str
    beside: str
    load: Load
    resident_bytes: list[int]  # of the service, every second


def resident(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise BenchError(f"process {pid} is gone")


@contextlib.contextmanager
def watched(pid: int) -> Iterator[list[int]]:
    seen = [resident(pid)]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(1):
            seen.append(resident(pid))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()
        seen.append(resident(pid))


@contextlib.contextmanager
def crowd(server: Server, path: str, seconds: int) -> Iterator[dict[str, int]]:
    """1,000 idle and 100 slow connections; how often they were sent away is known at the end."""
    sent_away: dict[str, int] = {}
    token = server.headers["Authorization"].split()[-1]
    process = start([sys.executable, "-m", "suite.crowd", str(server.port), token, str(IDLE),
                     str(SLOW), str(4 * seconds + 120), path], stdout=subprocess.PIPE,
                    cwd=ROOT / "benchmarks")
    try:
        assert process.stdout is not None
        if process.stdout.readline().strip() != b"READY":
            raise BenchError("the crowd could not connect")
        yield sent_away
        process.terminate()
        sent_away |= json.loads(process.stdout.readline())
    finally:
        stop(process)


def measure(bench: Bench) -> tuple[list[Minute], dict[str, int]]:
    books = bench.books(bench.options.largest)
    data = clone(books, bench.scratch / "load")
    seconds = bench.options.seconds
    minutes = []
    with Server(bench, data, {"MINGZHANG_SERVER_MOST_CONNECTIONS": "2048"}) as server:
        communities = communities_of(server, COMMUNITIES, bench.options.seed)
        houses = houses_of(server, communities)
        listed = write_houses(bench.scratch / "houses.txt", houses)
        reports = [f"/v1/communities/{c}/{report}" for c in communities for report in
                   ("trial-balance", "collection-rate?period=2026-01&through=2026-06",
                    "shortfall?period=2026-01&through=2026-06")]
        reports += [house_path(*house) for house in houses[::7]]
        asked = write_targets(bench.scratch / "targets.txt", reports)

        def drive(what: str, number: int, seconds: int) -> Load:
            script, arguments = "ask.lua", [f"targets={asked}"]
            if what == "single posts":
                script = "record.lua"
                arguments = ["batch=1", f"houses={listed}", f"run=l{number}", "date=2026-06-15",
                             f"seed={bench.options.seed + number}"]
            return load(server, script, arguments, connections=CONNECTIONS, seconds=seconds)

        def run(what: str, beside: str, number: int) -> None:
            with watched(server.pid) as seen:
                found = drive(what, number, seconds)
            minutes.append(Minute(what, beside, found, seen))

        # Until what the service keeps in memory is full: what waits to be written, books.
        drive("single posts", 8, FILLING * seconds)
        drive("reports", 9, seconds)
        run("single posts", "nothing", 1)
        with crowd(server, f"/v1/events?community={communities[0]}&limit=1000",
                   seconds) as sent_away:
            run("single posts", f"{IDLE} idle and {SLOW} slow connections", 2)
            run("reports", f"{IDLE} idle and {SLOW} slow connections", 3)
        # Over the same books as in the crowd: no post came between.
        run("reports", "nothing", 4)
    replayed = bench.replay(data)
    bench.confirm("load: replay of the books afterwards = snapshot",
                  replayed["matches_snapshot"] is True, f"{replayed['events']:,} events")
    shutil.rmtree(data)
    return minutes, sent_away


def write(bench: Bench, minutes: list[Minute], sent_away: dict[str, int]) -> None:
    rows = []
    for minute in minutes:
        shares, memory = minute.load.percentiles_ms, minute.resident_bytes
        rows.append([minute.what, minute.beside, f"{minute.load.seconds:.0f} s",
                     f"{minute.load.per_second:,.0f}",
                     *(human(shares[share]) for share in (50, 99, 99.9)),
                     human(minute.load.max_ms), f"{memory[0] / MIB:,.0f}",
                     f"{memory[len(memory) // 2] / MIB:,.0f}", f"{memory[-1] / MIB:,.0f}"])
    head = ["Load", "Beside it", "For", "Answers/s", "p50 ms", "p99 ms", "p99.9 ms", "Most ms",
            "MiB at the beginning", "MiB halfway", "MiB at the end"]
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    machine = markdown_table(["", ""], [[name, str(value)] for name, value
                                        in bench.results.machine.items() if value])
    away = ", ".join(f"{name} {count:,}" for name, count in sorted(sent_away.items()))
    made = (f"{markdown_table(head, rows)}\n\nConnections of the crowd that the service ended: "
            f"{away}.\n\n{machine}")
    PAGE.write_text(f"{before}{BEGIN}\n\n{made}\n\n{END}{after}", encoding="utf-8")
    say(f"wrote docs/{PAGE.name}")
