"""Notes, replies, instructions, copies and opinions."""

import pytest

from grid.models import Incident
from tests.grid.incident.pressing import HOUR, fresh, just_now, press, told
from tests.makers import incident_in
from tests.town import MONDAY


def words(case):
    return list(case.remarks.values_list("kind", "text"))


@pytest.mark.parametrize(("who", "verb", "kind"), [
    ("worker", "comment", "internal"), ("secretary", "comment", "internal"), ("clerk", "respond", "reply"),
    ("community_operator", "respond", "reply"), ("leader", "instruct", "instruction"),
    ("party_secretary", "instruct", "instruction"),
])  # fmt: skip
def test_a_word_is_kept_beside_the_trace_and_not_in_it(client, town, who, verb, kind):
    case = incident_in(town, "handling", at=just_now())
    assert press(client, getattr(town, who), case, verb, text="张三的手机号是 13812345678。").status_code == 302
    assert words(case) == [(kind, "张三的手机号是 13812345678。")]
    step = case.steps.last()
    assert (step.verb, step.note, "138" in str(step.data)) == (verb, "", False)


@pytest.mark.parametrize(("who", "verb", "answer"), [
    ("worker", "respond", 403), ("clerk", "instruct", 403), ("other_clerk", "comment", 404), ("leader", "respond", 403),
])  # fmt: skip
def test_who_may_not_say_it_is_refused(client, town, who, verb, answer):
    case = incident_in(town, "handling", at=just_now())
    assert press(client, getattr(town, who), case, verb, text="好。").status_code == answer


def test_an_empty_word_comes_back(client, town):
    assert press(client, town.worker, incident_in(town, "handling"), "comment", text="  ").status_code == 422


def test_an_instruction_reaches_whoever_holds_it(town):
    case = incident_in(town, "handling")
    case.instruct(by=town.leader, text="今日办结。", at=MONDAY + HOUR)
    assert (told(town.clerk, "incident.instructed"), told(town.community_operator, "incident.instructed")) == (1, 1)
    assert fresh(case).is_instructed


def test_a_copy_is_seen_by_its_department_from_then_on(client, town):
    case = incident_in(town, "handling", at=just_now())
    assert not Incident.objects.visible_to(town.third_clerk).filter(pk=case.pk).exists()
    assert press(client, town.clerk, case, "inform", departments=[town.third_department.pk]).status_code == 302
    assert Incident.objects.visible_to(town.third_clerk).filter(pk=case.pk).exists()
    assert told(town.third_clerk, "incident.informed") == 1
    assert press(client, town.third_clerk, case, "submit_result", result="好。").status_code == 403


def test_an_opinion_is_asked_and_given_once(client, town):
    case = incident_in(town, "handling", at=just_now())
    asked = {"departments": [town.other_department.pk], "text": "是否属危房？"}
    assert press(client, town.clerk, case, "consult", **asked).status_code == 302
    waiting = Incident.objects.visible_to(town.other_clerk).waiting_for(town.other_clerk)
    assert list(waiting) == [case]
    assert press(client, town.other_clerk, case, "answer", text="不属危房。").status_code == 302
    assert words(case) == [("question", "是否属危房？"), ("answer", "不属危房。")]
    assert (fresh(case).open_questions, waiting.all().count(), told(town.clerk, "incident.answered")) == (0, 0, 1)
    assert press(client, town.other_clerk, case, "answer", text="再补充。").status_code == 403


def test_the_page_shows_words_and_departments(client, town):
    case = incident_in(town, "handling")
    case.consult(by=town.clerk, departments=[town.other_department], text="是否属危房？", at=MONDAY + HOUR)
    client.force_login(town.centre)
    page = client.get(case.get_absolute_url())
    assert "是否属危房？" in page.content.decode()
    assert [departments for _part, departments in page.context["involved"]] == [[town.other_department]]
