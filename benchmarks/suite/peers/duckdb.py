"""DuckDB from its Python package, in an environment of its own in the work directory."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from suite.process import must_run, run, say

# Run by the environment's own Python: database, rows, threads, runs, then queries.
PROGRAM = """
import json, sys, time, duckdb
database, rows, threads, runs, *queries = sys.argv[1:]
con = duckdb.connect(database)
con.execute(f"SET threads = {int(threads)}")
con.execute("SET enable_progress_bar = false")
con.execute("CREATE TABLE posting (community INTEGER, account SMALLINT, fund SMALLINT, "
            "house INTEGER, period INTEGER, day INTEGER, amount BIGINT)")
con.execute(f"COPY posting FROM '{rows}' (HEADER false)")
con.execute("CHECKPOINT")
out = {"version": duckdb.__version__, "queries": []}
for query in queries:
    times = []
    for _ in range(int(runs) + 1):
        began = time.perf_counter()
        answer = con.execute(query).fetchall()
        times.append(time.perf_counter() - began)
    out["queries"].append({"answer": answer[0][0], "seconds": times[1:]})
print(json.dumps(out))
"""


@dataclass(frozen=True)
class DuckDb:
    version: str
    answers: list[int]
    seconds: list[list[float]]


def environment(work: Path) -> tuple[Path | None, str]:
    """The Python that has DuckDB, or why there is none."""
    python = work / "duckdb/bin/python"
    if not python.exists():
        say("installing DuckDB into the work directory")
        made = run([sys.executable, "-m", "venv", work / "duckdb"], 120)
        if made.status != 0:
            return None, "no Python environment could be made: install python3-venv"
    if run([python, "-c", "import duckdb"], 60).status == 0:
        return python, ""
    got = run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
               "duckdb"], 300)
    return (python, "") if got.status == 0 else (None, "its package could not be reached")


def ask(python: Path, work: Path, rows: Path, threads: int, runs: int, queries: list[str],
        timeout: float) -> DuckDb:
    database = work / "peer.duckdb"
    database.unlink(missing_ok=True)
    done = must_run([python, "-c", PROGRAM, database, rows, str(threads), str(runs), *queries],
                    timeout)
    database.unlink(missing_ok=True)
    answer = json.loads(done.text().splitlines()[-1])
    return DuckDb(answer["version"], [q["answer"] for q in answer["queries"]],
                  [q["seconds"] for q in answer["queries"]])
