"""The seven questions of GeoReport v2; formats, keys and refusals are the door's."""

from django.utils.translation import gettext as _

from grid.casework.books import TakenDifferently
from grid.models import Ticket
from grid.open311 import catalogue
from grid.open311.door import FORM, client_of, district_of, open311
from grid.open311.forms import AskForm, ReportForm
from grid.open311.problems import Problem, of_form
from grid.open311.reports import asked, told
from grid.open311.reports import report as report_of


@open311("discovery", "GET")
def discovery(request, said):
    return catalogue.discovery(request)


@open311("services", "GET")
def services(request, said):
    district_of(said)
    return catalogue.services()


@open311("service_definition", "GET")
def definition(request, said, code):
    district_of(said)
    return catalogue.definition(code)


@open311("service_requests", "GET", "POST")
def requests(request, said):
    """GET: the client's own reports. POST: file one."""
    client = client_of(request, said)
    district_of(said, client)
    if request.method == "POST":
        if request.content_type != FORM:
            raise Problem(400, _("Send the parameters as %(form)s.") % {"form": FORM})
        return filed(client, said)
    form = AskForm({name: ",".join(said.getlist(name)) for name in AskForm.base_fields})
    if not form.is_valid():
        raise of_form(form)
    return [told(incident) for incident in asked(client, form.cleaned_data)]


@open311("service_requests", "GET")
def report(request, said, number):
    client = client_of(request, said)
    district_of(said, client)
    return [told(report_of(client, number))]


@open311("service_requests", "GET")
def token(request, said, token):
    """The report of a ticket by the number it has with the client, should the receipt have been lost."""
    client = client_of(request, said)
    district_of(said, client)
    tickets = Ticket.objects.visible_to(client.user).of_channel(client.district, client.channel)
    found = tickets.filter(number=token).select_related("incident").first()
    if found is None:
        raise Problem(404, f"token: {token}?")
    return [{"service_request_id": found.incident.number, "token": token}]


def filed(client, said):
    """File the report of a POST once for its number, and give the receipt."""
    form = ReportForm(said, client)
    if not form.is_valid():
        raise of_form(form)
    number, media_url = form.cleaned_data["external_number"], form.cleaned_data["media_url"]
    try:
        ticket, _new = Ticket.take_in(
            form.submit, district=client.district, channel=client.channel, number=number, digest=form.digest,
            media_url=media_url, client=client,
        )  # fmt: skip
    except TakenDifferently as taken:
        receipt = taken.receipt.incident.number
        said = _("external_number: %(number)s was sent before with other content, and is %(receipt)s here.")
        raise Problem(
            409, said % {"number": number, "receipt": receipt}, service_request_id=receipt
        ) from None  # fmt: skip
    return [{"service_request_id": ticket.incident.number, "service_notice": None, "account_id": None}]
