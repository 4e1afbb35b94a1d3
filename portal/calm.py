"""What people see when something outside our hands fails: a short page that says what to do."""

import sys

from django.db import DataError, InterfaceError, OperationalError
from django.shortcuts import render
from django.utils.translation import gettext as _

RETRY_AFTER = 10  # seconds


def calm_response(request, exception):
    """A 400 for text no database can hold, a 503 for a busy or absent database, else None."""
    if isinstance(exception, (DataError, UnicodeEncodeError)):
        return refusal(request, 400, _("The text contains characters that cannot be stored. Please remove them."))
    if isinstance(exception, (OperationalError, InterfaceError)):
        response = refusal(request, 503, _("The portal is busy. What you typed is not lost: please try again shortly."))
        response["Retry-After"] = str(RETRY_AFTER)
        return response
    return None


def refusal(request, status, sentence):
    """One sentence on a page of its own, which asks nothing of the database."""
    return render(request, "calm.html", {"status": status, "sentence": sentence}, status=status)


def server_error(request):
    """Django calls this for whatever nobody caught, the layers before the view included."""
    calm = calm_response(request, sys.exception() if hasattr(sys, "exception") else sys.exc_info()[1])
    return calm or refusal(request, 500, _("Something went wrong on our side. It has been noted; please try again."))
