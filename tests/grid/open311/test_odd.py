"""Odd parameters get an answer, never a failure of ours."""

import json
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.grid.open311.asking import FORM, Platform, body, matter

ODD = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.sampled_from(["nan", "1e400", "-0", "%00", "\0", "'; --", "２０２６", "9" * 400, "2026-02-30T00:00:00Z", "{}"]),
)
NAMES = st.sampled_from(
    ["service_code", "lat", "long", "address_string", "address_id", "description", "phone", "media_url", "start_date",
     "end_date", "status", "service_request_id", "external_number", "attribute[grid]", "attribute[", "jurisdiction_id",
     "first_name", "urgency", "api_key"]
)  # fmt: skip
TRIED = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def hotline(town, client):
    hotline = Platform(client, town.district)
    type(hotline.client).objects.update(per_minute=10_000)
    client.raise_request_exception = False
    return hotline


def readable(answer, form):
    return ElementTree.fromstring(answer.content) is not None if form == "xml" else json.loads(answer.content)


@TRIED
@given(said=st.dictionaries(NAMES, ODD, max_size=5), form=st.sampled_from(["json", "xml"]))
def test_an_odd_question_is_answered(hotline, said, form):
    answer = hotline.web.get(f"/open311/v2/requests.{form}", {"api_key": hotline.key, **said})
    assert answer.status_code < 500
    assert readable(answer, form) is not None


@TRIED
@given(said=st.dictionaries(NAMES, ODD, max_size=5), form=st.sampled_from(["json", "xml"]))
def test_an_odd_report_is_answered(hotline, town, said, form):
    sent = body({"api_key": hotline.key, **matter(town), **said})
    answer = hotline.web.post(f"/open311/v2/requests.{form}", sent, content_type=FORM)
    assert answer.status_code < 500
    assert readable(answer, form)


@TRIED
@given(key=ODD, kind=st.sampled_from(["services", "requests", "tokens"]))
def test_an_odd_address_is_answered(hotline, key, kind):
    path = f"/open311/v2/{kind}/{key.replace('/', '')}.json"
    assert 400 <= hotline.web.get(path, {"api_key": hotline.key}).status_code < 500


@TRIED
@given(raw=st.binary(max_size=200), charset=st.sampled_from(["", "; charset=gbk", "; charset=x"]))
def test_an_odd_body_is_refused(hotline, raw, charset):
    path = f"/open311/v2/requests.json?api_key={hotline.key}"
    answer = hotline.web.generic("POST", path, raw, content_type=FORM + charset)
    assert 400 <= answer.status_code < 500
