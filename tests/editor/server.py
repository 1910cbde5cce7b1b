"""The YAML language server that editors use, spoken to over its standard input and output."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any, BinaryIO

ROOT = Path(__file__).parents[2]
SERVER = ROOT / "build" / "editor" / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
PATIENCE = 300
"""Seconds after which a server that hangs is ended; no test waits for it to pass."""


def absent() -> str:
    """Why the server cannot be started here; empty where it can."""
    if shutil.which("node") is None:
        return "node is not installed"
    return "" if SERVER.exists() else "the YAML language server is not installed: make editor"


@dataclass
class Server:
    """A running server. What it says without being asked is kept until somebody asks."""

    sent: BinaryIO
    said: BinaryIO
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    remarks: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def tell(self, method: str, **params: Any) -> None:
        """Says something that has no answer."""
        self._send({"method": method, "params": params})

    def ask(self, method: str, **params: Any) -> Any:
        """The answer to a question."""
        number = next(self.numbers)
        self._send({"id": number, "method": method, "params": params})
        while True:
            heard = self._hear()
            if heard.get("id") == number and "method" not in heard:
                assert "error" not in heard, heard
                return heard["result"]

    def open(self, file: Path, text: str) -> list[dict[str, Any]]:
        """Opens a document with this text, and gives the remarks on it."""
        document = {"uri": file.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)
        while file.as_uri() not in self.remarks:
            self._hear()
        return self.remarks.pop(file.as_uri())

    def at(self, method: str, file: Path, line: int, column: int) -> Any:
        """The answer to a question about a place, counted from 0."""
        place = {"line": line, "character": column}
        return self.ask(f"textDocument/{method}", textDocument={"uri": file.as_uri()}, position=place)

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.sent.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.sent.flush()

    def _hear(self) -> dict[str, Any]:
        length = 0
        while line := self.said.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the server has gone"
        heard: dict[str, Any] = json.loads(self.said.read(length))
        if heard.get("method") == "textDocument/publishDiagnostics":
            self.remarks[heard["params"]["uri"]] = heard["params"]["diagnostics"]
        elif "method" in heard and "id" in heard:  # it asks us; nothing is configured beyond the schema
            items = heard.get("params", {}).get("items", [])
            self._send({"id": heard["id"], "result": [None for _ in items]})
        return heard


@contextmanager
def server(folder: Path) -> Iterator[Server]:
    """A server at work in a folder. It knows a schema only from the first line of a file."""
    process = subprocess.Popen(
        ["node", SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder
    )
    last = Timer(PATIENCE, process.kill)
    last.start()
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        talk = Server(process.stdin, process.stdout)
        talk.ask(
            "initialize",
            processId=None,
            rootUri=folder.as_uri(),
            capabilities={
                "textDocument": {
                    "completion": {
                        "completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}
                    },
                    "hover": {"contentFormat": ["markdown"]},
                }
            },
        )
        talk.tell("initialized")
        talk.tell("workspace/didChangeConfiguration", settings={"yaml": {"schemaStore": {"enable": False}}})
        yield talk
    finally:
        last.cancel()
        process.kill()
        process.communicate()
