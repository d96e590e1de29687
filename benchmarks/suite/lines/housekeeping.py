"""T5: single events while compaction and snapshots run, in process."""

import shutil
from typing import Any

from suite.bench import Bench
from suite.process import run_json, say
from suite.results import Table
from suite.words import human

EVENTS = 2_000_000  # a quarter of a minute, so that many of both run beside
CLIENTS = 64
SNAPSHOT_SECONDS = "2"


def measure(bench: Bench) -> None:
    program = bench.options.binary.parent / "mingzhang_recording"
    what = "single events in process, 64 clients, while snapshots and compaction run, p99"
    if not program.exists():
        bench.row("T5", what, "ms", [], better="lower", note="mingzhang_recording is not built")
        return
    say("single events in process, without and with housekeeping")
    quiet = record(bench, ["--no-repack"])
    busy = record(bench, ["--snapshots-every", SNAPSHOT_SECONDS])
    for words, run in (("without", quiet), ("with", busy)):
        bench.confirm(f"T5 in process, {words} housekeeping: rebuilt = recorded", run["correct"],
                      run["difference"] or f"{run['events']:,} events")
    bench.row("T5", what, "ms", [busy["submit_to_durable"]["p99_us"] / 1000], better="lower",
              note=f"{human(quiet['submit_to_durable']['p99_us'] / 1000)} ms without")
    note_latencies(bench, quiet, busy)


def record(bench: Bench, how: list[str]) -> dict[str, Any]:
    data = bench.scratch / "t5-in-process"
    shutil.rmtree(data, ignore_errors=True)
    answer = run_json([bench.options.binary.parent / "mingzhang_recording", "--data", data,
                       "--json", "--mix", "two-legged", "--batch", "1", "--clients", str(CLIENTS),
                       "--events", str(EVENTS), "--seed", str(bench.options.seed), *how], 600)
    shutil.rmtree(data)
    return answer


def note_latencies(bench: Bench, quiet: dict[str, Any], busy: dict[str, Any]) -> None:
    measured = {"no repacking, no snapshots": quiet["submit_to_durable"],
                "both": busy["submit_to_durable"],
                "both: only events that met one of them": busy["beside_work"]}
    rows = [[name, f"{found['count']:,}",
             *(human(found[key] / 1000) for key in ("p50_us", "p90_us", "p99_us", "p99_9_us",
                                                    "max_us"))]
            for name, found in measured.items() if found["count"]]
    note = (f"{EVENTS:,} two-legged events, each submitted alone by one of {CLIENTS} clients that "
            f"waits until it is durable; repacking every half second, a snapshot every "
            f"{SNAPSHOT_SECONDS} s: {busy['repacks']['count']} and {busy['snapshots']['count']} of "
            "them.")
    bench.results.table(Table("T5", "Latency in process beside housekeeping, ms",
                              ["Housekeeping", "Events", "p50", "p90", "p99", "p99.9", "max"],
                              rows, note))
    for name, found in measured.items():
        bench.results.histograms[name] = found["log2_buckets"]
