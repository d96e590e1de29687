"""A month in the books of a community, told to the service by a program: register, charge, collect,
spend, close, report. Everything here was written from /openapi.json alone, with the standard library.

    MINGZHANG_TOKEN=… python3 client.py http://127.0.0.1:8080

Each event has a key of its own, so the whole program can be run again: what is in the books stays.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request

ADDRESS = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
TOKEN = os.environ["MINGZHANG_TOKEN"]  # of a finance officer
COMMUNITY = "demo"


class Refused(Exception):
    """The service's problem document, as an exception."""


def ask(method, path, body=None, headers=()):
    """One request. After a timeout or a 503 it asks again: an event's key makes that safe."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(ADDRESS + path, data, dict(headers), method=method)
    request.add_header("Authorization", f"Bearer {TOKEN}")
    if data is not None:
        request.add_header("Content-Type", "application/json")
    for attempt in range(5):
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            problem = json.load(error)
            if error.code != 503:
                raise Refused(f"{problem['code']}: {problem['detail']}") from None
            time.sleep(int(error.headers.get("Retry-After", "1")))
        except (TimeoutError, urllib.error.URLError):
            time.sleep(2 ** attempt)
    raise Refused(f"{method} {path}: the service does not answer")


def event(kind, date, key, **fields):
    return {"kind": kind, "community": COMMUNITY, "business_date": date, "idempotency_key": key,
            **fields}


def record(*events):
    """All of them or none; says how many were new."""
    results = ask("POST", "/v1/events", {"mode": "atomic", "events": list(events)})["results"]
    new = sum(result["status"] == "recorded" for result in results)
    print(f"{new:3} new, {len(results) - new} there already: {events[0]['kind']} …")
    return results[-1]["sequence"]


def follow(after):
    """Each event behind that sequence, as it is recorded; when the line is cut, on from the last one."""
    while True:
        request = urllib.request.Request(f"{ADDRESS}/v1/stream?community={COMMUNITY}")
        request.add_header("Authorization", f"Bearer {TOKEN}")
        request.add_header("Last-Event-ID", str(after))
        with urllib.request.urlopen(request, timeout=60) as stream:
            for line in stream:
                if line.startswith(b"id:"):
                    after = int(line[3:])
                if line.startswith(b"data:"):
                    yield json.loads(line[5:])


def report(name, **question):
    query = "&".join(f"{key}={value}" for key, value in question.items())
    return ask("GET", f"/v1/communities/{COMMUNITY}/{name}?{query}")


HOUSES = {"1-1-101": "80.00", "1-1-102": "95.50", "1-1-201": "80.00", "1-1-202": "95.50"}
PAYMENTS = {"1-1-101": "120.00", "1-1-102": "143.25", "1-1-201": "60.00"}

# The register, what was there before, and the price.
record(event("community_registered", "2026-01-01", "begin", name="示范小区", subdistrict="东风街道",
             neighbourhood="示范社区"),
       *(event("house_registered", "2026-01-01", f"house-{house}", house=house, building="1",
               entrance="1", area=area, use="dwelling") for house, area in HOUSES.items()),
       event("balance_brought_forward", "2025-12-31", "open-bank", account="1002.OPS",
             amount="500.00"),
       event("balance_brought_forward", "2025-12-31", "open-debt", account="1122.OPS",
             house="1-1-202", period="2025-12", amount="143.25"),
       event("tariff_set", "2026-01-01", "tariff", tariff="物业费", basis="area", price="1.50",
             cycle="month", **{"from": "2026-01"}))
# January's fees, what came in, and what the services cost.
record(event("fees_assessed", "2026-01-02", "fees-2026-01", period="2026-01", tariff="物业费"),
       *(event("payment_received", "2026-01-15", f"pay-{house}", house=house, amount=amount,
               channel="bank") for house, amount in PAYMENTS.items()),
       event("service_cost_incurred", "2026-01-20", "clean", period="2026-01", amount="480.00",
             category="保洁", payee="洁安保洁服务有限公司"),
       event("service_cost_paid", "2026-01-28", "clean-paid", period="2026-01", amount="480.00",
             category="保洁", payee="洁安保洁服务有限公司"))
# The owners voted; so the car park may earn, and what it earns may fill the shortfall.
record(event("resolution_tallied", "2026-01-05", "vote", resolution="业决2026-01",
             matter="business_on_common_parts", owners_total=4, area_total="351.00",
             owners_voting=4, area_voting="351.00", owners_for=3, area_for="271.00",
             allows=["earn", "fill_shortfall"], valid_from="2026-01-06", valid_until="2026-12-31"),
       event("common_revenue_received", "2026-01-25", "parking", source="parking",
             amount="200.00", counterparty="停车场经营方", resolution="业决2026-01"),
       event("common_revenue_applied", "2026-01-31", "fill", to="shortfall", amount="100.00",
             period="2026-01", resolution="业决2026-01"))
last = record(event("period_closed", "2026-01-10", "close-2025-12", period="2025-12"),
              event("period_closed", "2026-02-01", "close-2026-01", period="2026-01"))

# What the books say now; min_sequence makes sure that they have what was recorded above.
rate = report("collection-rate", period="2026-01", min_sequence=last)
gap = report("shortfall", period="2026-01")
trial = report("trial-balance", period="2026-01")
house = report("houses/1-1-201/statement", **{"from": "2026-01-01", "to": "2026-01-31"})
print(f"collected {rate['collected']} of {rate['assessed']}, rate {rate['current']}")
print(f"cost {gap['cost']}, shortfall {gap['cash']}, left after common revenue {gap['residual']}")
print(f"{len(trial['accounts'])} accounts, debit {trial['totals']['debit']} = "
      f"credit {trial['totals']['credit']}")
for line in house["lines"]:
    print(f"1-1-201 {line['business_date']} {line['description']} {line['balance']}")
for told in follow(last - 2):
    print(f"stream {told['business_date']} {told['kind']} {told['period']}")
    if told["recorded"]["sequence"] == last:
        break
