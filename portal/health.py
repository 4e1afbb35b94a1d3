"""Is the portal alive? One page for machines, and for the person on duty."""

from datetime import timedelta

from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from grid.models import Heartbeat

STALE = timedelta(seconds=120)


def causes() -> list[str]:
    """Why the portal is not well, in words; an empty list when it is."""
    return [cause for cause in (database_trouble(), redis_trouble(), timer_trouble()) if cause]


def database_trouble() -> str | None:
    """None, or why the database cannot be used."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as error:  # every cause means the same here: it cannot be used
        return f"the database does not answer ({type(error).__name__})"
    return None


def redis_trouble() -> str | None:
    """None, or why Redis cannot be used."""
    try:
        cache.get("healthz")
    except Exception as error:  # every cause means the same here: it cannot be used
        return f"Redis does not answer ({type(error).__name__})"
    return None


def timer_trouble() -> str | None:
    """None, or which timer last rang more than 120 s ago."""
    try:
        beats = list(Heartbeat.objects.order_by("name"))
    except Exception as error:  # every cause means the same here: nobody knows when it rang
        return f"the timers' heartbeat cannot be read ({type(error).__name__})"
    if not beats:
        return "no timer has rung yet: do worker and beat run?"
    late = [beat.name for beat in beats if now() - beat.at > STALE]
    return f"no sign of life for {STALE.seconds} s from: {', '.join(late)}" if late else None


@never_cache
@require_safe
def healthz(request):
    """200 when database, Redis and timers work, else 503 with the causes; JSON, or plain if asked for."""
    found = causes()
    status = 503 if found else 200
    if request.accepts("application/json"):
        return JsonResponse({"status": "red" if found else "ok", "causes": found}, status=status)
    return HttpResponse("\n".join(found or ["ok"]) + "\n", status=status, content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def livez(request):
    """This process answers; whoever restarts processes asks here, so that a sick server restarts nothing."""
    return HttpResponse("ok\n", content_type="text/plain")
