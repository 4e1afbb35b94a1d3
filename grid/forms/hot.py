"""What the page of hot issues looks at, and the prompt that puts one of them to a department."""

from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.casework.access import FormOnce, VerbForm
from grid.casework.measures import Period
from grid.hot import WINDOWS, Window, frozen, rises, sentence
from grid.models import Category, Department, Grid, GridLevel, Incident, Prompt, Role
from grid.models.prompt.flow import SENDERS

DAYS = [(str(days), str(days)) for days in WINDOWS]


class HotForm(forms.Form):
    """`days` (7, 30, 90) and `street` (by code); nonsense is 30 days of everything within sight."""

    days = forms.TypedChoiceField(choices=DAYS, coerce=int, required=False)
    street = forms.ModelChoiceField(Grid.objects.none(), to_field_name="code", required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        ground = Grid.objects.visible_to(user).active().level(GridLevel.STREET)
        self.fields["street"].queryset = ground.order_by("code")
        self.is_valid()
        self.chosen = self.cleaned_data.get("street")
        self.length = self.cleaned_data.get("days") or 30

    @cached_property
    def incidents(self):
        """The incidents within sight, of the chosen street where one is chosen."""
        seen = Incident.objects.visible_to(self.user)
        return seen.filter(street=self.chosen) if self.chosen else seen

    @cached_property
    def window(self):
        return Window.of(self.length, timezone.now(), self.incidents)

    @cached_property
    def streets(self):
        """(code, name) of the streets one may choose between; none where there is but one."""
        rows = list(self.fields["street"].queryset)
        return [(row.code, row.name) for row in rows] if len(rows) > 1 else []

    @property
    def lengths(self):
        """(days, in words) of the windows to choose between."""
        return [(days, _("%(days)s days") % {"days": days}) for days in WINDOWS]

    @property
    def asked(self):
        """What the address says of the page, to be carried along."""
        return {"days": self.length} | ({"street": self.chosen.code} if self.chosen else {})

    def rows_of(self, period, **more):
        """The address of the list of exactly the reports counted in these days."""
        days = {"figure": "reports", "from": period.first.isoformat(), "to": period.last.isoformat()}
        street = {"street": self.chosen.code} if self.chosen else {}
        return f"{reverse('grid:incidents')}?{urlencode(days | street | more)}"

    def subject(self, kind, key):
        """The hot issue that the address names (`kind` category, community or spot; `key`); None for no such."""
        found = self._named(kind, key)
        if found is None:
            return None
        name, narrowed, more, department = found
        rise = next(iter(rises(narrowed, self.window, "district_id")), None)
        if rise is None:
            return None
        figures = frozen(rise, self.window) | {"subject": name, "list": self.rows_of(self.window.period, **more)}
        return Subject(name, figures, department)

    def _named(self, kind, key):
        """(name, its incidents, the list's parameter, the department to be proposed)."""
        if kind == "category" and (found := Category.objects.types().filter(code=key).first()):
            return found.name, self.incidents.filter(category=found), {"category": found.code}, found.default_department
        if kind == "community" and (found := self._community(key)):
            return found.name, self.incidents.filter(community=found), {"community": found.code}, None
        if kind == "spot" and key.isdecimal():
            return self._spot(int(key[:18]))
        return None

    def _community(self, code):
        return Grid.objects.visible_to(self.user).level(GridLevel.COMMUNITY).filter(code=code).first()

    def _spot(self, key):
        case = self.incidents.select_related("category__major", "community").filter(pk=key).first()
        if case is None:
            return None
        first = (self.window.base or self.window.period).first
        keys = self.incidents.reports_in(Period(first, self.window.period.last)).alike_around(case)
        name = f"{case.community.name} {case.address or case.title} · {case.category.major.name}"
        return name[:80], self.incidents.filter(pk__in=keys), {"spot": case.pk}, case.category.default_department


class Subject:
    """A hot issue by name, with its figures as they stand and the department that is likely concerned."""

    def __init__(self, name, figures, department):
        self.name, self.figures, self.department = name, figures, department

    @property
    def words(self):
        return sentence(self.figures)


class PromptForm(FormOnce):
    """To whom, and what is asked; the figures come from the page it was opened from."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=80)
    department = forms.ModelChoiceField(Department.objects.none(), label=gettext_lazy("Department"))
    text = forms.CharField(
        label=gettext_lazy("What is asked"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args, user, hot, subject, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.hot, self.subject = hot, subject
        self.fields["department"].queryset = Department.objects.visible_to(user).called()
        self.fields["department"].initial = subject.department and subject.department.pk
        self.fields["title"].initial = _("%(subject)s: reported more often") % {"subject": subject.name[:60]}
        self.fields["text"].initial = subject.words

    def submit(self):
        """Send the prompt in the name of the desk this person holds; returns it."""
        post = self.user.holds(*SENDERS)
        street = post.grid if post.role == Role.STREET_OPERATOR else self.hot.chosen
        return Prompt.send(by=self.user, desk=post.grid, street=street, figures=self.subject.figures, **self.said)


class PromptReplyForm(VerbForm):
    """What the department does about it."""

    answer = forms.CharField(label=gettext_lazy("Reply"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
