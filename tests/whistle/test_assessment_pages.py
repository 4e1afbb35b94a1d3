"""Who reads which page of an assessed year, and that every number opens what it is made of."""

import re
from html import unescape

import pytest
import time_machine

from grid.models import Export
from tests import makers
from tests.grid.exported import ask, rows
from tests.whistle.years import AFTER, YEAR, appealed, closing, last_year, published, sheet_of
from whistle.models import Appeal, Assessment, AssessmentScheme, Rating, Vote

ADDRESS = f"/assessment/{YEAR}/"
NUMBERS = re.compile(r'data-count="([^"]+)" href="([^"]+)"')


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(AFTER, tick=False):
        yield


def opened(client, user, address=ADDRESS):
    client.force_login(user)
    return client.get(address)


def sheet_address(department):
    return f"{ADDRESS}departments/{department.code}/"


@pytest.mark.parametrize("who", ["centre", "supervisor", "leader"])
def test_the_offices_see_every_department_by_rank_while_it_is_counted(client, town, who):
    last_year(town)
    rows = opened(client, getattr(town, who)).context["rows"]
    assert [row["rank"] for row in rows[:3]] == [1, 2, 3]
    assert rows[2]["code"] == town.department.code


def test_a_department_sees_nothing_before_publication(client, town):
    last_year(town)
    for address in (ADDRESS, sheet_address(town.department)):
        assert opened(client, town.head, address).status_code == 404


def test_a_department_sees_its_own_sheet_and_the_ranking(client, town):
    published(town)
    assert opened(client, town.clerk, sheet_address(town.department)).status_code == 200
    assert opened(client, town.clerk, sheet_address(town.other_department)).status_code == 404
    assert len(opened(client, town.clerk).context["rows"]) > 3


def test_a_scheme_may_keep_the_ranking_from_the_departments(client, town):
    AssessmentScheme.objects.create(district=town.district, year=YEAR, ranking_shown=False)
    published(town)
    assert [row["code"] for row in opened(client, town.head).context["rows"]] == [town.department.code]


def test_a_street_sees_what_it_gave_itself(client, town):
    last_year(town)
    rows = opened(client, town.next_street.operator).context["rows"]
    assert [(row["code"], row["mean"], row["count"]) for row in rows] == [(town.department.code, "82.00", 1)]
    page = opened(client, town.next_street.operator, f"{sheet_address(town.department)}ratings/")
    assert [street["code"] for street in page.context["streets"]] == [town.next_street.street.code]
    assert opened(client, town.next_street.operator, sheet_address(town.department)).status_code == 404


def test_a_street_sees_its_own_line_of_the_streets_table(client, town):
    last_year(town)
    rows = opened(client, town.operator, f"{ADDRESS}streets/").context["rows"]
    assert [(row["code"], row["blown"]) for row in rows] == [(town.street.code, 2)]


def test_the_streets_are_not_ranked(client, town):
    last_year(town)
    rows = opened(client, town.leader, f"{ADDRESS}streets/?order=-rate").context["rows"]
    assert [row["code"] for row in rows] == sorted(row["code"] for row in rows)


def test_every_number_opens_the_ratings_behind_it(client, town):
    case = last_year(town)
    for line in sheet_of(case, town.department)["streets"]:
        page = opened(client, town.leader, f"{sheet_address(town.department)}ratings/?street={line['code']}")
        (street,) = page.context["streets"]
        assert [row["rating"] for row in street["rows"]] == [row["rating"] for row in line["ratings"]]
        assert f'href="/orders/{line["ratings"][0]["order"]}/"' in page.content.decode()


def test_who_was_not_whistled_is_told_so(client, town):
    last_year(town)
    page = opened(client, town.leader, sheet_address(town.third_department))
    assert (page.context["sheet"]["whistled"], page.context["sheet"]["score"]) == (False, "87.38")


def test_every_number_of_every_sheet_opens_as_many_ratings(client, town):
    codes = [sheet["code"] for sheet in last_year(town).annual()["departments"]]
    numbers = [
        number
        for code in codes
        for number in NUMBERS.findall(opened(client, town.leader, f"{ADDRESS}departments/{code}/").content.decode())
    ]
    assert sum(int(count) for count, _url in numbers) == Rating.objects.count() == 4
    for count, url in numbers:
        assert opened(client, town.leader, unescape(url)).context["total"] == int(count)


