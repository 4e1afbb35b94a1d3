"""Addresses for the tests of what every request passes through."""

from django.db import DataError, OperationalError, connection
from django.http import HttpResponse
from django.urls import path

from portal.urls import handler500
from portal.urls import urlpatterns as house

__all__ = ["handler500"]


def plain(request):
    return HttpResponse(request.LANGUAGE_CODE)


def layer(request):
    return HttpResponse("map", headers={"Cache-Control": "private, immutable"})


def nul(request):
    """What a hostile client sends, meeting a real database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text", ["\x00"])
    raise AssertionError("the database took a NUL byte", DataError)


def surrogate(request):
    return HttpResponse("\ud800".encode())


def slow(request):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '10ms'; SELECT pg_sleep(5)")
    raise AssertionError("the database waited", OperationalError)


def broken(request):
    return HttpResponse(1 // 0)


urlpatterns = [
    path("plain", plain),
    path("layer", layer),
    path("nul", nul),
    path("surrogate", surrogate),
    path("slow", slow),
    path("broken", broken),
    *house,
]
