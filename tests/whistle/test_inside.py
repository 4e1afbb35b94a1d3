"""Inside the department: one claims, the head assigns, and no limit changes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from grid.casework.refusals import NotNow
from grid.models import DepartmentUnit
from tests.makers import order_in
from tests.town import MONDAY
from tests.whistle.calls import HOUR
from tests.whistle.verbs import press
from whistle.models import Order


@pytest.fixture
def free(town):
    """A signed order that the head gave to nobody in particular."""
    order = order_in(town, "signed")
    order.assign(by=town.head, at=MONDAY + HOUR / 5)
    return order


def test_one_claims_and_no_due_moment_moves(town, free):
    before = list(free.clocks.values_list("stage", "due_at"))
    free.claim(by=town.second_clerk, at=MONDAY + HOUR / 2)
    assert (free.handler, list(free.clocks.values_list("stage", "due_at"))) == (town.second_clerk, before)


def test_the_second_who_claims_comes_too_late(town, free):
    free.claim(by=town.clerk, at=MONDAY + HOUR / 2)
    with pytest.raises(NotNow):
        Order.objects.get(pk=free.pk).claim(by=town.second_clerk, at=MONDAY + HOUR / 2)


def test_nobody_of_another_department_gets_it(town, free):
    with pytest.raises(ValidationError), transaction.atomic():
        free.assign(by=town.head, handler=town.other_clerk, at=MONDAY + HOUR / 2)
    foreign = DepartmentUnit.objects.filter(department=town.other_department).first()
    with pytest.raises(ValidationError), transaction.atomic():
        free.assign(by=town.head, unit=foreign, at=MONDAY + HOUR / 2)


def test_the_form_offers_the_departments_own_people(client, town, free):
    client.force_login(town.head)
    fields = client.get(f"{free.get_absolute_url()}assign/").context["form"].fields
    assert set(fields["handler"].queryset) >= {town.clerk, town.head}
    assert town.other_clerk not in fields["handler"].queryset
    assert press(client, town.operator, free, "assign").status_code == 403
