"""The door of the interface: format, size, district, key and rate are looked at before anything is done."""

import base64
import logging
import re
from functools import wraps
from time import time

from django.core.cache import cache
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from redis.exceptions import RedisError

from grid.models import Client, Grid, GridLevel
from grid.open311.answers import answer
from grid.open311.problems import Problem

logger = logging.getLogger(__name__)
MOST = 256 * 1024  # bytes of a body
RETRY_AFTER = 10  # seconds
FORM = "application/x-www-form-urlencoded"


def open311(root, *methods):
    """Make a view of what the interface answers: the view returns content, or raises Problem.

    It is called with (request, said, …) where `said` are the parameters (of the body for POST). No
    session is asked and no cookie set, hence no CSRF token either: whoever has a key sends it each time.
    """
    allowed = [*methods, "HEAD", "OPTIONS"] if "GET" in methods else [*methods, "OPTIONS"]

    def decorate(view):
        @csrf_exempt
        @wraps(view)
        def guarded(request, *, form, **named):
            if request.method == "OPTIONS":
                return HttpResponse(status=204, headers={"Allow": ", ".join(allowed), "Cache-Control": "no-store"})
            try:
                if request.method not in allowed:
                    said = _("Only these methods are answered here: %(methods)s.") % {"methods": ", ".join(allowed)}
                    raise Problem(405, said, headers={"Allow": ", ".join(allowed)})
                return answer(form, root, view(request, parameters(request), **named))
            except Problem as problem:
                return answer(form, "errors", problem.body, problem.status, problem.headers)
            except OperationalError as error:
                logger.warning("the database refused: %s", error)
                busy = Problem(503, _("The portal is busy. Please send this again shortly."))
                return answer(form, "errors", busy.body, busy.status, {"Retry-After": str(RETRY_AFTER)})

        return guarded

    return decorate


def parameters(request):
    """What was said: the query, and over it the body of a POST, which is a form of at most 256 kB or says nothing."""
    said = request.GET.copy()
    if request.method == "POST":
        said.update(body(request).dict())
    return said


def body(request):
    length = request.META.get("CONTENT_LENGTH") or ""
    if re.fullmatch("[0-9]+", length) and int(length) > MOST:
        raise Problem(413, _("At most 256 kB are taken at once."))
    try:
        return request.POST if request.content_type == FORM else QueryDict()
    except (SuspiciousOperation, BadRequest) as error:
        raise Problem(400, _("The body cannot be read.")) from error


def district_of(said, client=None):
    """The district that `jurisdiction_id` names by its code; it may be left out where there is one only."""
    code = said.get("jurisdiction_id", "")
    if code:
        district = Grid.objects.level(GridLevel.DISTRICT).active().filter(code=code[:15].replace("\0", "")).first()
        if district is None or (client and client.district_id != district.pk):
            raise Problem(404, _("jurisdiction_id: there is no such district here."))
        return district
    districts = list(Grid.objects.level(GridLevel.DISTRICT).active()[:2])
    if len(districts) != 1:
        raise Problem(400, _("jurisdiction_id: say the code of the district, for there are several here."))
    return client.district if client else districts[0]


def client_of(request, said):
    """The client whose key came along; 403 without one, 429 when it asks too often."""
    key = key_of(request, said)
    client = Client.objects.showing(key) if key else None
    if client is None:
        raise Problem(403, _("api_key: missing, wrong or withdrawn."))
    if spent(client) > client.per_minute:
        said = _("At most %(number)d requests a minute.") % {"number": client.per_minute}
        raise Problem(429, said, headers={"Retry-After": str(60 - int(time()) % 60)})
    return client


def key_of(request, said):
    """The key: of the header Authorization (Bearer, or Basic as either half), or the parameter api_key."""
    scheme, _space, rest = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip()
    if scheme.lower() == "basic":
        try:
            name, _colon, word = base64.b64decode(rest, validate=True).decode().partition(":")
        except ValueError:
            return ""
        return word or name
    return said.get("api_key", "")


def spent(client):
    """How often the client asked in this minute; a cache that is away counts nothing rather than shut the door."""
    name = f"open311:{client.pk}:{int(time() // 60)}"
    try:
        cache.add(name, 0, timeout=120)
        return cache.incr(name)
    except (RedisError, ValueError):
        return 0
