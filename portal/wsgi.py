"""The standard WSGI entrance: Granian in the demo and in production, any other server as well."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()
# Every view is imported now: a defect shows at the start, and nobody's first page waits for it.
get_resolver().url_patterns  # noqa: B018
