"""docs/quickstart/client.py runs a community's month, twice, and says the figures that are right."""

import os
import subprocess
import sys
import unittest

from service import ROOT, Service

EXPECTED = """\
collected 323.25 of 526.50, rate 0.6140
cost 480.00, shortfall 156.75, left after common revenue 56.75
9 accounts, debit 2209.75 = credit 2209.75
1-1-201 2026-01-02 应收物业费 2026-01（物业费，1 个月） 120.00
1-1-201 2026-01-15 缴费（银行） 60.00
stream 2026-01-10 period_closed 2025-12
stream 2026-02-01 period_closed 2026-01
"""


class QuickStart(unittest.TestCase):
    def test_a_month_twice(self):
        with Service() as service:
            environment = {**os.environ, "MINGZHANG_TOKEN": service.token("finance_officer")}
            said = []
            for _ in range(2):
                done = subprocess.run(
                    [sys.executable, "-B", ROOT / "docs/quickstart/client.py",
                     f"http://127.0.0.1:{service.port}"],
                    env=environment, capture_output=True, text=True, timeout=120)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                said.append(done.stdout)
            self.assertIn(EXPECTED, said[0])
            self.assertIn("  8 new, 0 there already: community_registered", said[0])
            self.assertIn("  0 new, 8 there already: community_registered", said[1])
            self.assertNotRegex(said[1], "[1-9] new")
            self.assertIn(EXPECTED, said[1])
        self.assertEqual(service.status, 0)


if __name__ == "__main__":
    unittest.main()
