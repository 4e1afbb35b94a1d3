"""The routing rules of a district: the list in its order, the form, and what a rule would have done."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grid.casework.access import in_sight, takes
from grid.forms.routing import RoutingRuleForm
from grid.models import Department, Grid, Incident, Role, RoutingRule
from grid.models.rules import READERS, troubles
from grid.trials import LAST, trial_of

FORM = "grid/routing_form.html"


@login_required
@require_safe
def index(request):
    """The rules in the order in which they are asked; what shadows or contradicts what is said beside them."""
    if request.user.holds(*READERS) is None:
        raise PermissionDenied("routing")
    rules = list(RoutingRule.objects.visible_to(request.user).told())
    found, known = troubles(rules), Department.objects.visible_to(request.user).called().in_bulk()
    for rule in rules:
        rule.troubles, rule.mine, rule.helping = found.get(rule, []), rule.may_edit(request.user), rule.helpers(known)
    page = {"rules": rules, "may_add": request.user.holds(Role.CENTRE)}
    return render(request, "grid/routing.html", page)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """A new rule at the end of the list."""
    post = request.user.holds(Role.CENTRE)
    if post is None:
        raise PermissionDenied("routing")
    return ruled(request, Grid.objects.visible_to(request.user).get(pk=post.grid_id), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Change a rule; matters routed already stay where they are."""
    rule = mine(request, pk)
    return ruled(request, rule.district, rule)


def ruled(request, district, rule):
    """The form; "try" shows what the rule as typed would have done, and saves nothing."""
    sent = (request.POST,) if request.method == "POST" else ()
    form = RoutingRuleForm(*sent, user=request.user, district=district, rule=rule)
    page = {"form": form, "template": FORM, "rule": rule, "last": LAST}
    if not sent or not form.is_valid():
        return render(request, FORM, page, status=422 if sent else 200)
    if "try" in request.POST:
        return render(request, FORM, page | {"trial": tried(request, form.drawn())})
    return takes(request, page, form.save)


def tried(request, rule):
    """What the rule would have done to the last incidents this person sees."""
    rules = RoutingRule.objects.visible_to(request.user).active().told().filter(district=rule.district_id)
    earlier = [other for other in rules if other.pk != rule.pk and (not rule.pk or other.position < rule.position)]
    return trial_of(rule, Incident.objects.visible_to(request.user), earlier)


@login_required
@require_safe
def trial(request, pk):
    """The test page of a saved rule, for everybody who may read it."""
    rule = get_object_or_404(RoutingRule.objects.visible_to(request.user).told(), pk=pk)
    return render(request, "grid/routing_trial.html", {"rule": rule, "trial": tried(request, rule), "last": LAST})


def changes(act):
    """A view of one button on the list: POST only, by the centre of the rule's district."""

    @login_required
    @require_POST
    def changed(request, pk):
        act(mine(request, pk))
        return redirect("grid:routing")

    return changed


def mine(request, pk):
    """The rule if this person keeps it: out of sight 404, in sight only 403."""
    rule = in_sight(RoutingRule, request.user, pk, "district", "category", "territory", "department", "unit")
    if not rule.may_edit(request.user):
        raise PermissionDenied("routing")
    return rule


up = changes(lambda rule: rule.shift(-1))
down = changes(lambda rule: rule.shift(1))
switch_off = changes(lambda rule: rule.switch(False))
switch_on = changes(lambda rule: rule.switch(True))
