"""What templates say in one word: icons, pills, clocks, durations, shares and small trend lines."""

from datetime import timedelta

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grid.casework.lists import PLACES
from grid.masks import masked_name, masked_phone, masked_text

register = template.Library()
register.filter(masked_name)
register.filter(masked_phone)
register.filter(masked_text)

# The tone of a status, decided on the model, becomes a colour here and nowhere else.
PILLS = {
    "neutral": "pill",
    "info": "pill pill-info",
    "warn": "pill pill-warn",
    "success": "pill pill-success",
    "danger": "pill pill-danger",
}
BUTTONS = {"secondary": "btn", "primary": "btn btn-primary", "danger": "btn btn-danger"}
# Lower bounds in percent of the steps of a share (house scale: below 90, 90–95, 95–98, 98 and above).
RATE_STEPS = ((98, "rate-4"), (95, "rate-3"), (90, "rate-2"), (0, "rate-1"))
SOON = timedelta(hours=4)
NEVER_YEAR = 9999


@register.simple_tag
def icon(name, css=""):
    """One drawing of the sprite (see tools/vendor/icons.txt); it is decoration, so screen readers skip it."""
    sprite = static("vendor/icons.svg")
    return format_html('<svg class="icon {}" aria-hidden="true"><use href="{}#{}"/></svg>', css, sprite, name)


@register.simple_tag
def pill(tone, label):
    """A status in its one colour; an unknown tone is neutral."""
    return format_html('<span class="{}">{}</span>', PILLS.get(tone, PILLS["neutral"]), label)


@register.filter
def button(tone):
    """The classes of a move's button."""
    return BUTTONS.get(tone, BUTTONS["secondary"])


# --- time ---------------------------------------------------------------------------------------


@register.filter
def yuan(amount):
    """Money in yuan with its thousands apart: ¥ 803,600 or ¥ 12,300.50; a dash where nobody said."""
    return "—" if amount is None else f"¥ {amount:,.2f}".removesuffix(".00")


@register.filter
def duration(span, in_days=True):
    """A timedelta (or seconds) in its largest fitting unit: minutes under an hour, hours under three days.

    Not `in_days`: hours however many, for a day of working time has no twenty-four of them.
    """
    if span is None:
        return "—"
    seconds = abs(span.total_seconds() if isinstance(span, timedelta) else float(span))
    if seconds < 3600:
        minutes = max(1, int(seconds // 60))
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if seconds < 72 * 3600 or not in_days:
        hours = int(seconds // 3600)
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = int(seconds // 86400)
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


@register.filter
def near(moment, now=None):
    """A moment as people say it: today 16:00, tomorrow 09:00, 11-21 16:00, or with its year."""
    if moment is None or moment.year >= NEVER_YEAR:
        return "—"
    local, today = timezone.localtime(moment), timezone.localtime(now or timezone.now())
    clock = date_format(local, "H:i")
    days = (local.date() - today.date()).days
    if days in (-1, 0, 1):
        words = {-1: _("yesterday %(time)s"), 0: _("today %(time)s"), 1: _("tomorrow %(time)s")}
        return words[days] % {"time": clock}
    return date_format(local, "m-d H:i" if local.year == today.year else "Y-m-d H:i")


@register.inclusion_tag("components/due.html")
def due(due_at, now=None, working_left=None):
    """The clock of a case: how much is left or how late, and the moment itself.

    `working_left` (timedelta, negative when late) is given where the limit counts working time;
    the words then say so. Without a running clock (year 9999 or None) there is a dash.
    """
    if due_at is None or due_at.year >= NEVER_YEAR:
        return {"tone": "due-none", "words": "—"}
    now = now or timezone.now()
    working = working_left not in (None, "")  # a template says "" for what a clock does not have
    left = working_left if working else due_at - now
    late = due_at < now
    tone = "due-late" if late else "due-soon" if left < SOON else ""
    return {"tone": tone, "words": due_words(left, late, working), "due_at": due_at, "now": now}


def due_words(left, late, working):
    """The sentence of a clock: left or overdue, in natural or in working time."""
    if working:
        sentence = _("%(time)s of working time overdue") if late else _("%(time)s of working time left")
    else:
        sentence = _("%(time)s overdue") if late else _("%(time)s left")
    return sentence % {"time": duration(left, in_days=not working)}


# --- figures ------------------------------------------------------------------------------------


@register.filter
def rate_step(rate):
    """The class of a Rate's step on the house scale; a rate over nothing has its own."""
    if not rate:
        return "rate-none"
    return next(css for percent, css in RATE_STEPS if rate.reaches(percent))


@register.simple_tag
def sparkline(values, width=96, height=28):
    """A small trend line, drawn on the server: it prints, needs no script and no inline style."""
    values = [value for value in values or () if value is not None]
    if len(values) < 2:
        return ""
    low, span = min(values), (max(values) - min(values)) or 1
    step = (width - 4) / (len(values) - 1)
    points = [(2 + n * step, height - 3 - (value - low) / span * (height - 6)) for n, value in enumerate(values)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return format_html(
        '<svg class="spark" viewBox="0 0 {w} {h}" width="{w}" height="{h}" aria-hidden="true">'
        '<polygon class="spark-fill" points="2,{h} {line} {end},{h}"/><polyline class="spark-line" points="{line}"/>'
        '<circle class="spark-dot" cx="{x}" cy="{y}" r="2.2"/></svg>',
        w=width,
        h=height,
        line=line,
        end=width - 2,
        x=f"{points[-1][0]:.1f}",
        y=f"{points[-1][1]:.1f}",
    )


# --- query strings ------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def kept(context, form):
    """Hidden inputs for what the address says besides this filter form (its tab, its order)."""
    fields = {form.add_prefix(name) for name in form.fields}
    others = [
        (name, value)
        for name, values in context["request"].GET.lists()
        for value in values
        if value and name not in PLACES and not any(name == field or name.startswith(f"{field}_") for field in fields)
    ]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', others)


@register.simple_tag(takes_context=True)
def query(context, name, value):
    """This page's address with one parameter changed, from the first page of its list; "" or None drops it."""
    params = context["request"].GET.copy()
    for gone in {name, *PLACES} & set(params):
        del params[gone]
    if value not in ("", None):
        params[name] = value
    return f"{context['request'].path}?{params.urlencode()}" if params else context["request"].path
