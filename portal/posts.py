"""What each post is for on this site, in a sentence: for desks on which nothing waits."""

from django.utils.translation import gettext_lazy as _

from grid.models import Role

SHOWS = {
    Role.WORKER: _("Report what you find on your grid; what your grid's checks need comes here."),
    Role.COMMUNITY_SECRETARY: _("You see everything in your community and may report incidents."),
    Role.COMMUNITY_OPERATOR: _("Reports from your community come here to be accepted, routed, checked and closed."),
    Role.STREET_OPERATOR: _("Incidents held by the street, whistle drafts and department replies come here."),
    Role.PARTY_SECRETARY: _("Drafts to blow, replies to accept and departments to rate come here."),
    Role.DIRECTOR: _("Drafts to blow, replies to accept and departments to rate come here."),
    Role.CLERK: _("Incidents and whistle orders for your department come here to be signed, handled and answered."),
    Role.HEAD: _("Your department's incidents, orders and supervision slips come here."),
    Role.CENTRE: _("Incidents held by the district and slips addressed to the centre come here."),
    Role.SUPERVISOR: _("Answered supervision slips come here to be struck off or taken one level up."),
    Role.LEADER: _("You see the whole district: its figures, incidents, whistles and supervision slips."),
    Role.DISCIPLINE: _("Cases for accountability come here to be taken up, investigated and decided."),
    Role.MEDIATOR: _("Disputes entrusted to you will come here; none has been entrusted to you yet."),
    Role.MEDIATION_CLERK: _("Requests for mediation will come here; none has been received yet."),
    Role.SYSTEM_ADMIN: _("You administer the site and see no cases."),
    Role.SECURITY_ADMIN: _("You watch over accounts and rights and see no cases."),
    Role.AUDIT_ADMIN: _("You read what was done on the site and see no cases."),
    Role.CHANNEL: _("What comes in by this channel is reported in its name."),
}


def shows(user):
    """(post, sentence) for each post the person holds now."""
    return [(post, SHOWS[Role(post.role)]) for post in user.posts_at()]
