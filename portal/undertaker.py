"""Ends what a launcher leaves behind when it is killed with -9.

It runs as a process of its own, reads `start PID` and `gone PID` lines from the launcher, and when
that pipe breaks asks every process group left to end, then ends it. The processes have children of
their own which no death signal of the kernel would reach. Only the standard library is used.
"""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable

PATIENCE = 10  # seconds between asking and ending


def alive(group: int) -> bool:
    """Does any process of this group still run?"""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def end(groups: set[int], patience: float = PATIENCE, reap: Callable[[], object] = int) -> None:
    """Ask all groups to end, wait `patience` seconds for them, end the rest.

    A parent passes `reap`, which collects its dead: until then they count as alive.
    """
    for group in groups:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while any(map(alive, groups)) and time.monotonic() < deadline:
        reap()
        time.sleep(0.05)
    for group in filter(alive, groups):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)


def main() -> None:
    """Keep the list of what runs, until the launcher is no more."""
    groups: set[int] = set()
    for line in sys.stdin:
        word, group = line.split()
        groups.add(int(group)) if word == "start" else groups.discard(int(group))
    end(groups)


if __name__ == "__main__":
    main()
