"""The map of the house."""

from django.urls import path
from django.views.i18n import set_language

from portal.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("language/", set_language, name="set_language"),
]

handler500 = "portal.calm.server_error"
