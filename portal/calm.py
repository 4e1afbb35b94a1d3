"""What people see when something outside our hands fails: a short page that says what to do."""

import logging
import sys

from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)
RETRY_AFTER = 10  # seconds


def calm_response(exception):
    """A 400 for text no database can hold, a 503 for a busy or absent database, else None."""
    if isinstance(exception, (DataError, UnicodeEncodeError)):
        return refusal(400, _("The text contains characters that cannot be stored. Please remove them."))
    if isinstance(exception, (OperationalError, InterfaceError)):
        logger.warning("the database refused: %s", exception)
        response = refusal(503, _("The portal is busy. What you typed is not lost: please try again shortly."))
        response["Retry-After"] = str(RETRY_AFTER)
        return response
    return None


def refusal(status, sentence):
    """One sentence on a page of its own, which asks nothing of the database."""
    page = render_to_string("calm.html", {"status": status, "sentence": sentence})  # without context processors
    return HttpResponse(page, status=status)


def server_error(request):
    """Django calls this for whatever nobody caught, the layers before the view included."""
    calm = calm_response(sys.exception())
    return calm or refusal(500, _("Something went wrong on our side. It has been noted; please try again."))
