"""The same payments as double entry in PostgreSQL, by pgbench."""

import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from suite.options import cores
from suite.peers.postgres import Cluster
from suite.process import BenchError

# One round trip a payment: an event with a unique key, two postings, two balances. The balance that
# every payment of a community touches comes last, so that its lock is held for as short as can be.
SCHEMA = """
CREATE TABLE event (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  community int NOT NULL, idempotency_key text NOT NULL, kind text NOT NULL,
  business_date date NOT NULL, house int NOT NULL, amount bigint NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (community, idempotency_key));
CREATE TABLE posting (
  sequence bigint NOT NULL, leg smallint NOT NULL, community int NOT NULL,
  account smallint NOT NULL, fund smallint NOT NULL, house int NOT NULL, period int NOT NULL,
  amount bigint NOT NULL,
  PRIMARY KEY (sequence, leg));
CREATE TABLE balance (
  community int NOT NULL, account smallint NOT NULL, fund smallint NOT NULL, house int NOT NULL,
  amount bigint NOT NULL, PRIMARY KEY (community, account, fund, house)) WITH (fillfactor = 50);
INSERT INTO balance SELECT c, 2203, 0, h, 0
  FROM generate_series(1, {communities}) c, generate_series(1, {houses}) h;
INSERT INTO balance SELECT c, 1002, 0, 0, 0 FROM generate_series(1, {communities}) c;
CREATE FUNCTION pay(c int, h int, fen bigint, key text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE number bigint;
BEGIN
  INSERT INTO event (community, idempotency_key, kind, business_date, house, amount)
    VALUES (c, key, 'payment_received', '2026-01-15', h, fen) RETURNING sequence INTO number;
  INSERT INTO posting
    VALUES (number, 0, c, 1002, 0, 0, 0, fen), (number, 1, c, 2203, 0, h, 0, -fen);
  UPDATE balance SET amount = amount - fen
    WHERE community = c AND account = 2203 AND fund = 0 AND house = h;
  UPDATE balance SET amount = amount + fen
    WHERE community = c AND account = 1002 AND fund = 0 AND house = 0;
  RETURN number;
END $$;
VACUUM ANALYZE;
"""
SCRIPT = """\\set community random(1, {communities})
\\set house random(1, {houses})
\\set fen random(1, 99999)
\\set key random(1, 9000000000000000000)
SELECT pay(:community, :house, :fen, :key::text);
"""
# Nothing may be lost or unbalanced after all that.
CHECK = """
SELECT (SELECT count(*) FROM event) * 2 = (SELECT count(*) FROM posting)
   AND (SELECT sum(amount) FROM posting) = 0 AND (SELECT sum(amount) FROM balance) = 0
   AND (SELECT sum(amount) FROM posting WHERE account = 1002)
     = (SELECT sum(amount) FROM balance WHERE account = 1002);
"""
SIZE = """SELECT (SELECT count(*) FROM event), pg_total_relation_size('event') +
  pg_total_relation_size('posting') + pg_total_relation_size('balance');"""


@dataclass(frozen=True)
class PgbenchRun:
    per_second: float
    p50_ms: float
    p99_ms: float
    max_ms: float
    percentiles_ms: dict[float, float]


def prepare(cluster: Cluster, communities: int, houses: int) -> None:
    cluster.psql(SCHEMA.format(communities=communities, houses=houses), 300)


def pay(cluster: Cluster, folder: Path, communities: int, houses: int, *, clients: int,
        seconds: int) -> PgbenchRun:
    script = folder / "pay.sql"
    script.write_text(SCRIPT.format(communities=communities, houses=houses), encoding="ascii")
    prefix = folder / "pgbench"
    done = cluster.pgbench(
        ["--no-vacuum", "--protocol=prepared", f"--client={clients}",
         f"--jobs={max(1, cores() // 2)}", f"--time={seconds}", f"--file={script}", "--log",
         f"--log-prefix={prefix}", f"--random-seed={secrets.randbelow(10**9)}"],
        seconds + 120, folder)
    text = done.text()
    failed = re.search(r"number of failed transactions: (\d+)", text)
    rate = re.search(r"tps = ([\d.]+)", text)
    if rate is None or (failed and failed.group(1) != "0"):
        raise BenchError(f"pgbench: {text}")
    return PgbenchRun(float(rate.group(1)), *percentiles(folder))


def percentiles(folder: Path) -> tuple[float, float, float, dict[float, float]]:
    """From pgbench's log: client, transaction, microseconds, ..."""
    times = []
    for log in folder.glob("pgbench.*"):
        with open(log, encoding="ascii") as lines:
            times += [int(line.split(" ", 3)[2]) / 1000 for line in lines]
        log.unlink()
    times.sort()
    at = {share: times[min(len(times) - 1, int(len(times) * share / 100))]
          for share in (50, 75, 90, 95, 99, 99.9, 99.99)}
    return at[50], at[99], times[-1], at


def is_right(cluster: Cluster) -> bool:
    return cluster.psql(CHECK, 300).strip() == "t"


def bytes_an_event(cluster: Cluster) -> float:
    events, size = cluster.psql(SIZE, 60).strip().split("|")
    return int(size) / int(events)
