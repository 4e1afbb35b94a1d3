"""Loads the working calendar, the ladders and the time limits from rows of files.

Each loader takes mappings (as `csv.DictReader` gives them), writes only what is new or different,
and may be run again at any time. When a row is wrong nothing is written and every wrong row is told.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from grid.ground.problems import Refused
from grid.models.calendar import CalendarDay
from grid.models.limits import Ladder, Rung, TimeLimit
from grid.models.seats import SeatWord
from grid.rows import Loaded, known, load_rows, texts


def load_calendar(rows, file="calendar.csv") -> Loaded:
    """Days decided otherwise than the weekend rule.

    Columns: date (2026-10-01), is_working (0: a day off, 1: a weekend day worked instead), name,
    name_en, note, source.
    """
    return load_rows(file, rows, _calendar_day, ["date"])


def load_ladders(rows, file="ladders.csv") -> Loaded:
    """Ladders, one row a rung; the rungs of a ladder named here become exactly those of its rows.

    Columns: ladder, position (1, 2, …), effect (remind, overdue, supervise, strike:<verb>), basis
    (share, before, after), amount, unit (empty for a share), tells (words of SeatWord, separated by spaces).
    """
    with transaction.atomic():
        rungs = []
        loaded = load_rows(file, rows, _rung, ["ladder_id", "position"], rungs)
        named = Rung.objects.filter(ladder__in={rung.ladder_id for rung in rungs})
        # One by one, so that a file without news leaves the version of the limits alone.
        for gone in named.exclude(pk__in=[rung.pk for rung in rungs]):
            gone.delete()
        transaction.set_rollback(bool(loaded.problems))
    return loaded


def load_time_limits(rows, file="time_limits.csv") -> Loaded:
    """How long a stage may take; ladders and categories must be there already.

    Columns: kind, stage, urgency (empty: any), category (its code; empty: any), amount and unit
    (both empty: set by hand), ladder (a name; empty: nothing rings). Others are not read.
    """
    ladders = dict(Ladder.objects.values_list("name", "pk"))
    model = TimeLimit._meta.get_field("category").related_model
    categories = dict(model.objects.values_list("code", "pk"))

    def build(row):
        return _time_limit(row, ladders, categories)

    return load_rows(file, rows, build, ["kind", "stage", "urgency", "category_id"], kept=["basis_id"])


def _calendar_day(row):
    return CalendarDay(**texts(row, "date", "is_working", "name", "name_en", "note", "source"))


def _rung(row):
    values = texts(row, "position", "effect", "basis", "amount", "unit")
    if (values["basis"] == "share") == bool(values["unit"]):
        raise Refused("unit", _("A share has no unit; before and after need one."))
    ladder, _new = Ladder.objects.get_or_create(name=texts(row, "ladder")["ladder"])
    tells = (row.get("tells") or "").split()
    if unknown := set(tells) - set(SeatWord.values):
        raise Refused("tells", _("Unknown seats: %(words)s.") % {"words": " ".join(sorted(unknown))})
    return Rung(ladder=ladder, tells=tells, **values)


def _time_limit(row, ladders, categories):
    values = texts(row, "kind", "stage", "urgency", "amount", "unit")
    values["amount"], values["unit"] = values["amount"] or None, values["unit"] or None
    if (values["amount"] is None) != (values["unit"] is None):
        raise Refused("unit", _("An amount and its unit come together."))
    ladder, category = known(row, "ladder", ladders), known(row, "category", categories)
    return TimeLimit(ladder_id=ladder, category_id=category, **values)
