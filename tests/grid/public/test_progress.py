"""Whoever has number and code reads how far it is: phases and the result, and nothing of the inside."""

import pytest

from grid.models import Incident
from tests.grid.public.visiting import PROGRESS, asked, brought_to_feedback, reported, text_of
from tests.makers import file_incident


def test_number_and_code_show_how_far_it_is(client, town):
    case, code = reported(client, town)
    page = asked(client, case, code)
    assert page.status_code == 200
    assert [state for _label, state, _at in page.context["phases"]] == ["current", "todo", "todo", "todo", "todo"]


@pytest.mark.parametrize(("spell", "gap"), [(str.lower, " "), (str.upper, "-"), (str.upper, ""), (str.lower, "  ")])
def test_a_code_copied_from_paper_may_be_spelt_freely(client, town, spell, gap):
    case, code = reported(client, town)
    assert asked(client, case, f" {spell(code).replace(' ', gap)} ").status_code == 200


def test_full_width_letters_of_a_chinese_keyboard_are_understood(client, town):
    case, code = reported(client, town)
    wide = "".join(chr(ord(each) + 0xFEE0) if each != " " else each for each in code)
    assert asked(client, case, wide).status_code == 200


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(client, town):
    case, code = reported(client, town)
    other, _code = reported(client, town)
    answers = [
        client.post(PROGRESS, {"number": number, "code": said})
        for number, said in ((case.number, "ABCDEFGHJK"), ("E120106-2026-9999999", code), (other.number, code))
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert len({tuple(answer.context["form"].non_field_errors()) for answer in answers}) == 1


def test_a_matter_reported_otherwise_has_no_code(client, town):
    case = file_incident(town)
    assert client.post(PROGRESS, {"number": case.number, "code": ""}).status_code == 422


def test_nobodys_name_no_note_and_no_contact_are_told(client, town):
    case, code = reported(client, town)
    case.accept(by=town.community_operator, note="此人常来投诉")
    brought = text_of(asked(client, case, code))
    told = {town.community_operator.name, "此人常来投诉", case.reporter_name, case.reporter_phone, case.text, "在时限"}
    assert [each for each in told if each in brought] == []


def test_the_result_is_told_once_it_was_checked(client, town):
    case, code = reported(client, town)
    case.accept(by=town.community_operator)
    case.handle_here(by=town.community_operator)
    case.submit_result(by=town.community_operator, result="已清运。")
    assert "已清运。" not in text_of(asked(client, case, code))
    case.pass_check(by=town.worker)
    assert "已清运。" in text_of(asked(client, case, code))


def test_a_declined_matter_says_why(client, town):
    case, code = reported(client, town)
    case.decline(by=town.community_operator, reason="unclear", note="内部备注")
    page = text_of(asked(client, case, code))
    assert str(Incident.DeclineReason.UNCLEAR.label) in page
    assert "内部备注" not in page


def test_a_reply_is_read_with_its_department_and_without_a_name(client, town):
    case, code = reported(client, town)
    brought_to_feedback(town, case)
    case.respond(by=town.clerk, text="已安排每日清运两次。")
    case.comment(by=town.clerk, text="内部讨论")
    page = text_of(asked(client, case, code))
    assert "已安排每日清运两次。" in page
    assert str(town.department) in page
    assert not {"内部讨论", town.clerk.name} & {each for each in ("内部讨论", town.clerk.name) if each in page}


def test_what_was_reported_before_is_followed_together(client, town):
    first, (case, code) = file_incident(town), reported(client, town)
    case.merge(by=town.community_operator, into=first)
    first.accept(by=town.community_operator)
    page = asked(client, case, code)
    assert page.context["phases"][0][1] == "done"
    assert first.number not in text_of(page)


def test_neither_code_nor_pass_stand_in_an_address_and_the_code_is_not_shown_again(client, town):
    case, code = reported(client, town)
    brought_to_feedback(town, case)
    answer = asked(client, case, code)
    assert (answer.status_code, answer.get("Location")) == (200, None)
    assert code.replace(" ", "") not in text_of(answer).replace(" ", "")
    assert "no-store" in answer["Cache-Control"]


def test_a_code_outlives_a_change_of_the_secret_key(client, town, settings):
    case, code = reported(client, town)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another secret key " * 3
    assert asked(client, case, code).status_code == 200


HOSTILE = ["<script>alert(1)</script>", "' OR 1=1 --", '"><img src=x onerror=alert(1)>', "{{ settings }}", "%s%(x)s"]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_somebody_typed_is_text_everywhere(client, town, text):
    said = {"text": text, "address": text, "reporter_name": text[:40]}
    answer = client.post("/report/", {"key": "", "category": "0110", "community": town.community.code, **said})
    assert answer.status_code == 200
    case = Incident.objects.get()
    assert case.text == text
    client.force_login(town.community_operator)
    pages = [answer, client.get(case.get_absolute_url()), client.post(PROGRESS, {"number": text, "code": text})]
    assert not any(b"<script>alert" in page.content or b"<img src=x" in page.content for page in pages)


@pytest.mark.parametrize("field", ["number", "code"])
def test_hostile_questions_find_nothing(client, town, field):
    said = {"number": "E120106-2026-0000001", "code": "ABCDEFGHJK"} | {field: "' OR ''='"}
    assert client.post(PROGRESS, said).status_code == 422
