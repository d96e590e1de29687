"""T4, T5: durable recording, in batches and singly, beside PostgreSQL."""

import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from suite.bench import Bench
from suite.journal import confirm_totals, our_totals
from suite.lines import housekeeping
from suite.load import Load, load, write_houses
from suite.options import ROOT
from suite.peers import double_entry
from suite.peers.postgres import Cluster, settings_text
from suite.process import must_run, run, run_json, say
from suite.results import Table
from suite.rows import convert
from suite.server import Server
from suite.words import human

IN_PROCESS_TARGET = 1e6
HTTP_BATCH_TARGET = 150_000
BUFFER_BATCH_TARGET = 400_000
SINGLE_TARGET = 20_000
SINGLE_P99_MS = 5
POSTGRES_TARGET = 5
COMMUNITIES = 100
HOUSES = 100
CONNECTIONS = 64
PAUSE_MS = 2  # with it 64 connections ask for somewhat more than the target's 20,000 a second
BATCH = 1000
MOST_EXPORTED = 10_000_000  # of the books after T5, not those after T4
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"  # of a run, in one character
DATE = "2026-01-15"


def fresh_books(bench: Bench, name: str) -> tuple[Path, Path]:
    """Books with communities and houses and nothing else; and the file of those houses."""
    folder = bench.scratch / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    houses = [(f"b{c:03}", f"1-1-{h}") for c in range(COMMUNITIES) for h in range(HOUSES)]
    begin = folder / "begin.jsonl"
    with open(begin, "w", encoding="utf-8") as out:
        for community in dict.fromkeys(community for community, _ in houses):
            out.write(json.dumps({
                "kind": "community_registered", "community": community, "name": community,
                "business_date": DATE, "idempotency_key": "begin", "subdistrict": "s",
                "neighbourhood": "n"}) + "\n")
        for community, house in houses:
            out.write(json.dumps({
                "kind": "house_registered", "community": community, "house": house,
                "business_date": DATE, "idempotency_key": house, "building": "1",
                "entrance": "1", "area": "100.00", "use": "dwelling"}) + "\n")
    data = folder / "data"
    must_run([bench.options.binary, "record", begin, "--data", data], 120)
    return data, write_houses(folder / "houses.txt", houses)


def measure_batches(bench: Bench) -> None:
    in_process(bench)
    data, houses = fresh_books(bench, "t4")
    with Server(bench, data) as server:
        over_http(bench, server, houses)
    confirm_recorded(bench, "T4 over HTTP", data)
    shutil.rmtree(data.parent)


@dataclass(frozen=True)
class Posting:
    """One way to post batches over HTTP."""

    what: str
    script: str
    arguments: list[str]
    connections: int
    target: float | None
    note: str

    def load(self, server: Server, run: str, seconds: int) -> Load:
        return load(server, self.script, [*self.arguments, f"run={run}"],
                    connections=self.connections, seconds=seconds)


def over_http(bench: Bench, server: Server, houses: Path) -> None:
    """All ways by turns, so that they meet the same machine."""
    ways = postings(bench, houses)
    say(f"batches of {BATCH} over HTTP: {bench.options.runs} runs")
    found: list[list[Load]] = [[] for _ in ways]
    for number in range(bench.options.runs + 1):
        for way, (posting, loads) in zip("abcdefgh", zip(ways, found)):
            loads.append(posting.load(server, f"{way}{DIGITS[number]}", bench.options.seconds))
    for posting, loads in zip(ways, found):
        measured = loads[1:]
        bench.row("T4", posting.what, "events/s", [BATCH * run.per_second for run in measured],
                  target=posting.target,
                  note=f"{posting.note}, p50 {human(measured[0].p50_ms)} ms a batch")


def postings(bench: Bench, houses: Path) -> list[Posting]:
    bodies = {"JSON": (json_body(houses), "application/json", HTTP_BATCH_TARGET),
              "FlatBuffers": (buffer_body(houses), "application/vnd.mingzhang.events+flatbuffers",
                              BUFFER_BATCH_TARGET)}
    ways = [Posting(f"batches of 1,000 as {kind} over HTTP, one client, {words}",
                    "record_made.lua", [f"body={body}", f"type={content_type}"], connections,
                    target, f"{body.stat().st_size / BATCH:.0f} bytes an event")
            for connections, words in ((1, "one batch at a time"), (4, "four batches outstanding"))
            for kind, (body, content_type, target) in bodies.items()]
    live = post_arguments(bench, houses, 0, BATCH)  # a later run=… takes the place of theirs
    what = "batches of 1,000 as JSON over HTTP, one client that makes them meanwhile"
    return [*ways, Posting(what, "record.lua", live, 1, None, "wrk shares the cores")]


