"""Gateways for text messages, and the worker's hand that sends what waits.

`TEXT_GATEWAY` names one: none (texts are shown in the portal only), console, file (a line of JSON each under
MEDIA_ROOT), or webhook (`TEXT_WEBHOOK_URL` is sent JSON with an Idempotency-Key, so sending again does no harm).
"""

import json
import logging
import os
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings
from django.utils import translation

from grid.casework.sql import database_now
from grid.models import Notice, Text, TextState

logger = logging.getLogger(__name__)
TIMEOUT = 5  # seconds


class GatewayError(Exception):
    """The gateway did not take the text; it may be tried again."""


def to_console(message):
    logger.warning("text %s to %d phones: %s", message["key"], len(message["to"]), message["text"])


def to_file(message):
    place = Path(settings.MEDIA_ROOT) / "texts.jsonl"
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("a", encoding="utf-8") as out:
        out.write(json.dumps(message, ensure_ascii=False) + "\n")
        out.flush()
        os.fsync(out.fileno())


def to_webhook(message):
    if not settings.TEXT_WEBHOOK_URL.startswith(("https://", "http://")):
        raise GatewayError("TEXT_WEBHOOK_URL is no web address")
    body = json.dumps(message, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": message["key"]}
    request = urllib.request.Request(settings.TEXT_WEBHOOK_URL, body, headers)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            answer.read(1000)
    except (urllib.error.URLError, TimeoutError, OSError, ValueError) as error:
        raise GatewayError(str(error)) from error


# name: (how it sends, whether sending the same key again does no harm)
GATEWAYS = {"console": (to_console, False), "file": (to_file, False), "webhook": (to_webhook, True)}


def deliver(at=None):
    """Send what waits and may go out; return how many were sent. Any number of workers may do this at once."""
    send, idempotent = GATEWAYS.get(settings.TEXT_GATEWAY, (None, True))
    Text.objects.recover(at or database_now(), idempotent)
    Text.objects.outdated(at or database_now())
    # Where sending twice does harm, a worker that dies leaves one text in doubt, not fifty.
    sent, most = 0, 50 if idempotent else 1
    while rows := Text.objects.claim(at or database_now(), most):
        sent += sum(deliver_one(row, send, at or database_now()) for row in rows)
    return sent


def deliver_one(row, send, at):
    """Whether this claimed text went out."""
    if send is None:
        row.note(TextState.SHOWN)
        return False
    phones = row.phones(at)
    if not phones:
        row.note(TextState.FAILED, error="no phone")
        return False
    try:
        send({"key": f"text/{row.pk}", "to": phones, "text": said(row)})
    except GatewayError as error:
        row.fail(str(error), at)
        return False
    return bool(row.note(TextState.SENT, phones=phones, sent_at=at))


def said(row):
    """The sentence, in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        return Notice(kind=row.kind, params=row.params).text
