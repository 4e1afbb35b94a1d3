"""How tests ask the interface: a client with a key, both formats, and every JSON answer held against its schema."""

import json
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import jsonschema
from django.test import Client as Web

from grid.models import Client, Post
from tests.town import LONG_AGO

SCHEMAS = Path(__file__).parent / "schemas"
# root element in XML: schema
ROOTS = {
    "discovery": "discovery",
    "services": "services",
    "service_definition": "service_definition",
    "service_requests": "requests",
    "errors": "errors",
}
FORM = "application/x-www-form-urlencoded"
WASTE = "3号楼东侧围墙外有大量暴露生活垃圾。"


class Platform:
    """A platform with its key, before the interface."""

    def __init__(self, web, district, channel="12345", **about):
        self.client, self.key = Client.connect(district=district, channel=channel, name=f"{channel}热线", **about)
        Post.objects.filter(user=self.client.user).update(valid_from=LONG_AGO)
        self.web = web

    @classmethod
    def knowing(cls, key):
        """A platform that stands already."""
        one = cls.__new__(cls)
        one.key, one.web = key, Web()
        return one

    def get(self, path, form="json", expect=200, **said):
        answer = self.web.get(f"/open311/v2/{path}.{form}", {"api_key": self.key, **said})
        return read(answer, form, expect)

    def post(self, form="json", expect=200, **said):
        answer = self.web.post(
            f"/open311/v2/requests.{form}", body({"api_key": self.key, **said}),
            content_type=FORM,
        )  # fmt: skip
        return read(answer, form, expect)

    def report(self, town, **said):
        """The number of a report in the middle of the town's first grid."""
        return self.post(**matter(town, **said))[0]["service_request_id"]


def matter(town, **said):
    lng, lat = town.point
    return {"service_code": "0110", "description": WASTE, "lat": lat, "long": lng, **said}


def body(said):
    return urlencode({name: str(value) for name, value in said.items()})


def read(answer, form, expect):
    """What the answer says: JSON as it is when it fits its schema, XML as the element."""
    assert answer.status_code == expect, answer.content.decode()
    assert (answer["Cache-Control"], answer.cookies) == ("no-store", {})
    if form == "xml":
        assert answer["Content-Type"] == "text/xml; charset=utf-8"
        return ElementTree.fromstring(answer.content)
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    return fitting(json.loads(answer.content), answer)


def fitting(said, answer):
    """The content, which must fit the schema of what was asked."""
    path = answer.request["PATH_INFO"].removeprefix("/open311/v2/")
    kind = path.split(".")[0].split("/")[0]
    names = {"services": "service_definition" if "/" in path else "services", "discovery": "discovery"}
    name = "errors" if answer.status_code >= 400 else names.get(kind, "requests")
    if answer.request["REQUEST_METHOD"] == "POST" or kind == "tokens":
        name = "errors" if answer.status_code >= 400 else "receipt"
    jsonschema.validate(said, schema(name), cls=jsonschema.Draft202012Validator)
    return said


def schema(name):
    return json.loads((SCHEMAS / f"{name}.json").read_text())