def payments(houses: Path) -> list[dict[str, Any]]:
    """The payments of a batch; their keys are replaced each time it is sent."""
    places = [line.split() for line in houses.read_text(encoding="utf-8").splitlines()]
    return [{"community": community, "business_date": DATE, "idempotency_key": f"KEY{index:012}",
             "house": house, "amount": f"{index % 900 + 1}.00", "channel": "bank"}
            for index, (community, house) in enumerate((places * BATCH)[:BATCH])]


def json_body(houses: Path) -> Path:
    made = houses.with_name("batch.json")
    events = [{"kind": "payment_received", **payment} for payment in payments(houses)]
    made.write_text(json.dumps({"mode": "each", "events": events}, separators=(",", ":")),
                    encoding="utf-8")
    return made


def buffer_body(houses: Path) -> Path:
    day = (date.fromisoformat(DATE) - date(1970, 1, 1)).days
    events = [{"community": payment["community"], "business_date_day": day,
               "idempotency_key": payment["idempotency_key"],
               "payload_type": "PaymentReceived",
               "payload": {"house": payment["house"], "channel": payment["channel"],
                           "amount_fen": int(payment["amount"].replace(".", ""))}}
              for payment in payments(houses)]
    text = houses.with_name("buffer.json")
    text.write_text(json.dumps({"mode": "each", "events": events}), encoding="utf-8")
    schemas = ROOT / "schemas"
    must_run(["flatc", "--binary", "-I", schemas, "-o", houses.parent, schemas / "request.fbs",
              text], 60)
    return houses.with_name("buffer.bin")


def post_arguments(bench: Bench, houses: Path, number: int, batch: int,
                   run: str = "r") -> list[str]:
    return [f"batch={batch}", f"houses={houses}", f"run={run}{number}", f"date={DATE}",
            f"seed={bench.options.seed + number}"]


def in_process(bench: Bench) -> None:
    program = bench.options.binary.parent / "mingzhang_recording"
    for waiting, words in ((1, "one batch at a time"), (8, "eight batches outstanding")):
        what = f"batches of 1,000 in process, one client, {words}"
        if not program.exists():
            bench.row("T4", what, "events/s", [], target=IN_PROCESS_TARGET,
                      note="mingzhang_recording is not built")
            continue
        runs = bench.repeat(what, lambda: record_in_process(bench, program, waiting))
        right = all(run["correct"] for run in runs)
        bench.confirm(f"T4 {what}: rebuilt = recorded", right,
                      runs[0]["difference"] or f"{len(runs)} runs")
        bench.row("T4", what, "events/s", [run["events_per_second"] for run in runs],
                  target=IN_PROCESS_TARGET, note=f"two-legged; {runs[0]['run_to_bare']:.1f} times "
                  "what bare durable appends of the same blocks take")


def record_in_process(bench: Bench, program: Path, waiting: int) -> dict[str, float]:
    data = bench.scratch / "t4-in-process"
    shutil.rmtree(data, ignore_errors=True)
    answer = run_json([program, "--data", data, "--json", "--mix", "two-legged", "--batch",
                       str(BATCH), "--in-flight", str(waiting), "--events",
                       str(min(1_000_000, bench.options.largest))], 900)
    shutil.rmtree(data)
    return answer


def measure_singles(bench: Bench) -> None:
    """Ours and PostgreSQL by turns, so that both meet the same machine."""
    options = bench.options
    data, houses = fresh_books(bench, "t5")
    folder = data.parent
    ours: list[Load] = []
    paced: list[Load] = []
    theirs: list[double_entry.PgbenchRun] = []
    with Server(bench, data) as server, Cluster(bench.work) as cluster:
        double_entry.prepare(cluster, COMMUNITIES, HOUSES)
        say(f"single posts over {CONNECTIONS} connections, by turns with PostgreSQL: "
            f"{options.runs} runs")
        for number in range(options.runs + 1):
            ours.append(load(server, "record.lua", post_arguments(bench, houses, number, 1),
                             connections=CONNECTIONS, seconds=options.seconds))
            theirs.append(double_entry.pay(cluster, folder, COMMUNITIES, HOUSES,
                                           clients=CONNECTIONS, seconds=options.seconds))
            paced.append(load(server, "record.lua",
                              [*post_arguments(bench, houses, number, 1, "paced"),
                               f"pause={PAUSE_MS}"],
                              connections=CONNECTIONS, seconds=options.seconds))
        bench.confirm("T5 PostgreSQL: postings balance, balances are their sums",
                      double_entry.is_right(cluster), "events, postings and balances counted")
        size = double_entry.bytes_an_event(cluster)
    note_singles(bench, ours[1:], theirs[1:])
    note_paced(bench, paced[1:])
    bench.row("T6", "PostgreSQL's double entry of T5, tables and indexes", "bytes/event", [size],
              better="lower", note="no JSON, no hash, no WAL counted")
    confirm_recorded(bench, "T5", data)
    shutil.rmtree(folder)
    housekeeping.measure(bench)


