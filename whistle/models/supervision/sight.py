"""Who sees which slips, and what a list asks of many."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from grid.casework.sight import CaseQuerySet
from grid.models import Role

from ..hands import COMMUNITY, STAFF
from .items import SupervisionItem
from .register import Registering

DISTRICT_OFFICES = frozenset({Role.SUPERVISOR, Role.CENTRE, Role.LEADER})


class SupervisionQuerySet(Registering, CaseQuerySet):
    def seen_from(self, post):
        """Whoever supervises sees their slips from the first word, all others what was sent out and concerns them.

        The district's offices see every slip of the district, a street those of its ground, a department and a
        community those they answer.
        """
        if post.department_id:
            return self.sent & Q(department=post.department_id)
        if post.role in COMMUNITY:
            return self.sent & Q(desk=post.grid_id)
        place = "district" if post.role in DISTRICT_OFFICES else "street" if post.role in STAFF else ""
        return Q(**{place: post.grid_id}) & (self.sent | Q(overseer=post.grid_id)) if place else Q(pk__in=[])

    # A covert inspection is nobody's news before its slip is sent out.
    sent = Q(sent_at__isnull=False)

    def with_items(self):
        """Adds `n_items`, `n_struck` and `n_late`: how many items the checklist has, are struck off, are overdue."""
        items = SupervisionItem.objects.filter(supervision=OuterRef("pk")).order_by().values("supervision")
        counted = {
            "n_items": items,
            "n_struck": items.filter(struck_at__isnull=False),
            "n_late": items.overdue(timezone.localdate()).exclude(supervision__status__in=["withdrawn", "escalated"]),
        }
        return self.annotate(
            **{name: Coalesce(Subquery(rows.values(n=Count("pk"))), 0) for name, rows in counted.items()}
        )
