"""Makes .venv from the hashed requirements, or says in one sentence what is missing.

Run by the Makefile with the system's Python, before anything is installed: only the standard
library, and no syntax that an old Python could not read.
"""

import errno
import hashlib
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile

BASE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(BASE, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
# What a set of requirements needs on disk, in MB, and which larger sets hold it too.
ROOM = {"demo": 400, "dev": 700, "browser": 900}
LARGER = {"demo": ("demo", "dev", "browser"), "dev": ("dev", "browser"), "browser": ("browser",)}
STATE_ROOM = 300  # MB for the embedded servers


class Refused(Exception):
    """Why we cannot go on, in one sentence for the person at the keyboard."""


def refuse_old_python(version=sys.version_info):
    """Raise Refused below Python 3.11."""
    if tuple(version[:2]) < (3, 11):
        raise Refused(
            f"Python {version[0]}.{version[1]} is too old: install Python 3.11 or newer, or name one, as in "
            "`make demo PYTHON=python3.12`."
        )


def refuse_missing_venv():
    """Raise Refused where the distribution ships Python without its venv module."""
    if importlib.util.find_spec("ensurepip") is None:
        raise Refused("Python's venv module is missing: `apt install python3-venv` on Debian or Ubuntu.")


def refuse_taken_port(host, port):
    """Raise Refused when the address cannot be served."""
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise Refused(f"PORT is {port!r}: give a number between 1 and 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except PermissionError:
            raise Refused(f"Port {port} needs root: choose one above 1023, as in `make demo PORT=8000`.") from None
        except OSError as error:
            raise Refused(
                f"Port {port} on {host} is taken ({error.strerror}): choose another, as in "
                f"`make demo PORT={int(port) + 1}`."
            ) from None


def refuse_full_disk(place, needed):
    """Raise Refused when fewer than `needed` MB are free where `place` is or would be."""
    while not os.path.exists(place):
        place = os.path.dirname(place)
    free = shutil.disk_usage(place).free // 2**20
    if free < needed:
        raise Refused(f"The disk is too full: {place} has {free} MB free and {needed} MB are needed.")


def state_home():
    """Where the embedded servers will live; `portal.embedded.state_dir` says why there."""
    return os.environ.get("STATE_DIR") or ("/var/tmp" if os.path.isdir("/var/tmp") else tempfile.gettempdir())


def digest(name):
    """What the lock file says, and for which Python."""
    with open(os.path.join(BASE, "requirements", name + ".txt"), "rb") as lock:
        return hashlib.sha256(lock.read() + sys.version.encode()).hexdigest()


def stamp(name):
    """The file that says which lock was installed last."""
    return os.path.join(VENV, "installed-" + name)


def installed(name):
    """Does .venv hold this set, or a larger one, exactly as locked?"""
    for larger in LARGER[name]:
        try:
            with open(stamp(larger)) as kept:
                if kept.read() == digest(larger):
                    return True
        except OSError:
            continue
    return False


def run(sentence, *commands):
    """Run side by side and quietly; when one fails raise Refused with the sentence and what it said last."""
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for command in commands]
    said = [(process.communicate()[0].decode(errors="replace"), process.returncode) for process in running]
    failed = [words for words, code in said if code]
    if any("No space left" in words for words in failed):
        raise Refused("The disk is full: free some space and start again.")
    if failed:
        raise Refused(sentence + "\n" + "\n".join(failed[0].splitlines()[-5:]))


def whole():
    """Can .venv be installed into? Not when its making was interrupted, or its Python is gone."""
    return os.path.exists(PYTHON) and not subprocess.call([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL)


def shares(name, number):
    """Cut a lock into files of whole requirements, so that two cores have something to do."""
    with open(os.path.join(BASE, "requirements", name + ".txt")) as lock:
        wanted = re.findall(r"^\S+==.*\n(?:[ ].*\n)+", lock.read(), re.MULTILINE)
    for share in range(number):
        path = os.path.join(VENV, f"share-{share}.txt")
        with open(path, "w") as part:
            part.writelines(wanted[share::number])
        yield path


def install(name):
    """Make .venv unless it is whole, and put the locked requirements into it."""
    refuse_full_disk(VENV, ROOM[name])
    if not os.access(BASE, os.W_OK):
        raise Refused(f"{BASE} cannot be written by this user: clone the project into a directory of your own.")
    print(f"Installing what requirements/{name}.txt names into .venv (once)...", flush=True)
    if not whole():
        refuse_missing_venv()
        run(".venv could not be made.", [sys.executable, "-m", "venv", "--clear", VENV])
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--no-compile", "--quiet"]
    pip += ["--require-hashes", "--no-deps", "-r"]  # a lock names everything, so nothing is left to resolve
    run(
        "The packages could not be installed: is the package index reachable from here?",
        *(pip + [share] for share in shares(name, 2)),
    )
    with open(stamp(name), "w") as kept:
        kept.write(digest(name))


def main(name):
    """Prepare .venv with the set `name`; for the demo, look at the port and the disk as well."""
    try:
        refuse_old_python()
        if name == "demo":
            refuse_taken_port(os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000")
        if name in ("demo", "dev"):
            refuse_full_disk(state_home(), STATE_ROOM)
        if not installed(name):
            install(name)
    except Refused as refused:
        sys.exit(str(refused))
    except OSError as error:
        sys.exit("The disk is full: free some space and start again." if error.errno == errno.ENOSPC else str(error))


if __name__ == "__main__":
    main(sys.argv[1])
