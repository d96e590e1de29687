"""T6: bytes on disk, all told, and of what replay reads."""

import re
import shutil
from typing import Any

from suite.bench import Bench
from suite.books import Books
from suite.files import allocated_bytes, files_under
from suite.process import must_run, run_json, say
from suite.results import Table
from suite.words import human, size_word

EVENT_TARGET = 150  # bytes of a two-legged event, all told
POSTING_TARGET = 20  # bytes that replay reads of a posting
TWO_LEGGED = 1_000_000


def measure(bench: Bench) -> None:
    two_legged(bench)
    for size in bench.options.events:
        books = bench.books(size)
        say(f"bytes of {books.events:,} events")
        total = allocated_bytes(books.directory)
        replayed = bench.replay(books.directory)["bytes"] / books.postings
        bench.row("T6", "generated books (all kinds), all told", "bytes/event",
                  [total / books.events], events=books.events, better="lower",
                  note=f"{books.postings / books.events:.2f} postings an event")
        bench.row("T6", "what replay reads", "bytes/posting", [replayed], events=books.events,
                  target=POSTING_TARGET, better="lower")
        bench.point("disk, all told", "bytes an event", books.events, total / books.events)
        breakdown(bench, books, total)


def two_legged(bench: Bench) -> None:
    """Payments of two postings each, as mingzhang_recording makes them."""
    what = "two-legged events, all told"
    program = bench.options.binary.parent / "mingzhang_recording"
    if not program.exists():
        bench.row("T6", what, "bytes/event", [], target=EVENT_TARGET, better="lower",
                  note="mingzhang_recording is not built")
        return
    data = bench.scratch / "t6"
    shutil.rmtree(data, ignore_errors=True)
    count = min(TWO_LEGGED, bench.options.largest)
    answer = run_json([program, "--data", data, "--json", "--mix", "two-legged", "--events",
                       str(count)], 900)
    total = allocated_bytes(data)
    shutil.rmtree(data)
    bench.row("T6", what, "bytes/event", [total / answer["all_events"]],
              events=answer["all_events"], target=EVENT_TARGET, better="lower")


def status_of(bench: Bench, books: Books) -> dict[str, Any]:
    """What `mingzhang status --json` says; empty where there is no such command."""
    commands = must_run([bench.options.binary, "--help"], 10).text()
    if not re.search(r"^ +status\b", commands, re.M):
        return {}
    return bench.ours("status", "--json", "--data", books.directory)


def breakdown(bench: Bench, books: Books, total: int) -> None:
    """By column family where the ledger says so, else by kind of file."""
    status = status_of(bench, books)
    if "families" in status:
        parts = dict(status["families"])
        parts["snapshots"] = status.get("snapshot_bytes", 0)
        note = "As `mingzhang status` says; the rest is write-ahead log, indexes and whole blocks."
    else:
        parts = by_kind_of_file(books)
        note = "By kind of file: `mingzhang status`, which knows column families, is not there."
    rest = total - sum(parts.values())
    if rest > 0:
        parts["the rest"] = rest
    rows = [[name, human(size), f"{size / books.events:.1f}", f"{size / books.postings:.1f}",
             f"{100 * size / total:.0f}%"]
            for name, size in sorted(parts.items(), key=lambda part: -part[1])]
    bench.results.table(Table(
        "T6", f"Where the bytes of {size_word(books.events)} events are",
        ["Part", "Bytes", "An event", "A posting", "Share"], rows, note))


def by_kind_of_file(books: Books) -> dict[str, int]:
    names = {".sst": "sealed tables", ".log": "write-ahead log", ".snapshot": "snapshots"}
    parts: dict[str, int] = {}
    for path in files_under(books.directory):
        name = names.get(path.suffix, "other files")
        parts[name] = parts.get(name, 0) + path.stat().st_blocks * 512
    return parts
