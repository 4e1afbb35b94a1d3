"""What a platform files arrives as a report of its channel, in the grid that holds it, and comes back when asked."""

import pytest

from grid.models import Incident, Role, Ticket
from tests.grid.open311.asking import WASTE, Platform, matter
from tests.makers import file_incident


@pytest.fixture
def hotline(town, client):
    return Platform(client, town.district)


def test_a_report_is_filed_in_the_grid_of_its_point(hotline, town):
    number = hotline.report(town, external_number="TJ12345-1")
    incident = Incident.objects.get(number=number)
    assert (incident.grid, incident.desk, incident.status) == (town.grid, town.community, "reported")
    assert (incident.source, incident.external_number, incident.text) == ("hotline", "TJ12345-1", WASTE)


def test_it_acts_as_a_channel_that_never_logs_in(hotline, town):
    incident = Incident.objects.get(number=hotline.report(town))
    step = incident.steps.get()
    assert (step.by, step.post.role, step.post.grid) == (hotline.client.user, Role.CHANNEL, town.district)
    assert not step.by.is_active
    assert not step.by.has_usable_password()


def test_who_told_it_is_kept_apart_and_never_told_back(hotline, town):
    number = hotline.report(town, last_name="王", first_name="小明", phone="13812345678")
    incident = Incident.objects.get(number=number)
    assert (incident.reporter_name, incident.reporter_phone) == ("王小明", "13812345678")
    assert "13812345678" not in str(hotline.get(f"requests/{number}")) + str(incident.steps.get().data)


def test_a_western_name_keeps_its_space(hotline, town):
    number = hotline.report(town, last_name="Smith", first_name="Mary")
    assert Incident.objects.get(number=number).reporter_name == "Mary Smith"


def test_a_matter_without_words_is_called_by_its_type(hotline, town):
    number = hotline.report(town, description="")
    assert Incident.objects.get(number=number).text == "暴露生活垃圾"


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"attribute[grid]": "120106001002002"}, "120106001002002"),
        ({"grid": "120106001002002"}, "120106001002002"),
        ({"attribute[community]": "120106001004"}, "120106001004001"),
        ({"address_id": "120106001004002"}, "120106001004002"),
        ({"address_string": "红桥区西于庄街道增产里社区3号楼"}, "120106001002001"),
        ({"address_string": "光采社区第2网格便道"}, "120106004001002"),
        ({"address_string": "丁字沽街道风貌里5门"}, "120106004003001"),
    ],
)
def test_without_a_point_the_code_or_the_address_places_it(hotline, town, where, found):
    number = hotline.report(town, lat="", long="", **where)
    assert hotline.get(f"requests/{number}")[0]["address_id"] == found


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ({"lat": 31.2, "long": 121.4}, "lat: 坐标"),
        ({"lat": ""}, "lat: "),
        ({"lat": "nan"}, "lat: "),
        ({"lat": 91}, "lat: "),
        ({"lat": "", "long": ""}, "address_string: "),
        ({"lat": "", "long": "", "address_string": "不知道哪里"}, "address_string: "),
        ({"lat": "", "long": "", "attribute[grid]": "120106999999001"}, "grid: "),
        ({"lat": "", "long": "", "community": "120106001"}, "community: "),
        ({"phone": "=1+1"}, "phone: "),
        ({"description": "长" * 4001}, "description: "),
        ({"urgency": "very"}, "urgency: "),
        ({"service_code": ""}, "service_code: "),
        ({"external_number": "a b"}, "external_number: "),
        ({"media_url": "file:///etc/passwd"}, "media_url: "),
        ({"description": "a\0b"}, "description: "),
    ],
)
def test_what_is_wrong_is_said_at_the_parameter(hotline, town, said, about):
    errors = hotline.post(expect=400, **matter(town, **said))
    assert any(error["description"].startswith(about.split(" 坐标")[0]) for error in errors), errors
    assert not Incident.objects.exists()


def test_a_type_that_does_not_exist_is_not_found(hotline, town):
    assert hotline.post(expect=404, **matter(town, service_code="9999"))[0]["code"] == 404


def test_the_address_of_a_photo_is_kept_as_text_and_told_back(hotline, town):
    url = "https://photos.example.cn/a.jpg?x=<b>"
    number = hotline.report(town, media_url=url)
    assert hotline.get(f"requests/{number}")[0]["media_url"] == url


def test_urgency_chooses_the_limit(hotline, town):
    number = hotline.report(town, **{"attribute[urgency]": "critical"})
    assert Incident.objects.get(number=number).urgency == "critical"


def test_every_report_is_a_ticket_of_its_channel(hotline, town):
    hotline.report(town), hotline.report(town)
    assert Ticket.objects.of_channel(town.district, "12345").count() == 2


def test_only_its_own_reports_are_told(hotline, town, client):
    other = Platform(client, town.district, "12319")
    mine, theirs = hotline.report(town), other.report(town)
    file_incident(town)
    assert [each["service_request_id"] for each in hotline.get("requests")] == [mine]
    hotline.get(f"requests/{theirs}", expect=404)
    assert hotline.get("requests", service_request_id=f"{mine},{theirs}")[0]["service_request_id"] == mine


def test_a_photo_upload_and_other_content_types_are_refused(hotline, town, client):
    answer = client.post("/open311/v2/requests.json", {}, headers={"authorization": f"Bearer {hotline.key}"})
    assert (answer.status_code, "urlencoded" in answer.content.decode()) == (400, True)