def test_the_lines_of_a_sheet_lead_to_what_they_are_made_of(client, town):
    last_year(town)
    page = opened(client, town.leader, sheet_address(town.department))
    links = [url for _label, _number, _told, url in page.context["lines"] if url]
    assert links == [f"{sheet_address(town.department)}ratings/", "#votes", "#points"]
    assert all(f'id="{each[1:]}"' in page.content.decode() for each in links[1:])
    assert opened(client, town.leader, links[0]).context["total"] == 3


def test_the_tables_go_through_the_exports_and_stay_on_record(client, town):
    last_year(town)
    made = ask(client, town.centre, "assessment", f"year={YEAR}")
    assert (made.is_done, "80.91" in rows(made)[2].values()) == (True, True)
    own = ask(client, town.operator, "assessed_streets", f"year={YEAR}")
    assert [next(iter(row.values())) for row in rows(own)] == [town.street.name]
    assert {each.what for each in Export.objects.all()} == {"assessment", "assessed_streets"}


@pytest.mark.parametrize(("who", "query"), [("clerk", f"year={YEAR}"), ("operator", f"year={YEAR}"),
                                            ("centre", "year=1999"), ("centre", "")])  # fmt: skip
def test_nobody_exports_more_of_a_year_than_the_page_shows(client, town, who, query):
    published(town)
    assert makers.export(getattr(town, who), "assessment", query).total == 0


def test_the_page_of_a_year_asks_for_its_own_year(client, town):
    last_year(town)
    for address in ADDRESS, f"{ADDRESS}streets/":
        assert f'name="query" value="year={YEAR}"' in opened(client, town.centre, address).content.decode()


def test_the_head_appeals_and_the_centre_decides_in_the_browser(client, town):
    case = last_year(town)
    case.publish(by=town.centre)
    client.force_login(town.head)
    answer = client.post(f"{sheet_address(town.department)}appeal/", {"text": "三月三日准时到场。"})
    appeal = Appeal.objects.get()
    assert (answer.status_code, answer.url) == (302, appeal.get_absolute_url())
    client.force_login(town.centre)
    said = {"points": "2.5", "answer": "核查属实。", "version": appeal.version}
    assert client.post(f"/appeals/{appeal.pk}/uphold/", said).status_code == 302
    assert sheet_of(case, town.department)["total"] == "83.41"


def test_a_correction_of_nothing_and_a_decision_without_reason_come_back(client, town):
    appeal = appealed(town)
    client.force_login(town.centre)
    assert client.post(f"/appeals/{appeal.pk}/uphold/", {"points": "0", "answer": "。"}).status_code == 422
    assert client.post(f"/appeals/{appeal.pk}/refuse/", {"answer": ""}).status_code == 422


def test_a_second_appeal_is_a_conflict(client, town):
    case = last_year(town)
    case.publish(by=town.centre)
    Appeal.appeal(case, town.department, by=town.head, text="三月三日准时到场。")
    client.force_login(town.head)
    assert client.post(f"{sheet_address(town.department)}appeal/", {"text": "再次。"}).status_code == 409


def test_what_waits_stands_on_the_desk_of_the_centre(client, town):
    appeal = appealed(town)
    assert appeal.get_absolute_url() in opened(client, town.centre, "/").content.decode()
    assert appeal.get_absolute_url() not in opened(client, town.leader, "/").content.decode()


def test_a_year_to_be_frozen_waits_for_the_centre(client, town):
    case = closing(town)
    assert f"{case.get_absolute_url()}freeze/" in opened(client, town.centre, "/").content.decode()
    assert case in Assessment.objects.visible_to(town.centre).waiting_for(town.centre)


def test_the_vote_waits_until_it_is_cast(client, town):
    AssessmentScheme.objects.create(district=town.district, year=2026)
    assert opened(client, town.director, "/").context["vote_until"].year == 2026
    Vote.cast(town.street, {town.department.pk: 77}, by=town.party_secretary, at=AFTER)
    assert opened(client, town.director, "/").context["vote_until"] is None
    assert opened(client, town.operator, "/").context["vote_until"] is None
