"""Pages of a list by key: forward, back, and calm when the place in the address is broken."""

from base64 import urlsafe_b64encode

import pytest
from django.urls import reverse

from tests.grid.incident.pressing import HOUR
from tests.makers import file_incident
from tests.town import MONDAY

LIST = reverse("grid:incidents")


def place(text):
    return urlsafe_b64encode(text.encode()).decode()


def shown(page):
    return [case.pk for case in page.context["page"].rows]


@pytest.mark.parametrize("broken", [
    "x", "%00", "=", "中", place("[]"), place("[1]"), place("[null,null]"), place('["x","y"]'), place('[{"a":1},[2]]'),
    place('["2026-03-02T09:00:00+08:00","x"]'), place('["9999-12-31T23:59:59-23:59",1e400]'), place("[" * 3000),
    place('["2026-03-02T09:00:00+08:00",1e30]'), place('["\\u0000",1]'), place('["0001-01-01T00:00:00+14:00",1]'),
])  # fmt: skip
@pytest.mark.parametrize("side", ["after", "before"])
def test_a_broken_place_in_the_list_is_a_calm_page(client, town, side, broken):
    case = file_incident(town, source="public")
    client.force_login(town.operator)
    page = client.get(LIST, {side: broken, "tab": "open"})
    assert page.status_code == 200
    assert shown(page) in ([case.pk], [])


def test_the_first_page_comes_back_from_the_second(client, town):
    for number in range(51):
        file_incident(town, source="public", at=MONDAY + number * HOUR)
    client.force_login(town.operator)
    first = client.get(LIST)
    second = client.get(LIST + first.context["page"].next)
    assert (len(shown(second)), second.context["page"].next) == (1, None)
    assert shown(client.get(LIST + second.context["page"].previous)) == shown(first)
