"""Signing many orders at once: each in a transaction of its own, and a word on each of them."""

from dataclasses import dataclass
from uuid import uuid5

from django.db import OperationalError
from django.utils.translation import gettext as _

from grid.casework.books import Submission, TakenDifferently
from grid.casework.refusals import Refused


@dataclass(frozen=True)
class Outcome:
    """What became of one order; `why` is empty when it was signed, `last` the step that was first."""

    order: object
    why: str = ""

    @property
    def last(self):
        return self.order.steps.select_related("by").last()


def sign_each(user, key, orders, versions):
    """Sign these orders one after the other for `user`; [Outcome], in their order.

    `key` is the form's own: sent again, what it signed is told as signed and what it did not is tried
    once more. `versions`: {order key: the version that the person saw}.
    """
    return [Outcome(order, refusal(user, uuid5(key, str(order.pk)), order, versions[order.pk])) for order in orders]


def refusal(user, key, order, version):
    """Sign one; why it could not be signed, or nothing."""

    def act():
        post = order.hand("sign", user)
        order.sign(by=user, unit=post and post.unit, version=version)
        return order.get_absolute_url()

    try:
        Submission.once(user, key, str(version), act)
    except OperationalError:  # somebody holds the case for longer than a page may wait
        return _("Somebody is at work on it just now: try once more.")
    except TakenDifferently:
        return _("This form has been sent before, with another version of the case.")
    except Refused as error:
        return str(error)
    return ""
