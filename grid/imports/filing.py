"""The import itself: row by row, each a whole, as far as time allows; the next turn goes on where this one ended."""

import logging
from time import monotonic

from django.db import DatabaseError

from grid.casework.books import TakenDifferently
from grid.imports.checking import Checker, RowForm
from grid.models import ImportDraft

logger = logging.getLogger(__name__)
# Of one turn in the background: half the time between two ticks, for the clocks need the other half.
SECONDS, LISTS = 10, 10


def file_waiting():
    """One turn: go on with the lists that wait; how many came through. One that fails waits for the next turn."""
    through, end = 0, monotonic() + SECONDS
    for draft in ImportDraft.objects.waiting().select_related("district", "owner")[:LISTS]:
        try:
            through += file_rows(draft, end - monotonic())
        except DatabaseError:
            logger.exception("the list %s was left at row %s", draft.pk, draft.next_row)
    return through


def file_rows(draft, seconds):
    """File the rows of a confirmed list that are still to be filed, for so many seconds; True when it is through."""
    checker, end = Checker(draft.owner, draft.district), monotonic() + seconds
    while monotonic() < end:
        if not draft.file_next(lambda draft, row: file(draft, row, checker)):
            return draft.next_row >= draft.total
    return False


def file(draft, row, checker):
    """File one row; what is wrong with it by now, {} if nothing."""
    form = RowForm(row, checker)
    if not form.is_valid():
        return form.wrong
    try:
        form.take_in(draft)
    except TakenDifferently:  # somebody sent the same number at this very moment: it is here
        return {}
    return {}