def note_singles(bench: Bench, ours: list[Load], theirs: list[double_entry.PgbenchRun]) -> None:
    bench.row("T5", "single posts, 64 connections", "events/s", [run.per_second for run in ours],
              target=SINGLE_TARGET, note="every answer 201; each waits for the disk")
    note_p99(bench, "single posts, p99", ours,
             "a connection posts again as soon as it was answered")
    bench.row("T5", "PostgreSQL, the same double entry, 64 clients", "events/s",
              [run.per_second for run in theirs])
    bench.row("T5", "Mingzhang / PostgreSQL", "times",
              [one.per_second / other.per_second for one, other in zip(ours, theirs)],
              target=POSTGRES_TARGET, note="by turns in one run")
    rows = [["Mingzhang", *shown(ours[0].percentiles_ms, max(r.max_ms for r in ours))],
            ["PostgreSQL", *shown(theirs[0].percentiles_ms, max(r.max_ms for r in theirs))]]
    note = ("Percentiles of the first measured run, the maximum of all. Mingzhang answers over "
            "HTTP (TCP) with JSON parsed and every guard and hash; PostgreSQL over a Unix socket "
            "by one prepared call of a function that inserts an event with a unique key and two "
            "postings and updates two balances. Both wait for the disk. PostgreSQL's settings as "
            f"in T3: {settings_text()}.")
    bench.results.table(Table("T5", "Latency of single posts, ms",
                              ["", "p50", "p90", "p99", "p99.9", "max"], rows, note))
    for name, values in (("Mingzhang", ours[0].percentiles_ms),
                         ("PostgreSQL", theirs[0].percentiles_ms)):
        bench.results.latencies[name] = [[share / 100, ms] for share, ms in values.items()]


def note_paced(bench: Bench, paced: list[Load]) -> None:
    what = f"single posts, {CONNECTIONS} connections that pause {PAUSE_MS} ms on average"
    bench.row("T5", what, "events/s", [run.per_second for run in paced], target=SINGLE_TARGET,
              note="what comes when nobody posts as fast as he can")
    note_p99(bench, f"{what}, p99", paced, f"p50 {human(paced[0].p50_ms)} ms, "
             f"p99.9 {human(paced[0].percentiles_ms[99.9])} ms")


def note_p99(bench: Bench, what: str, runs: list[Load], note: str) -> None:
    """As each poster waited; and with those posts that a stall kept from being posted."""
    bench.row("T5", what, "ms", [run.p99_ms for run in runs], target=SINGLE_P99_MS,
              better="lower", note=note)
    bench.row("T5", f"{what}, stretched", "ms", [run.stretched_ms[99] for run in runs],
              target=SINGLE_P99_MS, better="lower",
              note="with the posts that would have been sent while a connection waited")


def shown(percentiles: dict[float, float], most: float) -> list[str]:
    return [human(percentiles[share]) for share in (50, 90, 99, 99.9)] + [human(most)]


def confirm_recorded(bench: Bench, what: str, data: Path) -> None:
    """The filled books replay to their snapshot, verify, and sum to their exported text."""
    replayed = bench.replay(data)
    bench.confirm(f"{what}: replay = snapshot", replayed["matches_snapshot"] is True,
                  f"{replayed['events']:,} events")
    verified = run([bench.options.binary, "verify", "--json", "--data", data], 900)
    bench.confirm(f"{what}: verify", verified.status == 0, "hashes, laws and rebuilt state")
    if replayed["events"] > MOST_EXPORTED:
        return
    journal, sums = data.parent / "books.hledger", data.parent / "sums.json"
    must_run([bench.options.binary, "export", "hledger", "--data", data, "-o", journal], 600)
    convert(str(journal), "/dev/null", str(sums))
    totals = {name: value for name, value in json.loads(sums.read_text())["totals"].items()
              if value}
    journal.unlink()
    with Server(bench, data) as server:
        ours = our_totals(server)
    confirm_totals(bench, f"{what}: trial balances = plain sums of the exported text", ours, totals)
