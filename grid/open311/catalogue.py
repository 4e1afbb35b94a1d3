"""What may be reported: every type of incident in use is a service, and all ask the same few things more."""

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.models import Category, Urgency
from grid.naming import in_language
from grid.open311.problems import Problem

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
BEGINNING = "2026-01-01T00:00:00+08:00"


def discovery(request):
    """Where the interface is and since when its services are as they are (Service Discovery)."""
    changed = Category.pgh_event_model.objects.aggregate(last=Max("pgh_created_at"))["last"]
    changeset = moment(changed) if changed else BEGINNING
    owner = in_language(settings.SITE_OWNER, settings.SITE_OWNER_EN)
    return {
        "changeset": changeset,
        "contact": owner,
        "key_service": _("Ask %(owner)s for a key.") % {"owner": owner},
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": request.build_absolute_uri(reverse("grid:open311_discovery", args=["json"])).rsplit("/", 1)[0],
                "changeset": changeset,
                "type": "test" if settings.DEMO else "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }


def services():
    """Every type in use, by its code."""
    return [service(kind) for kind in Category.objects.active().types()]


def service(kind):
    return {
        "service_code": kind.code,
        "service_name": kind.label,
        "description": f"{kind.major} · {kind}",
        "metadata": True,
        "type": "realtime",
        "keywords": f"{kind.major}, {kind}",
        "group": kind.major.label,
    }


def definition(code):
    """What a report of this type may say besides; 404 when there is no such type."""
    kind = Category.objects.active().types().filter(code=code).first()
    if kind is None:
        raise Problem(404, _("service_code: there is no such type of incident."))
    return {"service_code": kind.code, "attributes": attributes(kind)}


def attributes(kind):
    """The parameters of ours beyond the specification, each optional."""
    asked = [
        ("external_number", "string", _("Number of the ticket on your side"), _("At most 40 characters.")),
        ("grid", "string", _("Code of the base grid (15 digits)"), _("Where no point is known.")),
        ("community", "string", _("Code of the community (12 digits)"), _("Where no point is known.")),
        ("urgency", "singlevaluelist", _("Urgency"), kind.get_urgency_display()),
    ]
    return [attribute(order, *each) for order, each in enumerate(asked, 1)]


def attribute(order, code, datatype, description, hint):
    choices = Urgency.choices if datatype == "singlevaluelist" else []
    return {
        "variable": True,
        "code": code,
        "datatype": datatype,
        "required": False,
        "datatype_description": hint,
        "order": order,
        "description": description,
        "values": [{"key": key, "name": str(name)} for key, name in choices],
    }


def moment(at):
    """A moment as the specification writes it: 2026-03-02T09:00:00+08:00."""
    return timezone.localtime(at).isoformat(timespec="seconds")
