"""催办 by hand: who waits for a department reminds it, it hears at once, and the figures count it."""

from datetime import timedelta

import pytest
from django.db import transaction

from grid.casework.measures import Period
from grid.casework.refusals import NotNow, NotYours
from grid.models import Notice
from tests.makers import order_in, whistle_in
from tests.town import MONDAY
from tests.whistle.calls import HOUR
from tests.whistle.verbs import press
from whistle.models import Order, OrderFigure, Whistle, WhistleFigure

SOON = MONDAY + HOUR
WEEK = Period(MONDAY - timedelta(days=1), MONDAY + timedelta(days=7))


@pytest.mark.parametrize("who", ["operator", "party_secretary", "director", "centre", "supervisor"])
def test_who_waits_for_a_department_urges_it(client, town, who):
    order = order_in(town, "signed")
    assert press(client, getattr(town, who), order, "urge", note="居民已聚集。").status_code == 302
    step = order.steps.get(verb="urge")
    assert (step.by, step.note) == (getattr(town, who), "居民已聚集。")
    notice = Notice.objects.get(kind="order.urged", department=town.department, role="clerk")
    assert getattr(town, who).name in notice.text


@pytest.mark.parametrize("who", ["clerk", "head", "worker", "leader"])
def test_nobody_else_does(town, who):
    with pytest.raises(NotYours), transaction.atomic():
        order_in(town, "signed").urge(by=getattr(town, who), at=SOON)


@pytest.mark.parametrize("status", ["replied", "done", "objected", "suspended"])
def test_nobody_is_urged_who_owes_nothing_now(town, status):
    with pytest.raises(NotNow), transaction.atomic():
        order_in(town, status).urge(by=town.operator, at=SOON)


def test_not_again_within_the_hour(town):
    order = order_in(town, "signed")
    order.urge(by=town.operator, at=SOON)
    with pytest.raises(NotNow), transaction.atomic():
        order.urge(by=town.centre, at=SOON + timedelta(minutes=59))
    order.urge(by=town.centre, at=SOON + HOUR)


def test_it_disturbs_nobody_who_has_the_form_open(town):
    order = order_in(town, "signed")
    seen = order.version
    order.urge(by=town.operator, at=SOON)
    order.contact(by=town.clerk, at=SOON, version=seen)


def test_the_figures_count_it(town):
    whistle = whistle_in(town, "closed")
    assert whistle in Whistle.objects.figure(WhistleFigure.UNREMINDED, WEEK)
    urged = order_in(town, "signed")
    assert urged not in Order.objects.figure(OrderFigure.REMINDED, WEEK)
    urged.urge(by=town.operator, at=SOON)
    assert urged in Order.objects.figure(OrderFigure.REMINDED, WEEK)
