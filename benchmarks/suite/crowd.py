"""Connections that are only there: idle ones, and ones that send or read slowly.

    python3 -m suite.crowd PORT TOKEN IDLE SLOW SECONDS PATH

Says READY when all are connected. Whoever is sent away comes back. At its end, or when it is asked to
end, one line of JSON says how often each sort was sent away.
"""

import asyncio
import contextlib
import json
import signal
import socket
import sys
from collections import Counter

SLOW_STEP_SECONDS = 0.5


class Crowd:
    def __init__(self, port: int, token: str, path: str) -> None:
        self._port = port
        self._authorization = f"Authorization: Bearer {token}\r\n"
        self._path = path
        self.sent_away: Counter[str] = Counter()
        self._connected = 0
        self._expected = 0
        self._all_there = asyncio.Event()

    async def run(self, idle: int, slow: int, seconds: float) -> None:
        sorts = ([("idle", self._idle)] * idle + [("slow sender", self._send_slowly)] * (slow // 2)
                 + [("slow reader", self._read_slowly)] * (slow - slow // 2))
        self._expected = len(sorts)
        members = [asyncio.create_task(self._stay(name, once)) for name, once in sorts]
        enough = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, enough.set)
        await asyncio.wait_for(self._all_there.wait(), 60)
        print("READY", flush=True)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(enough.wait(), seconds)
        for member in members:
            member.cancel()
        await asyncio.gather(*members, return_exceptions=True)

    async def _stay(self, name, once) -> None:
        is_new = True
        while True:
            try:
                reader, writer = await self._connect()
                if is_new:
                    is_new = False
                    self._connected += 1
                    if self._connected == self._expected:
                        self._all_there.set()
                try:
                    await once(reader, writer)
                finally:
                    writer.close()
            except OSError:
                pass
            self.sent_away[name] += 1
            await asyncio.sleep(SLOW_STEP_SECONDS)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """With little room for what arrives: who reads slowly then holds up the one who writes."""
        connected = socket.socket()
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connected.setblocking(False)
        await asyncio.get_running_loop().sock_connect(connected, ("127.0.0.1", self._port))
        return await asyncio.open_connection(sock=connected, limit=1024)

    async def _idle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        while await reader.read(4096):
            pass

    async def _send_slowly(self, reader: asyncio.StreamReader,
                           writer: asyncio.StreamWriter) -> None:
        for letter in f"GET {self._path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: {'x' * 500}":
            writer.write(letter.encode())
            await writer.drain()
            # Not wait_for, which loses a cancellation that comes as its time is up.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SLOW_STEP_SECONDS):
                    if not await reader.read(1):
                        return

    async def _read_slowly(self, reader: asyncio.StreamReader,
                           writer: asyncio.StreamWriter) -> None:
        request = f"GET {self._path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{self._authorization}\r\n"
        writer.write(request.encode())
        while await reader.read(64):
            await asyncio.sleep(SLOW_STEP_SECONDS)


def main() -> None:
    port, token, idle, slow, seconds, path = sys.argv[1:]
    crowd = Crowd(int(port), token, path)
    asyncio.run(crowd.run(int(idle), int(slow), float(seconds)))
    print(json.dumps(crowd.sent_away))


if __name__ == "__main__":
    main()
