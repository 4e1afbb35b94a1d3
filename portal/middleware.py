"""What every request passes through: calm failures, the language, the session's limits, privacy."""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from portal.calm import calm_response


class CalmFailure:
    """Answer hostile text with 400 and a busy or absent database with a calm 503."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Only what a view raised comes here; `portal.calm.server_error` sees the rest."""
        return calm_response(exception)


class ChosenLanguage:
    """Speak Chinese unless this person chose another language by cookie.

    The browser's Accept-Language is ignored: an office computer set up in English by its
    vendor must still open the portal in Chinese.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


class SessionLimits:
    """End a session 12 hours after login, and after SESSION_IDLE_MINUTES without a request."""

    NOTED_EVERY = 60  # seconds: one write a minute is enough to know who is idle

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if SESSION_KEY in request.session:
            self.mind(request)
        return self.get_response(request)

    def mind(self, request):
        """Note that somebody is here, or end the session."""
        now = time.time()
        begun = request.session.setdefault("begun", now)
        seen = request.session.get("seen", now)
        if now - begun > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_MINUTES * 60:
            logout(request)
        elif "seen" not in request.session or now - seen > self.NOTED_EVERY:
            request.session["seen"] = now


class KeepPrivate:
    """Keep pages of signed-in people out of every cache, unless a view said otherwise."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if "Cache-Control" not in response and SESSION_KEY in request.session:
            patch_cache_control(response, private=True, no_store=True)
        return response


class Compress(GZipMiddleware):
    """Pages, and in the demonstration the plain static files, travel compressed: a stairwell has one bar of signal.

    Pictures and files to keep are compressed already or rarely asked for; what comes compressed stays as it is.
    Django lengthens each answer by chance, so its length tells nothing of what is in it.
    """

    def process_response(self, request, response):
        is_picture = response.get("Content-Type", "").startswith("image/") and "svg" not in response["Content-Type"]
        if is_picture or response.has_header("Content-Disposition"):
            return response
        return super().process_response(request, response)
