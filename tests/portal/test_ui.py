"""What templates say in one word."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from grid.casework.measures import Rate

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # 10:00 in Tianjin
HOUR = timedelta(hours=1)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def drawn(text, path="/incidents/", language="zh-hans", **context):
    with translation.override(language):
        page = Template("{% load ui %}" + text)
        return page.render(Context(context | {"request": RequestFactory().get(path), "now": NOW})).strip()


def due(moment, **more):
    return drawn("{% due moment now=now working_left=left %}", moment=moment, left=more.get("left"))


def words(markup):
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        (18 * HOUR, "剩余 18 小时 明天 04:00"),
        (6 * HOUR, "剩余 6 小时 今天 16:00"),
        (12 * HOUR / 60, "剩余 12 分钟 今天 10:12"),
        (100 * HOUR, "剩余 4 天 11-24 14:00"),
        (-22 * HOUR, "超期 22 小时 昨天 12:00"),
        (timedelta(seconds=-5), "超期 1 分钟 今天 09:59"),
    ],
)
def test_a_clock_says_what_is_left_or_how_late_it_is_and_when(left, sentence):
    assert words(due(NOW + left)) == sentence


def test_a_limit_in_working_time_says_so():
    assert words(due(NOW + 70 * HOUR, left=6 * HOUR)).startswith("剩余 6 小时（工作时间）")


def test_working_time_is_never_told_in_days_of_twenty_four_hours():
    assert words(due(NOW + 400 * HOUR, left=88 * HOUR)).startswith("剩余 88 小时（工作时间）")


@pytest.mark.parametrize(("amount", "said"), [(803600, "¥ 803,600"), (Decimal("12300.50"), "¥ 12,300.50"), (None, "—")])
def test_money_has_its_thousands_apart(amount, said):
    assert drawn("{{ amount|yuan }}", amount=amount) == said


@pytest.mark.parametrize(("left", "tone"), [(-HOUR, "due-late"), (3 * HOUR, "due-soon"), (30 * HOUR, "due ")])
def test_a_clock_is_red_only_when_overdue(left, tone):
    assert tone in due(NOW + left)
    assert ("due-late" in due(NOW + left)) == (left < timedelta())


@pytest.mark.parametrize("moment", [None, NEVER])
def test_without_a_running_clock_there_is_a_dash(moment):
    assert words(due(moment)) == "—"


def test_a_clock_speaks_the_readers_language():
    assert words(drawn("{% due moment now=now %}", language="en", moment=NOW + HOUR)) == "1 hour left today 11:00"


@pytest.mark.parametrize(("tone", "css"), [("danger", "pill-danger"), ("success", "pill-success"), ("odd", '"pill"')])
def test_a_status_has_the_one_colour_of_its_tone(tone, css):
    assert css in drawn("{% pill tone label %}", tone=tone, label="已超期")


def test_what_people_wrote_is_never_markup():
    assert "<b>" not in drawn("{% pill tone label %}", tone="info", label="<b>x</b>")


@pytest.mark.parametrize(
    ("rate", "said", "step"),
    [
        (Rate(0, 0), "—", "rate-none"),
        (Rate(0, 5), "0.0%", "rate-1"),
        (Rate(899, 1000), "89.9%", "rate-1"),
        (Rate(9, 10), "90.0%", "rate-2"),
        (Rate(95, 100), "95.0%", "rate-3"),
        (Rate(98, 100), "98.0%", "rate-4"),
    ],
)
def test_a_share_stands_on_its_step_and_over_nothing_is_a_dash(rate, said, step):
    markup = drawn('{% include "components/rate.html" %}', rate=rate)
    assert (words(markup), step in markup) == (said, True)


def test_a_trend_line_needs_two_numbers():
    assert drawn("{% sparkline numbers %}", numbers=[3]) == ""
    assert drawn("{% sparkline numbers %}", numbers=[3, None, 4]).count("<circle") == 1


def test_changing_one_parameter_keeps_the_filters_and_goes_to_the_first_page():
    address = drawn('{% query "status" "open" %}', path="/incidents/?street=1&after=xyz&status=closed")
    assert address == "/incidents/?street=1&amp;status=open"


def test_dropping_the_only_parameter_leaves_the_bare_address():
    assert drawn('{% query "status" "" %}', path="/incidents/?status=open") == "/incidents/"


def test_a_filter_form_keeps_the_tab_and_the_order_but_not_the_page():
    class Street(forms.Form):
        street = forms.CharField()

    inputs = drawn("{% kept form %}", path="/incidents/?street=1&status=open&order=-due_at&after=x", form=Street())
    assert re.findall(r'name="(\w+)" value="([^"]+)"', inputs) == [("status", "open"), ("order", "-due_at")]


def test_the_error_of_a_field_stands_at_the_field_and_is_named_to_screen_readers():
    class Word(forms.Form):
        note = forms.CharField(label="事由", help_text="写清楚")

    markup = drawn("{{ form }}", form=Word({}))
    assert 'aria-describedby="id_note_helptext id_note_error"' in markup
    assert 'id="id_note_error"' in markup
    assert 'aria-invalid="true"' in markup
