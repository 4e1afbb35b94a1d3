"""The district's own stories, told in the words of those who lived them, in a real browser.

What lies weeks back was played by the verbs before the browser opens; the rest is pressed and read here.
"""

import os
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.browser.served import DESKTOP, PHONE
from tests.fault.processes import hands
from tests.town import SHANGHAI
from tests.whistle.stories import TITLE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

IN_THE_GRID = (117.142, 39.162)  # of worker.zengchanli
SECRET = "赵某两次签收后未到场。"
MARKS = {"attitude": 8, "handling": 27, "result": 17}
PICTURES = os.environ.get("PICTURES")  # a directory: every page passed is photographed into it


@pytest.fixture
def past(served, monkeypatch):
    """Lets what lies back happen: `past("scene garden")`."""
    monkeypatch.setenv("MEDIA_ROOT", str(served.media))
    with hands(served.address, ["whistling"]) as (hand,):
        yield hand.ask


def look(person, name):
    """Keep a picture of the page for whoever wants to look at it."""
    if PICTURES:
        person.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def soon(minutes):
    return (datetime.now(SHANGHAI) + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")


# -- the garden ----------------------------------------------------------------------


def test_the_garden_is_built_in_three_weeks_and_shown_to_all(open_as, past):
    whistle, lead = past("scene garden")
    reply_with_cost_and_photo(open_as, lead)
    accept(open_as, lead)
    rate_and_publish(open_as, whistle)
    read_about_it(open_as)


def reply_with_cost_and_photo(open_as, lead):
    clerk = open_as("clerk.chengguan")
    clerk.go(f"/orders/{lead}/")
    assert clerk.reads("清运渣土、平整土地、种植绿化。")
    assert clerk.reads("区级财政12万元")
    look(clerk, "garden-order")
    today = datetime.now(SHANGHAI).date().isoformat()
    said = {"accepted_at": soon(-60), "talked_to": "居民代表", "measures": "花园建成开放。", "solve_by": today}
    clerk.press(f"/orders/{lead}/", "reply", photo="after", cost="118000", **said)


def accept(open_as, lead):
    operator = open_as("operator.xiyuzhuang", PHONE)
    operator.press(f"/orders/{lead}/", "confirm_result")
    look(operator, "garden-accepted-phone")


def rate_and_publish(open_as, whistle):
    secretary = open_as("secretary.xiyuzhuang")
    secretary.go(f"/whistles/{whistle}/rate/")
    for part, points in MARKS.items():
        for field in secretary.page.locator(f"[name^={part}_]:visible").all():
            field.fill(str(points))
    secretary.page.locator("[name=solved][value=yes]").check()
    look(secretary, "garden-rate")
    secretary.submit()
    look(secretary, "garden-closed")
    secretary.press(f"/whistles/{whistle}/", "publish", photo="before", story="空地建成花园，居民推窗见绿。")


def read_about_it(open_as):
    neighbour = open_as("operator.dingzigu", PHONE)
    neighbour.go("/typical/")
    look(neighbour, "garden-typical-phone")
    assert neighbour.reads(TITLE)
    assert re.search(r"2\d\s*天", neighbour.page.inner_text("main"))
    assert neighbour.reads("119,200")  # with what the helper spent
    assert neighbour.page.locator("main figure img").count() == 2


# -- the fallen tree -----------------------------------------------------------------


def test_a_fallen_tree_is_whistled_for_and_gone_to_within_half_an_hour(open_as):
    incident = report_the_tree(open_as)
    operator = open_as("operator.zengchanli")
    operator.press(incident, "accept")
    whistle = blow_from_the_phone(open_as, incident)
    order = find_my_order(open_as, whistle)
    come_and_answer(open_as, order)


def report_the_tree(open_as):
    worker = open_as("worker.zengchanli", PHONE, IN_THE_GRID)
    worker.go("/incidents/report/")
    worker.page.wait_for_function("() => document.querySelector('[name=lat]').value !== ''")
    worker.photograph("before")
    worker.fill(group="01", category="0110", text="大树倒伏，压住便道和两辆车。")
    worker.submit()
    return worker.path


def blow_from_the_phone(open_as, incident):
    secretary = open_as("secretary.xiyuzhuang", PHONE)
    secretary.go(f"/whistles/draft/?incident={incident.split('/')[2]}")
    said = {
        "title": "大树倒伏阻断道路",
        "kind": "emergency",
        "reason": "需专业吊装设备。",
        "report_in_place": "3号楼东侧",
    }
    secretary.fill(report_in_at=soon(25), **said)
    secretary.fill(lead=secretary.page.locator("[name=lead] option", has_text="城市管理").get_attribute("value"))
    look(secretary, "tree-blow-phone")
    with secretary.page.expect_navigation():
        secretary.page.click("button[name=act][value=blow]")
    look(secretary, "tree-blown-phone")
    assert secretary.reads("W120106-"), secretary.page.inner_text("main")
    return secretary.path


def find_my_order(open_as, whistle):
    clerk = open_as("clerk.chengguan", PHONE)
    clerk.go(whistle)
    address = clerk.page.locator("main a[href^='/orders/']").first.get_attribute("href")
    return "/".join(address.split("/")[:3]) + "/"


def come_and_answer(open_as, order):
    clerk = open_as("clerk.chengguan", PHONE, IN_THE_GRID)
    clerk.press(order, "sign")
    look(clerk, "tree-signed-phone")
    clerk.press(order, "report_in", photo="before", attendee="李队长")
    look(clerk, "tree-reported-in-phone")
    assert clerk.reads("李队长")
    today = datetime.now(SHANGHAI).date().isoformat()
    said = {"accepted_at": soon(-5), "talked_to": "社区书记", "measures": "已锯断清运，便道恢复通行。"}
    clerk.press(order, "reply", photo="after", solve_by=today, **said)
    look(clerk, "tree-replied-phone")
    assert clerk.reads("已锯断清运")


# -- a first whistle fails, a second one calls a leader --------------------------------


def test_a_whistle_that_nobody_follows_turns_red_and_brings_a_slip(open_as, past):
    whistle, order = past("scene nobody_came")
    past("beat")
    secretary = open_as("secretary.xiyuzhuang")
    secretary.go(f"/whistles/{whistle}/")
    look(secretary, "failed-whistle")
    assert secretary.page.locator("main .pill-danger, main [class*=danger]", has_text="未报到").count()
    head = open_as("head.chengguan", PHONE)
    head.go(f"/orders/{order}/")
    look(head, "failed-order-phone")
    assert head.page.locator("main a[href^='/supervisions/']").count() == 1
    head.page.click("main a[href^='/supervisions/']")
    head.page.wait_for_url("**/supervisions/**")
    look(head, "failed-slip-phone")
    assert head.reads("蓝")


def test_the_second_whistle_calls_a_district_leader_who_comes(open_as, past):
    whistle, _order = past("scene nobody_came")
    past("beat")
    secretary = open_as("secretary.xiyuzhuang", DESKTOP)
    secretary.go(f"/whistles/{whistle}/blow_again/")
    secretary.page.locator("[name=leader]").first.check(force=True)
    secretary.fill(unsolved="无人到场，广告牌仍悬在楼顶。", report_in_at=soon(15))
    look(secretary, "again-form")
    secretary.submit()
    look(secretary, "again-blown")
    assert secretary.reads("无人到场，广告牌仍悬在楼顶。")
    leader = open_as("leader.hongqiao", PHONE, IN_THE_GRID)
    leader.go("/")
    look(leader, "again-leader-desk-phone")
    assert leader.page.locator(f"main a[href='{secretary.path}']").count()
    leader.press(secretary.path, "leader_report_in")
    look(leader, "again-leader-came-phone")
    assert leader.reads("区领导")


# -- a red slip goes to discipline inspection ------------------------------------------


def test_an_unsolved_red_slip_is_judged_and_the_department_sees_the_outcome_alone(open_as, past):
    slip = f"/supervisions/{past('scene red')[0]}/"
    supervisor = open_as("supervisor.hongqiao")
    say(supervisor, slip, "propose", grounds="shirked", allegation=SECRET)
    look(supervisor, "red-proposed")
    assert not supervisor.reads(SECRET)
    case = judge(open_as)
    head = open_as("head.chengguan", PHONE)
    for page, name in (case, "red-outcome-phone"), (slip, "red-slip-phone"):
        head.go(page)
        look(head, name)
        assert not head.reads("赵某")
    head.go(case)
    assert head.reads("约谈")


def judge(open_as):
    """Discipline inspection takes it up, opens the file and decides; the address of the case."""
    inspector = open_as("discipline.hongqiao")
    inspector.go("/accountabilities/")
    links = inspector.page.locator("main a[href^='/accountabilities/']").all()
    case = next(href for link in links if re.fullmatch(r"/accountabilities/\d+/", href := link.get_attribute("href")))
    say(inspector, case, "accept")
    say(inspector, case, "look", reason="受理审查")
    look(inspector, "red-file")
    assert inspector.reads(SECRET)
    say(inspector, case, "investigate")
    say(inspector, case, "decide", measures="interview", findings="情况属实，赵某负直接责任。")
    look(inspector, "red-decided")
    return case


def say(person, path, verb, **said):
    """Open the form of a verb by its address, fill it in and send it."""
    person.go(f"{path}{verb}/")
    person.fill(**said)
    person.submit()
