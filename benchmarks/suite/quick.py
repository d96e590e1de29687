"""ops/bench --quick: ratios of things measured in one run, beside a kept baseline.

Ratios hold from machine to machine far better than figures do, yet not exactly: what moved by more
than its stated noise is printed and is for a person to judge. A baseline belongs to a kind of
machine, which it names.
"""

import json
import shutil
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from suite.bench import Bench
from suite.files import allocated_bytes, drop_from_page_cache, fdatasync_per_second
from suite.journal import Journal, exported
from suite.lines import all_balances, recording, verify
from suite.lines.replay import confirm_snapshot
from suite.load import load
from suite.machine import postgres_bin
from suite.options import ROOT
from suite.peers import double_entry
from suite.peers.postgres import Cluster
from suite.process import run_json, say
from suite.results import now
from suite.server import Server
from suite.words import human

SMALL_EVENTS = 200_000  # of what takes too long otherwise
BASELINE = ROOT / "benchmarks/baseline.json"


@dataclass(frozen=True)
class Ratio:
    """`noise`: by how much it moves between runs of the same binary, as a share."""

    name: str
    value: float
    noise: float
    higher_is_better: bool = True


def measure(bench: Bench) -> None:
    ratios = [ratio for part in (replay_ratios, verify_ratios, recording_ratios, in_process_ratios,
                                 postgres_ratios) for ratio in part(bench)]
    say("done")
    print_moved(ratios, load_baseline(), bench.options.largest)
    if bench.options.keep_baseline:
        keep(bench, ratios)


def median(bench: Bench, what: str, once: Callable[[], float]) -> float:
    values: list[float] = bench.repeat(what, once, 3)
    return statistics.median(values)


def replay_ratios(bench: Bench) -> list[Ratio]:
    books = bench.books(bench.options.largest)
    warm = bench.repeat("replay", lambda: bench.replay(books.directory))
    drop_from_page_cache(books.directory)
    cold = bench.replay(books.directory)
    confirm_snapshot(bench, books, [*warm, cold])
    scanned = statistics.median(run["scan_seconds"] / run["seconds"] for run in warm)
    peak = bench.replay_peak(books.directory)
    return [
        Ratio("replay / bare scan of the same bytes", scanned, 0.3),
        Ratio("bytes that replay reads / posting", cold["bytes"] / books.postings, 0.01, False),
        Ratio("bytes on disk / event", allocated_bytes(books.directory) / books.events, 0.05,
              False),
        Ratio("most memory of a replay, bytes / house", peak / books.houses, 0.1, False)]


def verify_ratios(bench: Bench) -> list[Ratio]:
    books = bench.books(min(bench.options.largest, SMALL_EVENTS))
    runs: list[dict[str, Any]] = []

    def once() -> float:
        limit = verify.bare_sha256(bench.options.threads)
        runs.append(verify.verify(bench, books))
        return float(runs[-1]["bytes"] / runs[-1]["seconds"] / limit)

    value = median(bench, "verify and bare SHA-256", once)
    verify.confirm(bench, books, runs)
    return [Ratio("verify / bare SHA-256 on as many cores", value, 0.15)]


def recording_ratios(bench: Bench) -> list[Ratio]:
    """Over HTTP, beside what the disk alone could make durable one after the other."""
    seconds = bench.options.seconds
    data, houses = recording.fresh_books(bench, "quick")
    singles, batches = [], []
    with Server(bench, data) as server:
        say("recording over HTTP")
        for number in range(3):
            syncs = fdatasync_per_second(bench.scratch, 4096, 1)
            single = load(server, "record.lua", recording.post_arguments(
                bench, houses, 2 * number, 1), connections=recording.CONNECTIONS, seconds=seconds)
            batch = load(server, "record.lua", recording.post_arguments(
                bench, houses, 2 * number + 1, recording.BATCH), connections=1, seconds=seconds)
            singles.append(single.per_second / syncs)
            batches.append(recording.BATCH * batch.per_second / syncs)
    recording.confirm_recorded(bench, "recording over HTTP", data)
    shutil.rmtree(data.parent)
    return [
        Ratio("single posts over 64 connections / fdatasync of 4 KiB", statistics.median(singles),
              0.3),
        Ratio("events in batches of 1,000 over HTTP / fdatasync of 4 KiB",
              statistics.median(batches), 0.3)]


