"""The door: in with the right password, shut after five failures, and never out to another site."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from grid.models import User
from tests.town import PASSWORD

LOGIN = "/account/login/"


@pytest.fixture
def knock(client, town):
    def knock(password=PASSWORD, **more):
        return client.post(LOGIN, {"username": town.worker.username, "password": password, **more})

    return knock


def test_the_right_password_opens_the_door(knock, client):
    assert knock().url == "/"
    assert "_auth_user_id" in client.session


def test_the_wrong_password_does_not_tell_which_of_the_two_was_wrong(knock):
    answer = knock("wrong")
    assert "登录名或密码不正确" in answer.text


def test_after_five_failures_even_the_right_password_is_locked_out_for_a_while(knock):
    for _ in range(5):
        knock("wrong")
    answer = knock()
    assert answer.status_code == 429
    assert "请在 15 分钟后重试" in answer.text


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_next_never_leads_to_another_site(knock, elsewhere):
    assert knock(next=elsewhere).url == "/"


def test_next_leads_back_to_where_one_wanted_to_go(knock):
    assert knock(next="/account/password/").url == "/account/password/"


def test_there_are_no_demo_logins_outside_the_demonstration(client, db, settings):
    settings.DEMO = False
    assert "door-demo" not in client.get(LOGIN).text


def test_the_door_says_whose_portal_it_is(client, db, settings):
    settings.SITE_NAME = "蓝桥区平台"
    assert "<strong>蓝桥区平台</strong>" in client.get(LOGIN).text


def test_the_door_speaks_english_to_those_who_chose_it(client, db):
    client.post(reverse("set_language"), {"language": "en", "next": LOGIN})
    page = client.get(LOGIN)
    assert '<html lang="en"' in page.text
    assert "Sign in" in page.text


def test_logging_out_takes_a_post(client, town):
    client.force_login(town.worker)
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout")).url == LOGIN
    assert "_auth_user_id" not in client.session


def test_a_new_password_is_noted_with_its_day(client, town):
    client.force_login(town.worker)
    new = "Zaoshang-2027-Hao"
    client.post(reverse("password_change"), {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    town.worker.refresh_from_db()
    assert town.worker.check_password(new)
    assert town.worker.password_changed_at is not None


def test_an_old_password_leads_to_the_page_where_it_is_changed(knock, town, settings):
    settings.PASSWORD_MAX_AGE_DAYS = 90
    User.objects.filter(pk=town.worker.pk).update(password_changed_at=timezone.now() - timedelta(days=91))
    assert knock().url == "/account/password/"


def test_a_weak_new_password_is_refused_at_the_field(client, town):
    client.force_login(town.worker)
    page = client.post(
        reverse("password_change"), {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"}
    )
    assert 'id="id_new_password2_error"' in page.text


def test_strangers_are_sent_to_the_door_with_their_way_back(client, db):
    assert client.get(reverse("password_change")).url == f"{LOGIN}?next=/account/password/"


def test_in_the_demonstration_everybodys_key_is_one_click_away(client, town, settings):
    settings.DEMO = True
    page = client.get(LOGIN).text
    assert f'name="username" value="{town.party_secretary.username}"' in page
    assert town.channel.username not in page
