"""Runs the programs of the demo side by side and ends them together."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

from portal import undertaker


@dataclass
class Program:
    """What to run; `once` says that it may end by itself."""

    arguments: list[str]
    once: bool = False
    environment: dict[str, str] = field(default_factory=dict)


class Interrupted(Exception):
    """Somebody asked the launcher to end."""


class Household:
    """A context manager: what was started within is ended on the way out, however one leaves."""

    def __enter__(self) -> "Household":
        self.running: dict[str, subprocess.Popen] = {}
        self.once: set[str] = set()
        self.printers: list[threading.Thread] = []
        self.parent = os.getppid()
        reading, writing = os.pipe()  # it breaks when this process is no more, however it ended
        command = [sys.executable, "-I", "-S", undertaker.__file__]
        self.undertaker = subprocess.Popen(command, stdin=reading, start_new_session=True)
        os.close(reading)
        self.news = os.fdopen(writing, "w")
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, self.interrupt)
        return self

    def interrupt(self, *_) -> None:
        raise Interrupted

    def start(self, name: str, program: Program) -> None:
        """Start a program in a process group of its own; its lines are printed behind its name."""
        process = subprocess.Popen(
            program.arguments,
            env=os.environ | {"PYTHONUNBUFFERED": "1"} | program.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self.running[name] = process
        if program.once:
            self.once.add(name)
        self.tell("start", process)
        printer = threading.Thread(target=self.print_lines, args=(name, process), daemon=True)
        printer.start()
        self.printers.append(printer)

    def tell(self, word: str, process: subprocess.Popen) -> None:
        """Keep the undertaker informed."""
        with contextlib.suppress(BrokenPipeError):
            self.news.write(f"{word} {process.pid}\n")
            self.news.flush()

    def print_lines(self, name: str, process: subprocess.Popen) -> None:
        """Print what a program says until it falls silent."""
        assert process.stdout
        with process.stdout as said:
            for line in said:
                sys.stdout.write(f"{name:<6} | {line}")
                sys.stdout.flush()

    def watch(self) -> str:
        """Wait until a program ends that should not have; returns its name. Raises Interrupted."""
        while True:
            self.forget_the_finished()
            for name, process in self.running.items():
                if process.poll() is not None:
                    return f"{name} ended with code {process.returncode}"
            if self.orphaned():
                raise Interrupted
            time.sleep(0.2)

    def forget_the_finished(self) -> None:
        """A program of the kind `once` that ended well is no longer ours to watch."""
        for name in [name for name in self.once if self.running[name].poll() == 0]:
            self.once.discard(name)
            self.tell("gone", self.running.pop(name))

    def orphaned(self) -> bool:
        """Was the `make` that started us killed?"""
        return "MAKELEVEL" in os.environ and os.getppid() != self.parent

    def __exit__(self, *_) -> None:
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, signal.SIG_IGN)  # a second Ctrl-C must not interrupt the tidying
        groups = {process.pid for process in self.running.values()}
        undertaker.end(groups, reap=lambda: [process.poll() for process in self.running.values()])
        for process in self.running.values():
            process.wait()
            self.tell("gone", process)
        for printer in self.printers:
            printer.join(1)
        self.news.close()
        self.undertaker.wait()
