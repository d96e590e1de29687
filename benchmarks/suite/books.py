"""Generated books of a size, kept in the work directory and reused."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from suite.files import allocated_bytes, need_space
from suite.options import ROOT, Options
from suite.process import must_run, run_json, say

HOUSES = 500
BYTES_AN_EVENT = 700  # on disk at most, while generating
# What decides how books lie on disk: when one of them changes, books are generated again.
LAYOUT_FOLDERS = ("schemas", "ledger/codec", "ledger/state", "ledger/store", "ops/generate")


@dataclass(frozen=True)
class Books:
    """A directory of books. `asked` events were asked for; the generator makes about as many."""

    directory: Path
    asked: int
    events: int
    postings: int
    communities: int
    months: int

    @property
    def houses(self) -> int:
        return self.communities * HOUSES


def events_of_community(months: int) -> float:
    """What `mingzhang generate` makes of one community, as measured; within 5%."""
    return HOUSES * (0.815 * months + 1.75) + 24 * months + 60


def layout_mark() -> str:
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%h", "--", *LAYOUT_FOLDERS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def generated(options: Options, asked: int, months: int = 24) -> Books:
    """The books of this size, generated unless they are there."""
    communities = max(1, round(asked / events_of_community(months)))
    directory = options.work / f"books-{asked}-{months}-{options.seed}"
    how = ["--communities", communities, "--houses", HOUSES, "--months", months,
           "--seed", options.seed]
    version = must_run([options.binary, "--version"], 10).text().strip()
    mark = {"how": how, "version": version, "layout": layout_mark()}
    note = directory / "bench.json"
    if note.exists() and not options.fresh:
        kept = json.loads(note.read_text(encoding="utf-8"))
        if kept["mark"] == mark:
            return Books(directory, asked, kept["events"], kept["postings"], communities, months)
    shutil.rmtree(directory, ignore_errors=True)
    directory.parent.mkdir(parents=True, exist_ok=True)
    need_space(directory.parent, asked * BYTES_AN_EVENT, f"generating {asked:,} events")
    say(f"generating about {asked:,} events into {directory.name}")
    command = [options.binary, "generate", *how, "--data", directory]
    # Its progress shows on a terminal; six hours bound the largest books.
    must_run([str(part) for part in command], 6 * 3600)
    replayed = run_json([options.binary, "replay", "--json", "--data", directory], 3600)
    kept = {"mark": mark, "events": replayed["events"], "postings": replayed["postings"]}
    note.write_text(json.dumps(kept), encoding="utf-8")
    say(f"  {kept['events']:,} events, {allocated_bytes(directory) / 1e6:,.0f} MB")
    return Books(directory, asked, kept["events"], kept["postings"], communities, months)


def clone(books: Books, directory: Path) -> Path:
    """Books of their own for what writes: sealed files are shared by hard link, others copied."""
    shutil.rmtree(directory, ignore_errors=True)
    for source in books.directory.rglob("*"):
        target = directory / source.relative_to(books.directory)
        if source.is_dir():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix in (".sst", ".snapshot"):
            os.link(source, target)
        else:
            shutil.copy2(source, target)
    return directory


