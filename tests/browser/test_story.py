"""The whole story as people live it: a report on a phone, a whistle, a department that does not come."""

from datetime import datetime, timedelta

import pytest

from tests.browser.served import PHONE
from tests.fault.processes import hands, looking_at
from tests.town import SHANGHAI

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]

IN_THE_GRID = (117.142, 39.162)  # of worker.zengchanli
# What two hours of waiting do to the clocks of the orders that were not signed.
TWO_HOURS_PASS = """
    UPDATE whistle_orderclock SET started_at = started_at - interval '2 hours', due_at = due_at - interval '2 hours',
        alarm_at = alarm_at - interval '2 hours', ladder = (
            SELECT jsonb_agg(jsonb_build_array(one->0, one->1, (one->>2)::timestamptz - interval '2 hours'))
            FROM jsonb_array_elements(ladder) AS every (one))
    WHERE stage = 'sign' AND stopped_at IS NULL RETURNING id
"""


def test_a_matter_goes_from_the_phone_to_the_supervision_office(open_as, served):
    incident = report_on_the_phone(open_as)
    accept_and_dispatch(open_as, incident)
    handle_and_check(open_as, incident)
    whistle = draft_and_blow(open_as)
    sign_and_report_in(open_as, whistle)
    let_two_hours_pass(served)
    slip = find_the_slip(open_as)
    answer_and_strike_off(open_as, slip)


def report_on_the_phone(open_as):
    worker = open_as("worker.zengchanli", PHONE, IN_THE_GRID)
    worker.go("/incidents/report/")
    worker.page.wait_for_function("() => document.querySelector('[name=lat]').value !== ''")
    worker.photograph("before")
    worker.fill(group="01", category="0110", text="3号楼东侧围墙外有大量暴露生活垃圾。")
    worker.submit()
    assert worker.reads("E120106-")
    return worker.path


def accept_and_dispatch(open_as, incident):
    operator = open_as("operator.zengchanli")
    operator.go("/")
    assert operator.page.locator(f"main a[href='{incident}']").count()
    operator.press(incident, "accept")
    operator.press(incident, "dispatch")
    assert operator.reads("红桥区城市管理委员会")


def handle_and_check(open_as, incident):
    clerk = open_as("clerk.chengguan")
    clerk.press(incident, "sign")
    clerk.press(incident, "submit_result", photo="after", result="已清运。")
    worker = open_as("worker.zengchanli", PHONE)
    worker.press(incident, "pass_check")
    operator = open_as("operator.zengchanli")
    operator.press(incident, "evaluate", satisfaction="5", solved="solved")
    assert operator.reads("已结案") or operator.reads("非常满意")


def draft_and_blow(open_as):
    operator = open_as("operator.xiyuzhuang")
    operator.go("/whistles/draft/")
    operator.fill(title="南门空地渣土清理", kind="emergency", source="patrol", scope="urban", reason="产权不清。")
    operator.fill(lead=operator.page.locator("[name=lead] option", has_text="城市管理").get_attribute("value"))
    operator.page.get_by_label("红桥区住房和城乡建设委员会").last.check()
    operator.submit()
    secretary = open_as("secretary.xiyuzhuang")
    soon = (datetime.now(SHANGHAI) + timedelta(minutes=20)).strftime("%Y-%m-%dT%H:%M")
    secretary.press(operator.path, "blow", report_in_at=soon, report_in_place="社区党群服务中心")
    assert secretary.reads("W120106-")
    return secretary.path


def sign_and_report_in(open_as, whistle):
    clerk = open_as("clerk.chengguan", PHONE)
    clerk.go(whistle)
    order = clerk.page.locator("main a[href^='/orders/']").first.get_attribute("href")
    order = "/".join(order.split("/")[:3]) + "/"
    clerk.press(order, "sign")
    clerk.press(order, "contact")
    clerk.press(order, "report_in", attendee="王科长")
    assert clerk.reads("王科长")


def let_two_hours_pass(served):
    with looking_at(served.address) as ask:
        assert len(ask(TWO_HOURS_PASS)) == 1
    with hands(served.address, ["ring"], ["register"]) as (sweep, register):
        assert sweep.ask(500) >= 3
        assert register.ask(500) == 1


def find_the_slip(open_as):
    supervisor = open_as("supervisor.hongqiao")
    supervisor.go("/supervisions/")
    with supervisor.page.expect_navigation():
        supervisor.page.click("main a:has-text('南门空地渣土清理') >> nth=0")
    assert supervisor.reads("S120106-")
    return supervisor.path


def answer_and_strike_off(open_as, slip):
    head = open_as("head.zhujian")
    head.press(slip, "reply", reason="人手不足。", measures="已派人到场。")
    supervisor = open_as("supervisor.hongqiao")
    supervisor.press(slip, "verify")
    assert supervisor.reads("销号")
