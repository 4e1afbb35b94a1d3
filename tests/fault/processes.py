"""Hands in processes of their own, and a look at the database they share."""

import contextlib
import json
import os
import subprocess
import sys

import psycopg


class Hand:
    """A process that waits for lines and answers each with JSON; see `tests/fault/__main__.py`."""

    def __init__(self, address, *words):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.fault", *words],
            env=os.environ | {"DATABASE_URL": address},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout.readline() == "ready\n"

    def tell(self, line):
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def answer(self):
        return json.loads(self.process.stdout.readline())

    def ask(self, line):
        self.tell(line)
        return self.answer()

    def kill(self):
        """What `kill -9` does."""
        self.process.kill()
        self.end()

    def end(self):
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=20)


@contextlib.contextmanager
def hands(address, *each):
    """A process for each of these lists of words, ended afterwards whatever happens."""
    with contextlib.ExitStack() as stack:
        started = []
        for words in each:
            started.append(Hand(address, *words))
            stack.callback(started[-1].end)
        yield started


@contextlib.contextmanager
def looking_at(address):
    """A question to the shared database: `ask("SELECT …")` returns its rows."""
    with psycopg.connect(address.replace("postgres://", "postgresql://", 1), autocommit=True) as connection:
        yield lambda sql, *values: connection.execute(sql, values).fetchall()
