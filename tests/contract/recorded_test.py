"""What the C++ tests of the routes ask and get over their sockets is as the contract says, too."""

import json
import os
import subprocess
import tempfile
import unittest

import yaml

from contract import Contract, Exchange
from service import ROOT, TESTS

# Those that run the whole service.
SUITES = ("BrokenStore", "BufferDoorTest", "Contract", "LogStreamTest", "PageSessions", "Reading",
          "RecordEvents", "ReportRoutes", "RoutePermissions", "Routes")


class Recorded(unittest.TestCase):
    def test_answers_of_the_route_tests(self):
        contract = Contract(yaml.safe_load((ROOT / "api/openapi.yaml").read_text("utf-8")))
        wrong, count = {}, 0
        with tempfile.NamedTemporaryFile("r", encoding="utf-8") as file:
            subprocess.run(
                [TESTS, "--gtest_brief=1", "--gtest_filter=" + ":".join(f"{s}.*" for s in SUITES)],
                env={**os.environ, "MINGZHANG_EXCHANGES": file.name}, cwd=ROOT, check=True,
                stdout=subprocess.DEVNULL)
            for line in file:
                told = json.loads(line)
                headers = {name.lower(): value for name, value in told["headers"]}
                exchange = Exchange(told["method"], told["target"], told["status"], headers,
                                    told["body"].encode())
                count += 1
                for fault in contract.check(exchange):
                    wrong.setdefault(fault, f"{exchange.method} {exchange.target}")
        self.assertEqual(wrong, {})
        self.assertGreater(count, 300)


if __name__ == "__main__":
    unittest.main()
