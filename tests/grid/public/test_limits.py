"""Too many knocks from one address wait, politely; other addresses do not."""

import time_machine
from django.core.cache import cache

from grid.models import Incident
from grid.turnstile import Turnstile, address_of
from tests.grid.public.visiting import PROGRESS, REPORT, asked, matter, reported, text_of
from tests.town import MONDAY


def test_too_many_reports_wait_and_nothing_typed_is_lost(client, town, settings):
    settings.PUBLIC_REPORTS_PER_HOUR = 1
    reported(client, town)
    answer = client.post(REPORT, matter(town, text="路灯不亮了"))
    assert (answer.status_code, Incident.objects.count()) == (429, 1)
    assert all(words in text_of(answer) for words in ("路灯不亮了", "13812345678", "3号楼东侧"))
    assert client.post(REPORT, matter(town), REMOTE_ADDR="10.9.8.7").status_code == 200


def test_the_next_hour_counts_anew(rf, settings):
    settings.PUBLIC_REPORTS_PER_HOUR = 1
    door, request = Turnstile("report", "PUBLIC_REPORTS_PER_HOUR"), rf.post(REPORT)
    with time_machine.travel(MONDAY, tick=False) as clock:
        assert [door.knock(request), door.knock(request)] == [True, False]
        clock.shift(3600)
        assert door.knock(request)


def test_guessing_ends_soon_even_with_the_right_code_at_last(client, town, settings):
    settings.PUBLIC_GUESSES_PER_HOUR = 3
    case, code = reported(client, town)
    answers = [asked(client, case, f"ABCDE FGH{letter}J").status_code for letter in "KMNP"]
    assert answers == [422, 422, 422, 429]
    assert asked(client, case, code).status_code == 429


def test_asking_rightly_is_never_limited(client, town, settings):
    settings.PUBLIC_GUESSES_PER_HOUR = 2
    case, code = reported(client, town)
    assert {asked(client, case, code).status_code for _time in range(5)} == {200}


def test_an_empty_form_is_no_guess(client, town, settings):
    settings.PUBLIC_GUESSES_PER_HOUR = 1
    assert [client.post(PROGRESS, {}).status_code for _time in range(3)] == [422, 422, 422]


def test_a_forged_address_is_believed_only_behind_a_trusted_proxy(rf, settings):
    request = rf.post(REPORT, headers={"X-Forwarded-For": "1.2.3.4, 5.6.7.8"})
    assert address_of(request) == "127.0.0.1"
    settings.TRUST_PROXY = True
    assert address_of(request) == "5.6.7.8"


def test_a_household_of_ipv6_is_one_address(rf):
    first, second = (rf.post(REPORT, REMOTE_ADDR=f"2001:db8:1:2::{no}") for no in (1, 2))
    assert address_of(first) == address_of(second) == "2001:db8:1:2::/64"


def test_no_address_stands_in_the_cache(rf):
    key = Turnstile("report", "PUBLIC_REPORTS_PER_HOUR").key(rf.post(REPORT))
    assert "127.0.0.1" not in key
    assert cache.get(key) is None


def test_without_a_cache_the_page_stays_open(client, town, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert client.post(REPORT, matter(town)).status_code == 200
