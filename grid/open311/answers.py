"""One answer in two formats: JSON as it is, XML by the rule that a list holds elements of its singular.

The mapping is GeoReport v2's: UTF-8, `null` is an empty element, a list of nothing an empty element.
"""

import json
import re
from xml.etree import ElementTree

from django.http import HttpResponse

TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
SINGULAR = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}
# XML 1.0 can hold none of these, not even escaped.
UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(form, root, content, status=200, headers=None):
    """The response that says `content` (lists, dicts, texts, numbers, None) as `form`; XML puts it under `root`."""
    content = legible(content)
    body = as_json(content) if form == "json" else as_xml(root, content)
    response = HttpResponse(body, status=status, content_type=TYPES[form], headers=headers)
    response["Cache-Control"] = "no-store"
    return response


def legible(content):
    """The same content without characters that one of the formats cannot hold."""
    if isinstance(content, dict):
        return {name: legible(value) for name, value in content.items()}
    if isinstance(content, list):
        return [legible(value) for value in content]
    return UNSPEAKABLE.sub("", content) if isinstance(content, str) else content


def as_json(content):
    return json.dumps(content, ensure_ascii=False).encode()


def as_xml(root, content):
    return ElementTree.tostring(element(root, content), encoding="utf-8", xml_declaration=True)


def element(name, content):
    """One element with everything below it."""
    made = ElementTree.Element(name)
    if isinstance(content, dict):
        made.extend(element(below, value) for below, value in content.items())
    elif isinstance(content, list):
        made.extend(element(SINGULAR[name], value) for value in content)
    elif isinstance(content, bool):
        made.text = "true" if content else "false"
    elif content is not None:
        made.text = str(content)
    return made
