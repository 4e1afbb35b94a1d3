"""The table of an incident's moves: verb, from, to, whose hand (`domain.md` 4.1)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grid.casework.flow import Flow, Hand, move

from ..people import Role

FILERS = (
    Role.WORKER, Role.COMMUNITY_SECRETARY, Role.COMMUNITY_OPERATOR, Role.STREET_OPERATOR,
    Role.PARTY_SECRETARY, Role.DIRECTOR, Role.CENTRE, Role.CHANNEL,
)  # fmt: skip
OPERATORS = (Role.COMMUNITY_OPERATOR, Role.STREET_OPERATOR, Role.CENTRE)


def hands(roles, of):
    """A hand for each of these roles, held at what `of` names."""
    return tuple(Hand(role, of=of) for role in roles)


DESK = hands(OPERATORS, "desk")
CENTRE = hands((Role.CENTRE,), "district")
SUPERVISOR = hands((Role.SUPERVISOR,), "district")
UNIT = hands((Role.CLERK, Role.HEAD), "department")
HEAD = hands((Role.HEAD,), "department")
# Whoever holds the matter: its department, or the desk while it has none.
HOLDER = hands((Role.CLERK, Role.HEAD, *OPERATORS), "holder")
# The departments called to assist, asked for their opinion, or told.
PARTY = hands((Role.CLERK, Role.HEAD), "party")
CONSULTED = hands((Role.CLERK, Role.HEAD), "consulted")
WORKER = hands((Role.WORKER,), "grid")
VERIFIER = hands((Role.WORKER,), "verify_grid")
HEARD = (*hands(FILERS, "author"), *DESK)
LEADERS = (*hands((Role.LEADER,), "district"), *hands((Role.PARTY_SECRETARY, Role.DIRECTOR), "street"))
EVERYBODY = (
    *DESK, *CENTRE, *UNIT, *PARTY, *WORKER, *LEADERS, *SUPERVISOR,
    *hands((Role.COMMUNITY_SECRETARY, Role.COMMUNITY_OPERATOR), "community"),
    *hands((Role.STREET_OPERATOR,), "street"),
)  # fmt: skip

EARLY = "reported verifying escalated accepted dispatched returned"
WORKING = "handling extension_pending suspension_pending suspended rework"
OPEN = f"{EARLY} {WORKING} handled feedback contested whistled"
ANY = f"{OPEN} self_handled closed archived declined void merged"

INCIDENT_FLOW = Flow(
    move("report", "", "reported", hands(FILERS, "author"), label=_("Report")),
    move(
        "self_handle", "", "self_handled", hands((Role.WORKER, Role.COMMUNITY_SECRETARY), "author"),
        label=_("Handle on the spot"),
    ),
    move("split_off", "", "accepted", DESK, label=_("Split off")),
    # 受理
    move("accept", "reported escalated", "accepted", DESK, label=_("Accept"), tone="primary"),
    move("ask_to_verify", "reported escalated", "verifying", DESK, label=_("Verify before filing"), waits=False),
    move("verify", "verifying", "reported", (*VERIFIER, *DESK), label=_("Verified on the spot"), tone="primary"),
    # The clock's hand too: a reporter who is shown the matter may say that it is the same.
    move(
        "merge", "reported escalated accepted", "merged", DESK, label=_("Merge into another"), clock=True, waits=False
    ),
    move("follow_main", "merged", None, label=_("Went with its main incident"), quiet=True),
    move("repeat", f"{OPEN} self_handled closed archived", None, label=_("Reported again"), quiet=True),
    move("decline", "reported escalated", "declined", DESK, label=_("Decline"), tone="danger"),
    # 分流
    move("dispatch", "accepted returned", "dispatched", DESK, label=_("Dispatch"), tone="primary"),
    move("refuse_return", "returned", "dispatched", DESK, label=_("Refuse the return"), waits=False),
    move("handle_here", "accepted", "handling", DESK, label=_("Handle at own level")),
    move("report_up", "reported accepted returned handling", "escalated", DESK, label=_("Report up"), waits=False),
    move(
        "reclassify", "reported escalated accepted returned dispatched handling", None, DESK,
        label=_("Change the type"), waits=False,
    ),
    move("split", "accepted handling", None, DESK, label=_("Split"), waits=False),
    # 处置
    move("sign", "dispatched", "handling", UNIT, label=_("Sign"), tone="primary"),
    move("return_order", "dispatched handling", "returned", UNIT, label=_("Send back"), tone="danger", waits=False),
    move("claim", "handling rework", None, UNIT, label=_("Claim"), waits=False),
    move("assign", "handling rework", None, UNIT, label=_("Assign"), waits=False),
    move("consult", "handling rework", None, (*UNIT, *DESK), label=_("Consult"), waits=False, quiet=True),
    move(
        "answer", OPEN, None, CONSULTED, label=_("Answer the question"), quiet=True, waits=Q(open_questions__gt=0)
    ),
    move("request_extension", "handling", "extension_pending", UNIT, label=_("Ask for an extension"), waits=False),
    move(
        "endorse_extension", "extension_pending", None, HEAD, label=_("Endorse the extension"), tone="primary",
        waits=Q(extension_endorsed=False),
    ),
    move(
        "approve_extension", "extension_pending", "handling", DESK, label=_("Approve the extension"), tone="primary",
        waits=Q(extension_endorsed=True),
    ),
    move(
        "refuse_extension", "extension_pending", "handling", (*HEAD, *DESK), label=_("Refuse the extension"),
        waits=False,
    ),
    move("request_suspension", "handling", "suspension_pending", UNIT, label=_("Ask for suspension"), waits=False),
    move(
        "approve_suspension", "suspension_pending", "suspended", DESK, label=_("Approve the suspension"),
        tone="primary",
    ),
    move("refuse_suspension", "suspension_pending", "handling", DESK, label=_("Refuse the suspension")),
    move("resume", "suspended", "handling", DESK, label=_("Resume"), clock=True, waits=False),
    move(
        "submit_result", "handling rework extension_pending suspension_pending", "handled", HOLDER,
        label=_("Submit the result"), tone="primary",
    ),
    # 反馈
    move("pass_check", "handled", "feedback", (*WORKER, *DESK), label=_("Check passed"), tone="primary"),
    move("fail_check", "handled", "rework", (*WORKER, *DESK), label=_("Check failed"), tone="danger"),
    # 评价
    move("evaluate", "feedback", "closed", HEARD, label=_("Evaluate"), tone="primary"),
    move("record_call", "feedback", None, DESK, label=_("Nobody reached"), waits=False, quiet=True),
    move("close_unheard", "feedback", "closed", DESK, label=_("Close: nobody can be reached"), waits=False),
    move(
        "handle_again", "feedback", "handling", HEARD, label=_("Unhappy and unsolved: handle again"), hidden=True,
        waits=False,
    ),
    move("contest", "feedback", "contested", HEARD, label=_("Unhappy and unsolved again"), hidden=True, waits=False),
    move("order_again", "contested", "handling", CENTRE, label=_("Have it handled again")),
    move("close_contested", "contested", "closed", CENTRE, label=_("Close all the same"), tone="danger"),
    move("archive", "closed", "archived", label=_("Archived")),
    # Words between those who work on it; none of them touches a limit.
    move("comment", ANY, None, EVERYBODY, label=_("Internal note"), waits=False, quiet=True),
    move("respond", ANY, None, (*DESK, *UNIT), label=_("Reply to the public"), waits=False, quiet=True),
    move("inform", OPEN, None, (*DESK, *UNIT), label=_("Copy to"), waits=False, quiet=True),
    move("instruct", OPEN, None, LEADERS, label=_("Leader's instruction"), waits=False, quiet=True),
    # Out of the ordinary.
    move("void", f"{EARLY} handling", "void", CENTRE, label=_("Make void"), tone="danger", waits=False),
    move(
        "force_close", f"{EARLY} {WORKING} handled feedback contested", "closed", CENTRE, label=_("Force to close"),
        tone="danger", waits=False,
    ),
    move("reopen", "closed", "handling", CENTRE, label=_("Reopen"), waits=False),
    move("appeal", "closed archived", None, UNIT, label=_("Appeal against lateness"), waits=False),
    move("review_appeal", "closed archived", None, DESK, label=_("Review the appeal"), waits=False),
    move("decide_appeal", "closed archived", None, SUPERVISOR, label=_("Decide the appeal"), waits=False),
    # The hand that blows is checked on the whistle itself.
    move("hand_to_whistle", "accepted handling", "whistled", label=_("Handed to a whistle")),
    move("return_from_whistle", "whistled", "accepted", label=_("Back from a whistle")),
    move("close_on_the_spot", "self_handled", "closed", label=_("Closed on the spot")),
    move("close_with_whistle", "whistled", "closed", label=_("Closed with the whistle")),
)  # fmt: skip
