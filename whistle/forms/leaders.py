"""The forms of the leaders' books: who is put in charge of what, and what was seen on a visit."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.casework.access import FormOnce
from grid.models import Grid, GridLevel, Incident, Role, User
from whistle.forms.whistles import moment_input, text_area
from whistle.models import Whistle
from whistle.models.leaders import leaders_of

LONGEST, MOST = 300, 50


def day_input():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def districts_of(user):
    """The codes of the districts whose books the person may keep."""
    return {post.district_code for post in user.posts_at() if post.role in {Role.CENTRE, Role.LEADER}}


def areas(user):
    """Streets and communities of these districts, in the order of their codes."""
    here = Grid.objects.visible_to(user).active().filter(level__in=(GridLevel.STREET, GridLevel.COMMUNITY))
    return here.order_by("code")


class AreaField(forms.ModelChoiceField):
    """A street, or indented below it a community."""

    def label_from_instance(self, area):
        return f"　{area}" if area.level == GridLevel.COMMUNITY else str(area)


class AssignForm(FormOnce):
    """Who answers for which street or community, from when."""

    grid = AreaField(Grid.objects.none(), label=_("Street or community"))
    leader = forms.ModelChoiceField(User.objects.none(), label=_("Leader"))
    since = forms.DateField(label=pgettext_lazy("day", "From"), widget=day_input())
    until = forms.DateField(label=pgettext_lazy("day", "To"), widget=day_input(), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["grid"].queryset = areas(user)
        self.fields["leader"].queryset = leaders_of(districts_of(user))
        self.fields["since"].initial = timezone.localdate


class EndForm(FormOnce):
    """The last day of being in charge."""

    on = forms.DateField(label=_("Last day"), widget=day_input())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate


class VisitForm(FormOnce):
    """Where a leader was and when, what was seen, and what was solved there and then."""

    leader = forms.ModelChoiceField(User.objects.none(), label=_("Leader"))
    area = AreaField(Grid.objects.none(), label=_("Street or community"))
    at = forms.DateTimeField(label=_("When"), widget=moment_input())
    with_whom = forms.CharField(label=_("With whom"), max_length=200, required=False)
    seen = forms.CharField(label=_("What was seen"), max_length=2000, widget=text_area(4))
    problems = forms.CharField(
        label=_("Solved on the spot"), required=False, widget=text_area(5), help_text=_("One problem a line.")
    )
    number = forms.CharField(
        label=_("Number of the incident or whistle it was about"), max_length=32, required=False
    )  # fmt: skip
    note = forms.CharField(label=pgettext_lazy("of a visit", "Note"), max_length=500, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["area"].queryset = areas(user)
        self.fields["at"].initial = lambda: timezone.localtime().replace(second=0, microsecond=0)
        if user.holds(Role.CENTRE):
            self.fields["leader"].queryset = leaders_of(districts_of(user))
        else:
            del self.fields["leader"]

    def clean_problems(self):
        lines = [line.strip() for line in self.cleaned_data["problems"].splitlines() if line.strip()]
        if len(lines) > MOST:
            raise ValidationError(_("At most %(most)s problems in one visit.") % {"most": MOST})
        if any(len(line) > LONGEST for line in lines):
            raise ValidationError(_("A problem has at most %(most)s characters.") % {"most": LONGEST})
        return lines

    def clean_number(self):
        """The incident or whistle of that number within sight, as the field of a visit that it goes to."""
        number = self.cleaned_data["number"].strip().upper()
        for field, model in (("incident", Incident), ("whistle", Whistle)):
            if number and (found := model.objects.visible_to(self.user).filter(number=number).first()):
                return {field: found}
        if number:
            raise ValidationError(_("No incident and no whistle within your sight has this number."))
        return {}

    @property
    def said(self):
        said = {"leader": self.user} | super().said
        return said | said.pop("number")


class CorrectVisitForm(VisitForm):
    """The same form with what was said, and why it is said anew."""

    reason = forms.CharField(label=_("Why it is corrected"), max_length=200)

    def __init__(self, *args, visit, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {
            "leader": visit.leader_id, "area": (visit.community or visit.street or visit.district).pk,
            "at": timezone.localtime(visit.at), "with_whom": visit.with_whom, "seen": visit.seen, "note": visit.note,
            "problems": "\n".join(str(each) for each in visit.problems.all()),
            "number": getattr(visit.incident or visit.whistle, "number", ""),
        }  # fmt: skip
