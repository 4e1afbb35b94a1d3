"""When a whistle has failed, so that it may be blown again (`domain.md` 2-41, 4.2)."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from grid.casework.clock import Verdict

GRACE = timedelta(minutes=15)  # after which whoever has not come is noted as absent


class Failure(models.TextChoices):
    """What a department failed at."""

    ABSENT = "absent", _("not reported in at the set time")
    LATE = "late", _("handled past the limit")
    RETURNED = "returned", _("result sent back by the street")


def failures_by(at):
    """{Failure: the condition on an order}, by the clocks themselves: nobody need have noted it yet."""
    running = Q(clocks__stopped_at=None, clocks__suspended_at=None)
    overdue = Q(clocks__verdict=Verdict.LATE) | (running & Q(clocks__due_at__lt=at))
    return {
        Failure.ABSENT: running & Q(clocks__stage="report_in", clocks__due_at__lte=at - GRACE) | Q(status="absent"),
        Failure.LATE: overdue & Q(clocks__stage="handle"),
        Failure.RETURNED: Q(rework_count__gt=0),
    }


def live(orders):
    """Those that did not end early: nobody answers for the others."""
    return orders.exclude(status__in=orders.model.AWAY)


def failing(orders, at):
    """Those of these orders that let their whistle fail by `at`."""
    return live(orders).filter(Q.create([*failures_by(at).values()], connector=Q.OR))


class FailingQuestions:
    """The same question about many whistles (mixed into their queryset)."""

    def with_failed(self, at):
        """Adds `failed`: closed unsolved, or not judged yet and a department let it fail by `at`."""
        orders = self.model.orders.rel.related_model.objects.filter(whistle=OuterRef("pk")).order_by()
        unsolved = Q(solved=False, solved__isnull=False)
        return self.annotate(failed=unsolved | Q(solved=None) & Exists(failing(orders, at)))


class Failing:
    """Late, sent back, or closed unsolved."""

    def has_failed(self, at):
        """Whether this round left the matter unsolved, or was late or had a result sent back and is not judged yet."""
        return failing(self.orders.all(), at).exists() if self.solved is None else not self.solved

    def failures(self, at):
        """[(Failure, the departments that failed so)]; empty when all went well. One question."""
        itself = self.orders.model._base_manager.filter(pk=OuterRef("pk"))
        told = {f"has_{failure}": Exists(itself.filter(condition)) for failure, condition in failures_by(at).items()}
        orders = list(live(self.orders.select_related("department")).annotate(**told))
        named = [(each, [order.department for order in orders if getattr(order, f"has_{each}")]) for each in Failure]
        return [(failure, departments) for failure, departments in named if departments]
