"""The people of the demonstration, by role, for the one-click list on its login page."""

from itertools import groupby
from uuid import UUID

from django.conf import settings

from grid.models import Inquiry, Post, Role

# The demonstration's people share one password; there is no such thing elsewhere.
PASSWORD = "GridWhistle-2026"
# The key of every form that the public sent in the demonstration, so that their query codes can be shown.
FORM = UUID("6f1d2c54-1de0-4c0b-9f0c-120106000001")
# Two streets that are neighbours in everything, and the departments they call most; the other
# thousand people of the demonstration log in the same way, but would not fit on one page.
PLACES = ("zengchanli", "xiyuzhuang", "guangcai", "dingzigu", "hongqiao")
DEPARTMENTS = ("chengguan", "zhujian", "zhifa", "paishui", "gongan", "yingji")
FIRST_OF_MANY = ("worker", "secretary", "operator", "director", "clerk", "head", "centre", "supervisor", "leader",
                 "discipline", "mediator", "mediation", "system", "security", "audit")  # fmt: skip
SHOWN = [f"{role}.{place}" for role in FIRST_OF_MANY for place in PLACES + DEPARTMENTS]


def demo_logins():
    """[(role label, [post, …]), …] in the order of the roles; empty outside the demonstration."""
    if not settings.DEMO:
        return []
    posts = Post.objects.active().filter(user__is_active=True, user__username__in=SHOWN)
    rows = sorted(
        posts.select_related("user", "grid", "department").exclude(role=Role.CHANNEL),
        key=lambda post: (
            Role.values.index(post.role),
            PLACES.index(place) if (place := place_of(post)) in PLACES else 9,
        ),
    )
    return [(label, list(group)) for label, group in groupby(rows, key=lambda post: post.get_role_display())]


def place_of(post):
    return post.user.username.partition(".")[2]


def demo_inquiry():
    """(number, query code) of a matter that the public asked about and got a reply to, or None."""
    told = Inquiry.objects.filter(incident__remarks__kind="reply").order_by("-pk").distinct()
    for inquiry in told.select_related("incident")[:20]:
        code = Inquiry.code_of(inquiry.incident, FORM)
        if Inquiry.digest_of(code) == inquiry.code_hash:  # not one that a visitor filed
            return inquiry.incident.number, code
    return None


def table():
    """Who may log in to the demonstration, as lines of text: role, who, where, login; the password and a code once."""
    rows = [
        (str(label), post.user.name, str(post.ground), post.user.username)
        for label, posts in demo_logins()
        for post in posts
    ]
    lines = ["  ".join(filled(cell, width) for cell, width in zip(row, (22, 10, 34, 0), strict=True)) for row in rows]
    asked = demo_inquiry()
    shown = [f"To try without a login at /report/progress/: {asked[0]}, query code {asked[1]}"] if asked else []
    return "\n".join([*lines, f"Password of all: {PASSWORD}", *shown])


def filled(text, width):
    """The text filled with blanks to a width in columns; a Chinese character takes two."""
    wide = sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
    return text + " " * (width - wide)


def demo():
    """What the login page needs besides: demo_logins, demo_password and demo_inquiry, only in the demonstration."""
    if not settings.DEMO:
        return {}
    return {"demo_logins": demo_logins(), "demo_password": PASSWORD, "demo_inquiry": demo_inquiry()}
