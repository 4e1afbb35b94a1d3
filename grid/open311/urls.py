"""The addresses of the interface: the resource, its key, and the format after a dot."""

from django.urls import path, register_converter

from grid.open311 import views


class Format:
    regex = "json|xml"

    def to_python(self, value):
        return value

    to_url = to_python


class Word(Format):
    """A key in an address: no slash, no control character, short."""

    regex = r"[^/\x00-\x1f\x7f]{1,64}"


register_converter(Format, "open311_format")
register_converter(Word, "open311_word")
ENDING = "<open311_format:form>"

urlpatterns = [
    path(f"discovery.{ENDING}", views.discovery, name="open311_discovery"),
    path(f"services.{ENDING}", views.services, name="open311_services"),
    path(f"services/<open311_word:code>.{ENDING}", views.definition, name="open311_definition"),
    path(f"requests.{ENDING}", views.requests, name="open311_requests"),
    path(f"requests/<open311_word:number>.{ENDING}", views.report, name="open311_report"),
    path(f"tokens/<open311_word:token>.{ENDING}", views.token, name="open311_token"),
]
