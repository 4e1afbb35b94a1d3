"""The bell's list: what the seats of this person were told, newest first, and what of it has been read."""

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from grid.casework.lists import page_of
from grid.models import Notice, NoticeRead

# kind begins or ends with: (icon, tone); the first that fits.
LOOKS = (
    ("supervise", "gavel", "danger"),
    ("overdue", "alarm", "danger"),
    ("remind", "clock", "warn"),
    ("urgent", "urgent", "danger"),
    ("supervision", "gavel", "warn"),
    ("accountability", "scale", "warn"),
    ("whistle", "whistle", ""),
    ("order", "send", ""),
    ("incident", "clipboard-list", ""),
)


@login_required
@require_safe
def index(request):
    """The notices of this person's seats; `?unread=1` leaves out what has been read."""
    user = request.user
    notices = Notice.objects.visible_to(user)
    only_unread = request.GET.get("unread") == "1"
    if only_unread:
        notices = notices.unread_by(user)
    read = NoticeRead.objects.filter(user=user, notice=OuterRef("pk"))
    page = page_of(request, notices.annotate(is_read=Exists(read)), "-at", size=30)
    for notice in page.rows:
        notice.icon, notice.tone = look(notice.kind)
    return render(request, "portal/notices.html", {"page": page, "only_unread": only_unread})


@login_required
@require_POST
def read(request):
    """Mark one notice read (`notice`) or, without one, every unread notice; and go where it leads."""
    mine = Notice.objects.visible_to(request.user)
    asked = request.POST.get("notice", "")
    if asked:
        mine = mine.filter(pk=asked) if asked.isdecimal() and len(asked) < 19 else mine.none()
    told = list(mine.unread_by(request.user))
    NoticeRead.objects.bulk_create(
        [NoticeRead(notice=notice, user=request.user) for notice in told], ignore_conflicts=True
    )
    opened = mine.first() if asked and "open" in request.POST else None
    return redirect(opened.url if opened else "notices")


def look(kind):
    """(icon, tone) of a kind of notice."""
    return next(((icon, tone) for word, icon, tone in LOOKS if word in kind), ("bell", ""))
