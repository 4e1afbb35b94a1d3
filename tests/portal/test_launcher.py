"""Whatever ends the launcher, nothing it started is left."""

import os
import signal
import subprocess
import sys

import pytest

from portal import undertaker
from portal.launcher import Household, Program

# A program with a child of its own, which no death signal of the kernel would reach.
FAMILY = ["sh", "-c", "sleep 1000 & sleep 1000"]
STUBBORN = ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"]
LAUNCHER = f"""
from portal.launcher import Household, Program
with Household() as household:
    household.start("family", Program({FAMILY!r}))
    print(household.running["family"].pid, flush=True)
    household.watch()
"""


@pytest.fixture
def launcher():
    environment = {name: value for name, value in os.environ.items() if name != "MAKELEVEL"}
    with subprocess.Popen(
        [sys.executable, "-c", LAUNCHER], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        yield process
        process.kill()


@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_launcher_that_is_ended_leaves_nothing(launcher, signum, until):
    group = int(launcher.stdout.readline())
    assert undertaker.alive(group)
    launcher.send_signal(signum)
    until(lambda: not undertaker.alive(group))


def test_a_program_that_will_not_end_is_ended():
    with subprocess.Popen(STUBBORN, stdout=subprocess.PIPE, start_new_session=True) as process:
        process.stdout.readline()
        undertaker.end({process.pid}, patience=0.2)
        assert process.wait() == -signal.SIGKILL


@pytest.fixture
def household(monkeypatch):
    monkeypatch.delenv("MAKELEVEL", raising=False)
    kept = {signum: signal.getsignal(signum) for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    with Household() as household:
        yield household
    for signum, handler in kept.items():
        signal.signal(signum, handler)


def test_a_fallen_program_is_named(household):
    household.start("steady", Program(["sleep", "1000"]))
    household.start("weak", Program(["sh", "-c", "exit 3"]))
    assert household.watch() == "weak ended with code 3"


def test_a_program_that_is_done_falls_nobody(household):
    household.start("data", Program(["true"], once=True))
    household.start("weak", Program(["sh", "-c", "sleep 0.5; exit 3"]))
    assert household.watch() == "weak ended with code 3"
    assert set(household.running) == {"weak"}


def test_what_a_program_says_stands_behind_its_name(household, capfd):
    household.start("data", Program(["echo", "half way"], once=True))
    household.start("weak", Program(["sh", "-c", "sleep 0.3; exit 3"]))
    household.watch()
    assert "data   | half way" in capfd.readouterr().out
