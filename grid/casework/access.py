"""Who gets to the case: out of sight 404, in sight but not your move 403, somebody first 409."""

import uuid
from functools import wraps

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from .books import Submission, TakenDifferently, digest_of
from .refusals import NotNow, NotYours, Refused


def in_sight(model, user, key, *related):
    """The row of `model` if `user` may see it; otherwise 404, exactly as if it did not exist."""
    return get_object_or_404(model.objects.visible_to(user).select_related(*related), pk=key)


class FormOnce(forms.Form):
    """A form that does no harm when sent twice: it carries the key minted when the page was made."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["key"].initial = uuid.uuid4

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4()

    def refuse(self, error):
        """Put what a verb found wrong (a ValidationError, by field or not) where the person typed it."""
        by_field = error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}
        for name, wrong in by_field.items():
            self.add_error(name if name in self.fields else None, ValidationError(wrong))

    @property
    def said(self):
        """What the form says, without its own bookkeeping: the arguments of the verb."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"key", "version"}}


class VerbForm(FormOnce):
    """The form of a verb on an existing case: subclasses add the verb's arguments as fields."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["version"].initial = case.version


class NoteForm(VerbForm):
    """A verb that needs no more than an optional word."""

    note = forms.CharField(label=_("Note"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


PLAIN = "casework/verb.html"


def moves_a(model, form_class=NoteForm, template=PLAIN):
    """Make a view of a verb: GET shows its form, POST does it.

    The view's name is the verb; it is called with (request, case, said) once the form is
    valid, makes the move and may return a URL (default: the case's page). Invalid: the
    same page with 422. Wrong state, lost race, stale form, form used twice: 409 with the
    case as it stands and the typed text kept.
    """

    def decorate(view):
        verb = view.__name__

        @login_required
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def guarded(request, pk):
            case = in_sight(model, request.user, pk)
            if not case.allows(verb, request.user):
                raise PermissionDenied(verb)
            sent = (request.POST, request.FILES) if request.method == "POST" else ()
            form = form_class(*sent, case=case, user=request.user)
            page = {"case": case, "form": form, "move": case.FLOW[verb], "template": template}
            if not sent:
                why = case.hindrance(verb)
                early = why or case.status not in case.FLOW[verb].sources
                return conflict(request, page, NotNow(verb, case, why)) if early else render(request, template, page)
            if not form.is_valid():
                return render(request, template, page, status=422)
            return _done(request, view, page)

        guarded.verb, guarded.model = verb, model
        return guarded

    return decorate


def turns(model, forms):
    """The views of verbs whose form says all that they take; `forms`: {verb: (form, template)} in the flow's order."""
    return [_turn(model, verb, *page) for verb, page in forms.items()]


def _turn(model, verb, form, template=PLAIN):
    def view(request, case, said):
        getattr(case, verb)(**said)

    view.__name__ = verb
    return moves_a(model, form, template)(view)


def _done(request, view, page):
    case, form = page["case"], page["form"]

    def act():
        url = view(request, case, form.said | {"by": request.user, "version": form.cleaned_data["version"]})
        return url or case.get_absolute_url()

    return takes(request, page, act)


def conflict(request, page, refusal):
    """The 409 page: why not, the case as it stands now, and what was typed."""
    if isinstance(refusal, TakenDifferently):
        page |= {"receipt": refusal.receipt}
    if case := page.get("case"):
        case.refresh_from_db()
        page |= {"last": case.steps.select_related("by", "post").last()}
    return render(request, "409.html", page | {"refusal": refusal}, status=409)


def takes(request, page, act):
    """Run `act` (returns a URL) once for the valid `page["form"]`: the redirect, or the 409 page.

    What `act` finds wrong (ValidationError) comes back on `page["template"]` with 422.
    """
    key = page["form"].cleaned_data["key"]
    try:
        return redirect(Submission.once(request.user, key, digest_of(request.POST, request.FILES), act))
    except ValidationError as error:
        page["form"].refuse(error)
        return render(request, page["template"], page, status=422)
    except NotYours:
        raise PermissionDenied from None
    except (Refused, TakenDifferently) as refusal:
        return conflict(request, page, refusal)
