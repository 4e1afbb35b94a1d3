"""The compose file starts what it says; its commands run here on the embedded servers, without Docker."""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings

TREE = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((TREE / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ["web", "worker", "beat"]
GIVEN = {
    "SECRET_KEY": "a-long-secret-for-this-test-only-0123456789-abcdefghijklmnop",
    "ALLOWED_HOSTS": "portal.example.gov.cn",
    "POSTGRES_PASSWORD": "x",
    "REDIS_PASSWORD": "x",
}


def filled_in(text):
    """A value as compose would give it to a container."""
    return re.sub(r"\$\{(\w+)(?::[-?]([^}]*))?\}", lambda found: GIVEN.get(found[1], found[2]), str(text))


def environment(service, port, database):
    """What the container would see, but with the servers of this test."""
    given = {name: filled_in(value) for name, value in SERVICES[service]["environment"].items()}
    here = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "GRANIAN_PORT": str(port)}
    return given | here | {"DATABASE_URL": database, "REDIS_URL": os.environ["REDIS_URL"]}


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def services(port, cloned_database, tmp_path):
    """Web, worker and beat, started by the compose file's own commands."""
    with contextlib.ExitStack() as stack:
        started = {name: started_service(stack, name, port, cloned_database, tmp_path) for name in OURS}
        yield started
        for name, process in started.items():
            process.terminate()
            print(name, (tmp_path / f"{name}.log").read_text())  # noqa: T201


def started_service(stack, name, port, database, place):
    command = [part.replace("/tmp/beat", f"{place}/beat") for part in SERVICES[name]["command"]]
    log = stack.enter_context((place / f"{name}.log").open("w"))
    process = subprocess.Popen(command, env=environment(name, port, database), cwd=TREE, stdout=log, stderr=log)
    return stack.enter_context(process)


def healthy(name, port, database):
    """The service's own health check."""
    check = [part.replace(":8000", f":{port}") for part in SERVICES[name]["healthcheck"]["test"][1:]]
    done = subprocess.run(check, env=environment(name, port, database), cwd=TREE, capture_output=True, check=False)
    return done.returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "linux" and not os.access("/dev/shm", os.W_OK), reason="workers need /dev/shm")
def test_every_service_becomes_healthy_and_pages_are_encrypted(services, port, cloned_database, until):
    for name in OURS:
        until(lambda name=name: healthy(name, port, cloned_database), seconds=60)
        assert services[name].poll() is None
    assert where_a_stranger_is_sent(port) == "https://portal.example.gov.cn/"


def where_a_stranger_is_sent(port):
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    asking.request("GET", "/", headers={"Host": GIVEN["ALLOWED_HOSTS"]})
    with contextlib.closing(asking), asking.getresponse() as answer:
        return answer.headers["Location"]


@pytest.mark.parametrize("secret", ["SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "ALLOWED_HOSTS"])
def test_a_missing_secret_stops_compose_with_a_sentence(secret):
    uses = re.findall(rf"\$\{{{secret}[^}}]*\}}", (TREE / "docker-compose.yml").read_text())
    assert uses
    assert all(":?" in use for use in uses)


def test_every_service_has_a_health_check_and_comes_back():
    lasting = {name: service for name, service in SERVICES.items() if name != "migrate"}
    assert set(lasting) == {"db", "redis", *OURS}
    assert all(service["healthcheck"]["test"] for service in lasting.values())
    assert {service["restart"] for service in lasting.values()} == {"unless-stopped"}


def test_what_must_survive_lies_in_volumes():
    mounted = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert mounted == set(COMPOSE["volumes"]) == {"db", "redis", "media"}


def test_the_image_serves_what_the_compose_file_serves():
    (command,) = re.findall(r"^CMD (.*)$", (TREE / "Dockerfile").read_text(), re.MULTILINE)
    assert yaml.safe_load(command) == SERVICES["web"]["command"]


def test_the_image_does_not_run_as_root():
    lines = (TREE / "Dockerfile").read_text().splitlines()
    assert "USER portal" in lines
    assert lines.index("USER portal") < next(number for number, line in enumerate(lines) if line.startswith("CMD"))
