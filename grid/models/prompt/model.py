"""The prompt itself: about which figures, to which department, and who sees it."""

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from grid.casework.case import Case, verb
from grid.casework.clock import Alarm, Clock
from grid.casework.sight import CaseQuerySet
from grid.casework.trace import Step

from ..calendar import calendar_now
from ..limits import TimeLimit
from ..notice import SENTENCES, Notice
from ..people import STREET_STAFF, Role
from ..seats import seats_of
from .flow import PROMPT_FLOW, SENDERS, PromptStatus

SENTENCES.update(
    {
        "prompt.sent": gettext_noop("Prompt %(number)s: %(subject)s is reported more often. Please reply."),
        "prompt.replied": gettext_noop("%(department)s has replied to prompt %(number)s."),
        "prompt.closed": gettext_noop("Prompt %(number)s is settled."),
        "prompt.sent_back": gettext_noop("Prompt %(number)s: a better reply is asked for."),
        "prompt.reply.remind": gettext_noop("Prompt %(number)s waits for your reply; the time is running out."),
        "prompt.reply.overdue": gettext_noop("Prompt %(number)s should have been replied to by now."),
    }
)
DISTRICT_OFFICES = frozenset({Role.CENTRE, Role.SUPERVISOR, Role.LEADER})


class PromptFigure(models.TextChoices):
    """The numbers a page shows about prompts."""

    OPEN = "open", _("open now")
    WAITING = "waiting", _("waiting for me")


class PromptQuerySet(CaseQuerySet):
    def seen_from(self, post):
        """The district's offices see all of it, a street what concerns it, a department what it was sent."""
        if post.department_id:
            return Q(department=post.department_id)
        if post.role in DISTRICT_OFFICES:
            return Q(district=post.grid_id)
        return Q(street=post.grid_id) if post.role in STREET_STAFF else Q(pk__in=[])


class Prompt(Case):
    """One hot issue put to one department; the figures stay as they were when it was sent."""

    Status = PromptStatus
    FLOW = PROMPT_FLOW
    KIND, LETTER = "prompt", "T"
    RUNG_WITH = ("desk",)
    # What people wrote may name people, and a step can never be erased.
    PRIVATE = frozenset({"title", "text", "answer"})
    ENDED = frozenset({PromptStatus.CLOSED})

    status = models.CharField(_("status"), max_length=24, choices=PromptStatus, editable=False)
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("what is asked"), max_length=2000)
    # subject, now, before, bases, mean, change, people, again, first, last, days (see grid.hot.frozen), and list
    figures = models.JSONField(default=dict)
    # The centre of the district or the street that sent it.
    desk = models.ForeignKey("grid.Grid", models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(
        "grid.Department", models.PROTECT, related_name="+", db_index=False, verbose_name=_("department")
    )
    answer = models.TextField(_("the reply"), max_length=2000, blank=True)

    objects = PromptQuerySet.as_manager()

    class Meta(Case.Meta):
        verbose_name, verbose_name_plural = _("prompt"), _("prompts")
        constraints = [
            *Case.Meta.constraints,
            models.CheckConstraint(condition=Q(status__in=PromptStatus.values), name="prompt_status_known"),
            models.CheckConstraint(condition=Q(status="sent") | ~Q(answer=""), name="prompt_replied_in_words"),
        ]
        indexes = [
            # Read by the lists of the district's offices, a street and a department, newest first.
            models.Index(fields=["district", "-created_at", "-id"], name="prompt_district_newest"),
            models.Index(fields=["street", "-created_at", "-id"], name="prompt_street_newest"),
            models.Index(fields=["department", "-created_at", "-id"], name="prompt_dept_newest"),
        ]

    def get_absolute_url(self):
        return reverse("grid:prompt", args=[self.pk])

    @property
    def tone(self):
        return PromptStatus(self.status).tone

    # -- verbs --------------------------------------------------------------------

    @classmethod
    @transaction.atomic
    def send(cls, *, by, desk, department, title, text, figures, street=None, at=None):
        """Put a hot issue to a department; its time to reply begins. Raises NotYours when `by` does not hold `desk`."""
        place = {"district": desk.chain()["district"], "street": street, "desk": desk}
        case, step = cls.begin(
            "send", by=by, at=at, department=department, title=title, text=text, figures=figures, **place
        )
        case._ask(step)
        case.note_due()
        case.take_number(step.at)
        case.tell(case.answering_seats, "prompt.sent", step, subject=figures["subject"])
        return case

    @verb
    def reply(self, *, by, answer, note="", at=None, version=None):
        """The department says what it does about it."""
        step = self.move("reply", by=by, note=note, at=at, version=version, answer=answer)
        self.stop_clocks("reply", step=step)
        self.tell(self.sending_seats, "prompt.replied", step, department=self.department.name)

    @verb
    def close(self, *, by, note="", at=None, version=None):
        """The reply is enough."""
        step = self.move("close", by=by, note=note, at=at, version=version)
        self.tell(self.answering_seats, "prompt.closed", step)

    @verb
    def send_back(self, *, by, note, at=None, version=None):
        """The reply is not enough: a better one is asked for, with as much time as the first."""
        step = self.move("send_back", by=by, note=note, at=at, version=version)
        self._ask(step)
        self.tell(self.answering_seats, "prompt.sent_back", step)

    def _ask(self, step):
        limit = TimeLimit.objects.limit_for("prompt", "reply")
        self.start_clock("reply", limit, step=step, calendar=calendar_now())

    # -- notices --------------------------------------------------------------------

    @property
    def answering_seats(self):
        return [(role, "department", self.department_id) for role in (Role.CLERK, Role.HEAD)]

    @property
    def sending_seats(self):
        return [(role, "grid", self.desk_id) for role in SENDERS]

    def tell(self, seats, kind, step, **about):
        key = f"prompt/{self.pk}/step/{step.seq}"
        told = {"number": self.number, **about}
        Notice.objects.tell(Notice.to(seats, kind, key=key, at=step.at, url=self.get_absolute_url(), **told))

    def seats_for(self, word, _stage):
        return self.sending_seats if word == "caller" else self.answering_seats

    def told_by_clock(self, effect, clock, no, moment):
        kind, key = f"prompt.{clock.stage}.{effect}", f"prompt/{self.pk}/{clock.pk}/{clock.cycle}/{no}"
        seats = seats_of(self, clock, no, effect)
        return Notice.to(seats, kind, key=key, at=moment, url=self.get_absolute_url(), number=self.number)


class PromptStep(Step):
    case = models.ForeignKey(Prompt, models.PROTECT, related_name="steps", db_index=False)

    class Meta(Step.Meta):
        pass


class PromptClock(Clock):
    case = models.ForeignKey(Prompt, models.PROTECT, related_name="clocks", db_index=False)

    class Meta(Clock.Meta):
        pass


class PromptAlarm(Alarm):
    clock = models.ForeignKey(PromptClock, models.PROTECT, related_name="alarms", db_index=False)

    class Meta(Alarm.Meta):
        pass
