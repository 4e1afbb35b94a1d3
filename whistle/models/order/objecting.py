"""退哨 and 分哨: a department objects once, the centre decides, and whoever is called instead has the full time.

Who may return what to whom, and what the receiver may not do next:

* a department to the centre: once, within the limit; refused, it is bound (首接负责制);
* the centre to another department: never to one whose objection to this whistle was upheld;
* that department to the centre: once too; the third department of one call is bound;
* the street to the department: a result, as often as it must; the department to the street: nothing.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from grid.casework.case import verb
from grid.casework.clock import Verdict
from grid.models import calendar_now

from .. import notices

BOUND_FROM = 2  # so many departments were called in vain: the next one may not object


class Objecting:
    """Objections of the called department, and what the district centre makes of them."""

    @verb
    def object(self, *, by, note, at=None, version=None):
        """Say that this is another's: the clocks stand still until the centre has decided."""
        step = self.move("object", by=by, note=note, at=at, version=version, objected_at=lambda _case, at: at)
        for stage in ("sign", "contact", "report_in"):
            self.pause_clock(stage, step)
        self.start_clock("decide", self.limit("decide"), step=step, calendar=calendar_now())
        self.tell([*notices.centre(self.district_id), *notices.blowers(self.street_id)], "order.objected", step)

    @verb
    def refuse_objection(self, *, by, note, at=None, version=None):
        """The department must act: the order counts as signed, and the time that the decision took is given back."""
        step = self.move(
            "refuse_objection", by=by, note=note, at=at, version=version, objection_upheld=False,
            signed_at=lambda case, at: case.signed_at or at,
            report_in_at=lambda case, at: case.report_in_at + (at - case.objected_at),
        )  # fmt: skip
        self.stop_clocks("decide", step=step)
        self.run_on("report_in", step)
        self.run_on("sign", step)
        self.stop_clocks("sign", step=step)  # late only if the objection came too late to be an answer
        self.stop_clocks("contact", step=step, verdict=Verdict.VOID)
        self.start_clock("contact", self.limit("contact"), step=step, calendar=calendar_now())
        self.tell(notices.department(self.department_id), "order.objection_refused", step)
        self.follow(step.at)

    @verb
    def uphold_objection(self, *, by, note, department=None, lead=None, at=None, version=None):
        """The department is released, whatever was late of it is void; `department` is called in its place.

        `lead`: the order that leads from now on, where not the newly called one takes the lead over.
        """
        return self.replace("uphold_objection", by, note, department, lead, at, version, objection_upheld=True)

    @verb
    def reroute(self, *, by, note, department, lead=None, at=None, version=None):
        """The centre gives the order to `department` instead (分哨), with the lead unless `lead` gets it."""
        return self.replace("reroute", by, note, department, lead, at, version)

    def replace(self, verb, by, note, department, lead, at, version, **changes):
        """End this order in favour of another department's; returns the new order, or None."""
        self.lock([self])
        self.refuse_department(department, lead)
        was_lead = self.lead
        step = self.move(verb, by=by, note=note, at=at, version=version, lead=False, **changes)
        self.stop_clocks(step=step, verdict=Verdict.VOID)
        self.release(step)
        fresh = department and self.whistle.call_late(department, step.at, lead=was_lead and lead is None)
        if was_lead and lead is not None:
            lead.take_lead(at=step.at)
        self.tell(notices.department(self.department_id), "order.rerouted", step)
        self.tell(notices.street_staff(self.street_id), "order.rerouted", step)
        self.follow(step.at)
        return fresh

    def refuse_department(self, department, lead):
        """Raise ValidationError for a department that may not be called, or for a call left without a lead."""
        fellows = self.whistle.orders.exclude(pk=self.pk)
        if department is None and self.lead and lead is None:
            raise ValidationError({"department": _("Somebody must lead: call another department, or name who leads.")})
        if department and department.pk == self.department_id:
            raise ValidationError({"department": _("This is the same department.")})
        if department and fellows.exclude(status__in=self.AWAY).filter(department=department).exists():
            raise ValidationError({"department": _("This department is called already.")})
        if department and fellows.filter(department=department, objection_upheld=True).exists():
            raise ValidationError(
                {"department": _("Its objection to this whistle was upheld; it is not called again.")}
            )
        if lead and not fellows.exclude(status__in=self.ENDED).filter(pk=lead.pk).exists():
            raise ValidationError({"lead": _("Only a department that is called now can lead.")})

    def release(self, step):
        """What stood against a department that is released is withdrawn from the top, and its points come back.

        What lies before discipline inspection stays until that has spoken; then the office may withdraw it.
        """
        theirs = self.supervisions.filter(department=self.department_id).exclude(status="withdrawn")
        before_inspection = theirs.filter(status="proposed").values("cause")
        for slip in theirs.exclude(cause__in=before_inspection).order_by("-level"):
            slip.withdraw(at=step.at, note=_("The department was released from this order."))

    @verb
    def take_lead(self, *, at):
        """Lead from now on, by the centre's word."""
        step = self.move("take_lead", at=at, lead=True)
        self.tell(notices.department(self.department_id), "order.leads", step)

    @verb
    def recall(self, *, by, note, at=None, version=None):
        """The sender takes back an assisting order while nobody has touched it."""
        step = self.move("recall", by=by, note=note, at=at, version=version)
        self.stop_clocks(step=step, verdict=Verdict.VOID)
        self.release(step)
        self.tell(notices.department(self.department_id), "order.recalled", step)
        self.follow(step.at)

    def hindered_objection(self, at):
        if self.objected_at:
            return _("An objection is raised once.")
        if self.whistle.orders.filter(status="rerouted").count() >= BOUND_FROM:
            return _("Others were called in vain already: this department is bound and handles it.")
        if self.object_until is None or at > self.object_until:
            return _("The time to object is over.")
        return ""

    def hindered_recall(self, _at):
        return _("The lead department is not recalled: withdraw the whistle.") if self.lead else ""
