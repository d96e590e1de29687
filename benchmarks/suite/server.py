"""`mingzhang serve` on a free port of this machine alone."""

import http.client
import json
import os
import re
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from suite.bench import Bench
from suite.process import BenchError, must_run, start_server, stop


class Server:
    """Serves `data` until the end of the with-block. `ready_seconds`: until /readyz said so."""

    def __init__(self, bench: Bench, data: Path, settings: dict[str, str] | None = None) -> None:
        self._command: list[str | Path] = [
            bench.options.binary, "serve", "--data", data, "--listen", "127.0.0.1:0"]
        self._log = open(bench.work / "serve.log", "wb")
        self._settings = settings or {}
        made = must_run([bench.options.binary, "token", "create", "--role", "finance_officer",
                         "--data", data], 60)
        self.headers = {"Authorization": f"Bearer {made.text().split()[-1]}"}

    def __enter__(self) -> "Server":
        began = time.perf_counter()
        self._process = start_server(self._command, stdout=subprocess.PIPE, stderr=self._log,
                                     stdin=subprocess.DEVNULL,
                                     env={**os.environ, **self._settings})
        assert self._process.stdout is not None
        line = self._process.stdout.readline().decode()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        if not found:
            self.__exit__(None, None, None)
            raise BenchError(f"serve did not start: {line or 'see ' + self._log.name}")
        self.pid = self._process.pid
        self.port = int(found.group(1))
        self.base = f"http://127.0.0.1:{self.port}"
        while self._status("/readyz") != 200:
            time.sleep(0.002)
        self.ready_seconds = time.perf_counter() - began
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        stop(self._process)
        self._log.close()

    def _status(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except ConnectionError:
            return 0
        finally:
            connection.close()

    def get(self, path: str) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers=self.headers)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise BenchError(f"GET {path}: {answer.status} {body[:300]!r}")
            return json.loads(body)
        finally:
            connection.close()
