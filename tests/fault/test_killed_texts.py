"""A worker killed while it sends texts: none is lost, and none goes out twice without a word about it."""

import http.server
import json
import os
import threading
from collections import Counter

import pytest

from tests.fault.processes import hands, looking_at

WHISTLES = 5
CLAIMED = "SELECT count(*) FROM grid_text WHERE state = 'sending'"
STATES = "SELECT state, count(*) FROM grid_text GROUP BY state"
# The time after which a worker that says nothing more is taken for dead.
LEASE_OVER = "UPDATE grid_text SET claimed_at = claimed_at - interval '6 minutes' WHERE state = 'sending' RETURNING id"


class Held(http.server.BaseHTTPRequestHandler):
    """A gateway that takes a text and then keeps its answer back while it is told to."""

    def do_POST(self):
        key = self.headers["Idempotency-Key"]
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append(key)
        self.server.answers.wait(20)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_about):
        """Say nothing."""


@pytest.fixture
def webhook(monkeypatch):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Held) as server:
        server.taken, server.answers, server.daemon_threads = [], threading.Event(), True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("TEXT_GATEWAY", "webhook")
        monkeypatch.setenv("TEXT_WEBHOOK_URL", f"http://127.0.0.1:{server.server_port}/")
        yield server
        server.answers.set()
        server.shutdown()


@pytest.fixture
def box(monkeypatch, tmp_path):
    """The file gateway's file, at first a pipe that nobody reads: whoever opens it waits."""
    monkeypatch.setenv("TEXT_GATEWAY", "file")
    monkeypatch.setenv("MEDIA_ROOT", str(tmp_path))
    os.mkfifo(tmp_path / "texts.jsonl")
    return tmp_path / "texts.jsonl"


@pytest.mark.slow
def test_killed_after_the_gateway_took_it_the_heir_sends_it_under_the_same_key(cloned_database, webhook, until):
    with looking_at(cloned_database) as ask, hands(cloned_database, ["alert"], ["text"], ["text"]) as (maker, *workers):
        count = maker.ask(WHISTLES)
        workers[0].tell("")
        until(lambda: len(webhook.taken) == 1)
        workers[0].kill()
        webhook.answers.set()
        ask(LEASE_OVER)
        assert workers[1].ask("") == count >= 2 * WHISTLES
        assert ask(STATES) == [("sent", count)]
        once = Counter(webhook.taken)
        assert (len(once), once.most_common(2)[0]) == (count, (webhook.taken[0], 2))
        assert once.most_common(2)[1][1] == 1
        assert ask("SELECT tries FROM grid_text WHERE tries > 1") != []


@pytest.mark.slow
def test_killed_where_a_key_means_nothing_one_text_is_in_doubt_and_says_so(cloned_database, box, until):
    with looking_at(cloned_database) as ask, hands(cloned_database, ["alert"], ["text"], ["text"]) as (maker, *workers):
        count = maker.ask(WHISTLES)
        workers[0].tell("")
        until(lambda: ask(CLAIMED) == [(1,)])
        workers[0].kill()
        box.unlink()
        doubt = ask(LEASE_OVER)[0][0]
        assert workers[1].ask("") == count - 1
        assert ask("SELECT id FROM grid_text WHERE state = 'uncertain'") == [(doubt,)]
        assert workers[1].ask("") == 0
        keys = [json.loads(line)["key"] for line in box.read_text(encoding="utf-8").splitlines()]
        assert len(set(keys)) == len(keys) == count - 1
        assert f"text/{doubt}" not in keys


@pytest.mark.slow
def test_within_its_time_a_text_is_not_taken_from_a_slow_worker(cloned_database, webhook, until):
    with looking_at(cloned_database) as ask, hands(cloned_database, ["alert"], ["text"], ["text"]) as (maker, *workers):
        count = maker.ask(1)
        workers[0].tell("")
        until(lambda: len(webhook.taken) == 1)
        assert workers[1].ask("") == 0
        webhook.answers.set()
        assert workers[0].answer() == count
        assert ask(STATES) == [("sent", count)]


@pytest.mark.slow
def test_many_workers_send_each_text_once(cloned_database, webhook):
    webhook.answers.set()
    with looking_at(cloned_database) as ask, hands(cloned_database, ["alert"], *[["text"]] * 3) as (maker, *workers):
        count = maker.ask(4 * WHISTLES)
        for worker in workers:
            worker.tell("")
        assert sum(worker.answer() for worker in workers) == count == len(set(webhook.taken)) == len(webhook.taken)
        assert ask(STATES) == [("sent", count)]