def in_process_ratios(bench: Bench) -> list[Ratio]:
    program = bench.options.binary.parent / "mingzhang_recording"
    if not program.exists():
        say("mingzhang_recording is not built: no ratio of it")
        return []
    data = bench.scratch / "quick-recording"

    def once() -> float:
        shutil.rmtree(data, ignore_errors=True)
        answer = run_json([program, "--data", data, "--json", "--mix", "two-legged", "--events",
                           "100000", "--in-flight", "8"], 300)
        bench.confirm("recording in process: rebuilt = recorded", answer["correct"],
                      answer["difference"] or "100,000 events")
        return float(answer["run_to_bare"])

    value = median(bench, "recording in process", once)
    shutil.rmtree(data, ignore_errors=True)
    return [Ratio("recording in process / bare appends of its blocks, time", value, 0.3, False)]


def postgres_ratios(bench: Bench) -> list[Ratio]:
    if postgres_bin() is None:
        say("PostgreSQL is not installed: no ratio to it")
        return []
    journal = exported(bench, min(bench.options.largest, SMALL_EVENTS))
    with Cluster(bench.work) as cluster:
        balances = balances_ratio(bench, cluster, journal)
        cluster.psql("DROP TABLE posting", 60)
        double_entry.prepare(cluster, recording.COMMUNITIES, recording.HOUSES)
        posts = posts_ratio(bench, cluster)
    return [Ratio("all balances: PostgreSQL / replay, time", balances, 0.3),
            Ratio("single posts / PostgreSQL's, 64 clients", posts, 0.3)]


def balances_ratio(bench: Bench, cluster: Cluster, journal: Journal) -> float:
    """By turns, so that both meet the same machine."""
    cluster.psql(all_balances.LOAD.format(rows=journal.rows), 300)
    ratios = []
    for _ in range(bench.options.runs):
        answer, theirs = cluster.times(all_balances.ALL_BALANCES, f"{all_balances.PARALLEL}0", 1,
                                       300)
        ratios.append(theirs[0] / float(bench.replay(journal.books.directory)["seconds"]))
    all_balances.confirm_count(bench, "PostgreSQL", int(answer), journal)
    return statistics.median(ratios)


def posts_ratio(bench: Bench, cluster: Cluster) -> float:
    data, houses = recording.fresh_books(bench, "quick")
    ratios = []
    with Server(bench, data) as server:
        for number in range(3):
            ours = load(server, "record.lua", recording.post_arguments(bench, houses, number, 1),
                        connections=recording.CONNECTIONS, seconds=bench.options.seconds)
            theirs = double_entry.pay(cluster, data.parent, recording.COMMUNITIES,
                                      recording.HOUSES, clients=recording.CONNECTIONS,
                                      seconds=bench.options.seconds)
            ratios.append(ours.per_second / theirs.per_second)
    shutil.rmtree(data.parent)
    return statistics.median(ratios)


def load_baseline() -> dict[str, Any]:
    if not BASELINE.exists():
        return {"kept": "never", "machine": "none", "events": 0, "ratios": {}}
    kept: dict[str, Any] = json.loads(BASELINE.read_text(encoding="utf-8"))
    return kept


def print_moved(ratios: list[Ratio], baseline: dict[str, Any], events: int) -> None:
    print(f"baseline kept {baseline['kept']} on {baseline['machine']}")
    if baseline["ratios"] and baseline["events"] != events:
        print(f"it is of {baseline['events']:,} events: give --events {baseline['events']}")
        baseline = {"ratios": {}}
    moved = 0
    for ratio in ratios:
        before = baseline["ratios"].get(ratio.name)
        if not before:
            words = "new"
        else:
            change = ratio.value / before - 1
            beyond = abs(change) > ratio.noise
            moved += beyond
            better = (change > 0) == ratio.higher_is_better
            words = f"was {human(before)}, {change:+.0%} (noise {ratio.noise:.0%})"
            words += (" BETTER" if better else " WORSE") if beyond else ""
        print(f"  {ratio.name}: {human(ratio.value)}, {words}")
    print(f"{moved} of {len(ratios)} ratios moved by more than their noise")


def keep(bench: Bench, ratios: list[Ratio]) -> None:
    machine = bench.results.machine
    kept = {"kept": now(), "machine": f"{machine['processor']}, {bench.options.threads} cores",
            "events": bench.options.largest,
            "ratios": {ratio.name: float(f"{ratio.value:.4g}") for ratio in ratios}}
    BASELINE.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"kept as {Path(BASELINE).relative_to(ROOT)}")
