"""The real program over books of its own, and clients that let every exchange be checked."""

import gzip
import http.client
import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile

from contract import Exchange

ROOT = pathlib.Path(__file__).parents[2]
PROGRAM = os.environ.get("MINGZHANG", str(ROOT / "build/dev/mingzhang"))
TESTS = os.environ.get("MINGZHANG_TESTS", str(ROOT / "build/dev/mingzhang_tests"))


def run(*arguments, given=None):
    done = subprocess.run([PROGRAM, *map(str, arguments)], input=given, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


class Service:
    """Runs while it is in scope: `with Service() as service`."""

    def __init__(self, sample=False, **configuration):
        self._folder = tempfile.TemporaryDirectory()
        self.data = pathlib.Path(self._folder.name) / "books"
        self._environment = {f"MINGZHANG_{name.upper()}": str(value)
                             for name, value in configuration.items()}
        self.exchanges = []
        self.sample = sample

    def __enter__(self):
        sample = ROOT / "ops/sample/heping.jsonl" if self.sample else "/dev/null"
        run("record", sample, "--data", self.data)
        self._process = subprocess.Popen(
            [PROGRAM, "serve", "--data", str(self.data), "--listen", "127.0.0.1:0"],
            env={**os.environ, **self._environment}, stdout=subprocess.PIPE, text=True)
        line = self._process.stdout.readline()
        self.port = int(re.search(r"127\.0\.0\.1:(\d+)", line)[1])
        return self

    def __exit__(self, *exception):
        self._process.terminate()
        self.status = self._process.wait()
        self._process.stdout.close()
        self._folder.cleanup()

    def token(self, role, **scope):
        options = [word for name, value in scope.items() for word in (f"--{name}", value)]
        return run("token", "create", "--role", role, *options, "--data", self.data).split()[-1]

    def user(self, name, password, role, **scope):
        options = [word for key, value in scope.items() for word in (f"--{key}", value)]
        run("user", "create", name, "--role", role, *options, "--data", self.data,
            given=password + "\n")

    def ask(self, method, target, body=None, token=None, headers=None):
        """One request on a connection of its own."""
        all_headers = {"Authorization": f"Bearer {token}"} if token else {}
        all_headers.update(headers or {})
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode()
            all_headers.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, target, body, all_headers)
        exchange = self._read(connection.getresponse(), method, target)
        connection.close()
        return exchange

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def send(self, method, target, bytes_sent):
        """The answer to bytes as they are, for what no client would send."""
        with self.connect() as connection:
            connection.sendall(bytes_sent)
            answer = http.client.HTTPResponse(connection, method=method)
            answer.begin()
            return self._read(answer, method, target)

    def begin(self, method, target, bytes_sent, until):
        """The beginning of an answer that does not end: its header, and its body until that has come."""
        with self.connect() as connection:
            connection.sendall(bytes_sent)
            answer = http.client.HTTPResponse(connection, method=method)
            answer.begin()
            body = b""
            while until not in body:
                body += answer.read1()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            exchange = Exchange(method, target, answer.status, headers, body)
            self.exchanges.append(exchange)
            return exchange

    def _read(self, answer, method, target):
        headers = {name.lower(): value for name, value in answer.getheaders()}
        body = answer.read()
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        exchange = Exchange(method, target, answer.status, headers, body)
        answer.close()
        self.exchanges.append(exchange)
        return exchange
