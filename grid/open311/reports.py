"""What the interface tells of a report: to the client that filed it, and nothing of who told it there."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from grid.models import Incident, IncidentClock, IncidentStep, Remark, Word
from grid.open311.catalogue import moment
from grid.open311.forms import MOST
from grid.open311.problems import Problem

TOLD_WITH = ("category", "department", "desk", "street", "community", "grid", "ticket")


def reports_of(client):
    """The incidents this client has filed, with what an answer says about each."""
    last = IncidentStep.objects.filter(case=OuterRef("pk"), seq=OuterRef("last_seq"))
    running = IncidentClock.objects.filter(case=OuterRef("pk"), stage="handle", stopped_at=None, suspended_at=None)
    replies = Remark.objects.filter(incident=OuterRef("pk"), kind=Word.REPLY).order_by("-pk")
    own = Incident.objects.visible_to(client.user).filter(ticket__client=client)
    return own.select_related(*TOLD_WITH).annotate(
        moved_at=Subquery(last.values("at")),
        expected_at=Subquery(running.values("due_at")[:1]),
        reply=Subquery(replies.values("text")[:1]),
    )


def asked(client, said):
    """The reports that a valid AskForm asks for, the newest first, at most 1,000."""
    own = reports_of(client).order_by("-pk")
    if said["service_request_id"]:
        return own.filter(number__in=said["service_request_id"])[:MOST]
    own = own.filter(created_at__range=(said["start_date"], said["end_date"]))
    if said["service_code"]:
        own = own.filter(category__code__in=said["service_code"])
    if len(set(said["status"])) == 1:
        own = own.open() if said["status"][0] == "open" else own.filter(status__in=Incident.ENDED)
    return own[:MOST]


def report(client, number):
    """The report of that number, or 404 when the client has filed no such."""
    found = reports_of(client).filter(number=number).first()
    if found is None:
        raise Problem(404, f"service_request_id: {number}?")
    return found


def told(incident):
    """One `request` of the specification, every field of it in its order."""
    return {
        "service_request_id": incident.number,
        "status": "open" if incident.is_open else "closed",
        "status_notes": notes(incident),
        "service_name": incident.category.label,
        "service_code": incident.category.code,
        "description": incident.text,
        "agency_responsible": str(incident.department or incident.desk),
        "service_notice": None,
        "requested_datetime": moment(incident.created_at),
        "updated_datetime": moment(incident.closed_at or incident.moved_at or incident.created_at),
        "expected_datetime": expected(incident),
        "address": incident.address or spot(incident),
        "address_id": incident.grid.code,
        "zipcode": None,
        "lat": incident.lat,
        "long": incident.lng,
        "media_url": incident.ticket.media_url or None,
    }


def spot(incident):
    """The names from the street down to the base grid, none said twice."""
    return f"{incident.street}{incident.community}{incident.grid.name.removeprefix(incident.community.name)}"


def notes(incident):
    """What the public may read: the last reply, or why it ended without one; never a note among ourselves."""
    if incident.reply or incident.decline_reason:
        return incident.reply or incident.get_decline_reason_display()
    return _("Merged with an earlier report of the same matter.") if incident.status == "merged" else None


def expected(incident):
    """By when it is to be handled; nothing while that is not decided, suspended, or over."""
    return moment(incident.expected_at) if incident.expected_at else None
