"""The roof: settings, the map of addresses, the beat table and the pages that look at everything."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
