"""Whoever types `make demo` on a machine that lacks something reads one sentence."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from portal import prepare


def test_an_old_python_is_named_with_the_way_out():
    with pytest.raises(prepare.Refused, match=r"Python 3\.9 is too old"):
        prepare.refuse_old_python((3, 9, 2))


def test_a_python_that_is_new_enough_passes():
    prepare.refuse_old_python((3, 11, 0))


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_is_named_with_the_next(taken):
    with pytest.raises(prepare.Refused, match=rf"Port {taken} .* taken .*PORT={taken + 1}"):
        prepare.refuse_taken_port("127.0.0.1", str(taken))


def test_make_demo_says_it_in_one_line(taken):
    command = [sys.executable, "-I", prepare.__file__, "demo"]
    environment = os.environ | {"PORT": str(taken)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)


@pytest.mark.parametrize("port", ["http", "0", "65536", ""])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(prepare.Refused, match="between 1 and 65535"):
        prepare.refuse_taken_port("127.0.0.1", port)


def test_a_full_disk_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(prepare.Refused, match="too full"):
        prepare.refuse_full_disk(str(tmp_path / "not" / "yet"), 10**9)


def test_a_failing_command_ends_with_what_it_said():
    with pytest.raises(prepare.Refused, match=r"(?s)It failed\..*first cause"):
        prepare.run("It failed.", [sys.executable, "-c", "import sys; print('first cause'); sys.exit(1)"])


def test_a_disk_that_fills_up_meanwhile_is_told_from_other_failures():
    with pytest.raises(prepare.Refused, match="^The disk is full"):
        prepare.run("It failed.", ["true"], [sys.executable, "-c", "raise SystemExit('No space left on device')"])


def test_a_larger_set_holds_the_smaller(tmp_path, monkeypatch):
    monkeypatch.setattr(prepare, "VENV", str(tmp_path))
    assert not prepare.installed("demo")
    Path(prepare.stamp("dev")).write_text(prepare.digest("dev"))
    assert prepare.installed("demo")
    assert not prepare.installed("browser")


def test_a_changed_lock_is_installed_again(tmp_path, monkeypatch):
    monkeypatch.setattr(prepare, "VENV", str(tmp_path))
    Path(prepare.stamp("dev")).write_text("an older lock")
    assert not prepare.installed("dev")


@pytest.mark.parametrize("name", ["base", "demo", "dev", "browser"])
def test_locks_have_hashes_and_no_addresses(name):
    lock = Path(prepare.BASE, "requirements", f"{name}.txt").read_text()
    assert lock.count("==") <= lock.count("--hash=sha256:")
    assert not [word for word in ("://", "--find-links", "--index", "/opt", "/tmp") if word in lock]


@pytest.mark.parametrize("name", ["demo", "dev", "browser"])
def test_a_lock_that_is_shared_out_loses_nothing(name, tmp_path, monkeypatch):
    monkeypatch.setattr(prepare, "VENV", str(tmp_path))
    whole = Path(prepare.BASE, "requirements", f"{name}.txt").read_text()
    shared = "".join(Path(share).read_text() for share in prepare.shares(name, 2))
    for mark in ("==", "--hash=sha256:"):
        assert shared.count(mark) == whole.count(mark) > 0


@pytest.mark.parametrize("pair", [("base", "demo"), ("demo", "dev"), ("dev", "browser")])
def test_larger_locks_say_the_same_of_what_they_share(pair):
    smaller, larger = (set(pins(name)) for name in pair)
    assert smaller
    assert smaller <= larger


def pins(name):
    lines = Path(prepare.BASE, "requirements", f"{name}.txt").read_text().splitlines()
    return [line.split()[0] for line in lines if "==" in line]
