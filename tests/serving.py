"""The portal in a process of its own on a database that is nobody else's."""

import contextlib
import os
import socket
import subprocess
import sys
import urllib.request

from tests.processes import look_again


class Served:
    """Where the portal answers, and which database it reads."""

    def __init__(self, address, port, media):
        self.address, self.url = address, f"http://127.0.0.1:{port}"
        self.port, self.media = str(port), media

    @contextlib.contextmanager
    def running(self):
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "portal.wsgi:application", "--no-ws"]
        command += [
            "--host",
            "127.0.0.1",
            "--port",
            self.port,
            "--workers",
            "1",
            "--log-level",
            "warning",
            "--blocking-threads",
            "1",
        ]
        environment = os.environ | {"DATABASE_URL": self.address, "MEDIA_ROOT": str(self.media)}
        with subprocess.Popen(command, env=environment) as process:
            try:
                look_again(lambda: answers(f"{self.url}/livez"), seconds=90)
                yield self
            finally:
                process.terminate()


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
