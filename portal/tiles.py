"""The key figures on top of a board: a number or share, what it is made of, and the lists behind it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Tile:
    """`value` (number or Rate) leads to `url`; `parts` are (words, number, url) of what it is made of."""

    label: str
    value: object
    icon: str
    url: str = ""
    tone: str = ""
    parts: tuple = ()
    trend: tuple = ()


def of_incidents(facts, links, days):
    """The figures of incidents; `days` (date, accepted, closed) draws the small lines."""
    accepted, closed = [n for _day, n, _done in days], [done for _day, _n, done in days]
    share = [done / n if n else None for n, done in zip(accepted, closed, strict=True)]

    def part(words, figure):
        return words, getattr(facts, figure), links.incidents(figure)

    return [
        Tile(_("Reported"), facts.reported, "inbox", links.incidents("reported"),
             parts=(part(_("accepted"), "accepted"),), trend=tuple(accepted)),
        Tile(_("Closing rate, cumulative"), facts.finishing, "circle-check", tone="success",
             parts=(part(_("closed"), "finished"), part(_("of accepted"), "accepted")), trend=tuple(share)),
        Tile(_("Closing rate"), facts.closing, "checklist",
             parts=(part(_("closed"), "due_closed"), part(_("of due"), "due"))),
        Tile(_("On-time closing rate"), facts.punctuality, "clock",
             parts=(part(_("on time"), "on_time"), part(_("of due"), "due"))),
        Tile(_("Open now"), facts.open, "alert-triangle" if facts.overdue else "clipboard-list",
             links.incidents("open"), tone="danger" if facts.overdue else "",
             parts=(part(_("overdue"), "overdue"),)),
    ]  # fmt: skip


def of_whistles(blown, closed, links):
    return Tile(
        _("Whistles blown"), blown, "whistle", links.whistles("blown"),
        parts=((_("of these closed"), closed, links.whistles("closed")),),
    )  # fmt: skip


def of_calls(calls, links):
    """How the called departments reported in."""
    on_time = _("on time"), calls.on_time, links.orders("on_time")
    called = _("of called"), calls.due, links.orders("due")
    return Tile(_("Reported in on time"), calls.punctuality, "user-check", parts=(on_time, called))


def of_slips(count, links):
    return Tile(_("Supervisions open"), count, "gavel", links.supervisions("open"))
