"""`manage.py verify`: recompute every promise from raw rows; a line for each that does not hold."""

from .accountabilities import decisions_counted, every_proposal_opened, looks_kept, nothing_in_the_trace
from .assessments import begun_schemes_frozen, frozen_digests, ratings_recounted, sheets_recounted
from .calls import ends_are_ends, examples_whole, lead_done_last, one_leads, orders_counted, rounds_named
from .clocks import (
    alarms_once,
    due_recomputed,
    ladders_well_formed,
    nearest_due,
    nothing_silent,
    recounts_complete,
    settled_first,
)
from .figures import figures_recounted
from .files import attachments_kept, photos_kept, submissions_finished
from .incidents import counts_match, parts_before_the_whole, stands_still
from .leaders import one_leader_in_charge, visits_counted
from .merges import merges_counted
from .people import contacts_forgotten
from .places import numbers_given, on_their_ground
from .schema import guards_in_place
from .supervisions import checklists_kept, every_alarm_registered, levels_rise, points_equal_slips
from .texts import texts_in_their_time
from .traces import chained, gapless, replayed
from .whistles import whistle_figures_recounted

# Every check takes the moment of the question and yields readable violations.
CHECKS = {
    "steps are gapless": gapless,
    "steps are chained": chained,
    "the state is what the steps replay to": replayed,
    "alarms rang exactly once and never early": alarms_once,
    "nothing is due and silent": nothing_silent,
    "what was due rang before its clock stopped": settled_first,
    "due moments can be recomputed": due_recomputed,
    "a change of the calendar reached every running clock": recounts_complete,
    "frozen ladders are well formed": ladders_well_formed,
    "cases show their nearest due moment": nearest_due,
    "every alarm that supervises has its supervision": every_alarm_registered,
    "the levels of a slip rise and none stands twice": levels_rise,
    "points equal the slips, those withdrawn given back": points_equal_slips,
    "what is struck off has no open item": checklists_kept,
    "every red slip proposed has its accountability case": every_proposal_opened,
    "no trace of accountability carries its content": nothing_in_the_trace,
    "points equal what was decided": decisions_counted,
    "who looked into a file is kept, and might": looks_kept,
    "merged reports are counted once": merges_counted,
    "cases and posts stand on their ground": on_their_ground,
    "numbers are given once, in their form": numbers_given,
    "photos are whole and carry nothing hidden": photos_kept,
    "attached documents are whole": attachments_kept,
    "one text a seat and key, and at night emergencies only": texts_in_their_time,
    "forms taken have their receipt": submissions_finished,
    "who reported what ended long ago is forgotten": contacts_forgotten,
    "an incident counts what its steps tell": counts_match,
    "clocks stand still only while suspended": stands_still,
    "the whole closes after its parts": parts_before_the_whole,
    "one department leads each blown whistle": one_leads,
    "a later round names what it follows": rounds_named,
    "what ended leaves nothing open": ends_are_ends,
    "an order counts what its steps tell": orders_counted,
    "a typical case is closed and shows both pictures": examples_whole,
    "the lead is done last": lead_done_last,
    "figures equal a recount": figures_recounted,
    "figures of whistles equal a recount": whistle_figures_recounted,
    "one leader answers for one area at a time": one_leader_in_charge,
    "a visit counts the problems it lists": visits_counted,
    "ratings say what their orders tell": ratings_recounted,
    "schemes were frozen before they counted": begun_schemes_frozen,
    "annual sheets equal a recount from the trace": sheets_recounted,
    "frozen years equal their digests": frozen_digests,
    "constraints and triggers are in place": guards_in_place,
}


def broken(at):
    """The promises that do not hold at `at`, each with its violations in words."""
    found = {promise: list(check(at)) for promise, check in CHECKS.items()}
    return {promise: lines for promise, lines in found.items() if lines}
