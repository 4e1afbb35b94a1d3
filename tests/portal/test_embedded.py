"""The servers from wheels survive what developers do to them."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest

from portal import embedded, testing

HOLD = """
import sys
from portal import embedded, testing
try:
    with embedded.services(sys.argv[1]):
        print("up", flush=True)
        sys.stdin.read()
except (embedded.AlreadyRunning, embedded.NotStarted) as refused:
    print(refused)
"""


@pytest.fixture(scope="module")
def name():
    """A state directory of one's own."""
    name = f"t-{uuid.uuid4().hex[:6]}"
    yield name
    shutil.rmtree(embedded.state_dir(name), ignore_errors=True)


@contextlib.contextmanager
def launcher(name, **environment):
    """A launcher in a process of its own; it ends when its input does."""
    inherited = {key: value for key, value in os.environ.items() if key not in embedded.addresses(Path())}
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=inherited | environment,
    ) as process:
        yield process


def said(process):
    return process.stdout.readline().strip()


def connection(name):
    return psycopg.connect(host=str(embedded.state_dir(name) / "pg"), user="grid", dbname="grid", autocommit=True)


def postmaster(name):
    return int((embedded.state_dir(name) / "pg" / "postmaster.pid").read_text().splitlines()[0])


def test_both_servers_answer(name):
    with launcher(name) as process:
        assert said(process) == "up"
        with connection(name) as database:
            assert database.execute("SHOW server_version").fetchone()[0].startswith("18.")
        assert (embedded.state_dir(name) / "valkey.sock").is_socket()


def test_a_second_launcher_is_told_of_the_first(name):
    with launcher(name) as first:
        assert said(first) == "up"
        with launcher(name) as second:
            assert said(second).startswith("already running")


def test_what_was_written_survives_a_killed_server(name):
    with launcher(name) as process:
        assert said(process) == "up"
        with connection(name) as database:
            database.execute("CREATE TABLE kept AS SELECT 7 AS seven")
        os.kill(postmaster(name), signal.SIGKILL)
    with launcher(name) as process:
        assert said(process) == "up"
        with connection(name) as database:
            assert database.execute("SELECT seven FROM kept").fetchone() == (7,)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent died")
def test_a_killed_launcher_leaves_no_server(name, until):
    with launcher(name) as process:
        assert said(process) == "up"
        server = Path(f"/proc/{postmaster(name)}")
        process.kill()
        until(lambda: not server.exists())


def test_a_pid_file_that_names_a_stranger_is_passed_over(name):
    pidfile = embedded.state_dir(name) / "pg" / "postmaster.pid"
    pidfile.write_text(f"{os.getpid()}\n{pidfile.parent}\n")
    with launcher(name) as process:
        assert said(process) == "up"


def test_a_server_that_the_environment_names_is_not_started(name):
    with launcher(name, DATABASE_URL="postgres://elsewhere/portal") as process:
        assert said(process) == "up"
        with pytest.raises(psycopg.OperationalError):
            connection(name)


def test_a_directory_too_deep_for_a_socket_is_refused(name):
    with launcher(name, STATE_DIR="/var/tmp/" + "deep/" * 20) as process:
        assert "too long" in said(process)


def test_the_secret_of_the_demo_is_random_kept_and_private(name):
    state = embedded.state_dir(f"{name}-secret")
    secret = embedded.kept_secret(state)
    assert embedded.kept_secret(state) == secret != ""
    assert len(secret) > 50
    assert (state / "secret").stat().st_mode & 0o077 == 0
    shutil.rmtree(state)


def test_no_two_test_processes_share_a_cache():
    rooms = {testing.room_of(f"gw{number}", "unix:///valkey.sock") for number in range(15)}
    assert len(rooms) == 15
    assert "unix:///valkey.sock?db=0" not in rooms


def test_a_cache_that_is_not_ours_is_used_as_it_is_named():
    assert testing.room_of("gw3", "redis://elsewhere/2") == "redis://elsewhere/2"
