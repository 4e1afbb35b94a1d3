"""One way to filter, order and page every list: by key, never by offset."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import FieldError, ValidationError
from django.db import DataError
from django.db.models import Q

# Parameters that name a place in a list: a new filter begins at the first page.
PLACES = {"after", "before", "page"}


@dataclass(frozen=True)
class Page:
    """Rows of one page and the query strings (or None) of its neighbours."""

    rows: list
    next: str | None
    previous: str | None


def page_of(request, queryset, *order, size=50):
    """One page of `queryset` ordered by `order` (field names, "-" for descending; "pk" ends it).

    The place in the list is the `after`/`before` parameter: the order fields of a row. A broken
    place is the first page. Neither counts nor skips rows, so page 1,000 costs as much as page 1.
    """
    order = (*order, "-pk" if order and order[0].startswith("-") else "pk")
    place, backward = _place(request.GET)
    rows = queryset.order_by(*(_flip(name) for name in order) if backward else order)
    try:
        if place and len(place) == len(order):
            rows = rows.filter(_beyond(order, place, backward))
        rows = list(rows[: size + 1])
    except (ValidationError, ValueError, TypeError, OverflowError, FieldError, DataError):
        rows, place, backward = list(queryset.order_by(*order)[: size + 1]), None, False
    more, rows = len(rows) > size, rows[:size]
    if backward:
        rows.reverse()
    after = _link(request, "after", rows[-1], order) if rows and (more or backward) else None
    before = _link(request, "before", rows[0], order) if rows and place and (more or not backward) else None
    return Page(rows, after, before)


def _flip(name):
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _beyond(order, place, backward):
    """Rows strictly after (or before) the place, field by field."""
    first, beyond, equal = order[0].removeprefix("-"), Q(), Q()
    # Said first and alone, the bound lets PostgreSQL begin in the middle of the index.
    bound = Q(**{f"{first}__{'gte' if order[0].startswith('-') == backward else 'lte'}": place[0]})
    for name, value in zip(order, place, strict=True):
        field = name.removeprefix("-")
        later = name.startswith("-") == backward
        beyond |= equal & Q(**{f"{field}__{'gt' if later else 'lt'}": value})
        equal &= Q(**{field: value})
    return bound & beyond


def _place(params):
    for name in ("after", "before"):
        if params.get(name):
            try:
                found = json.loads(base64.urlsafe_b64decode(params[name].encode()))
            except (ValueError, RecursionError):
                return None, False
            return (found if isinstance(found, list) else None), name == "before"
    return None, False


def _link(request, name, row, order):
    values = [_value(row, field.removeprefix("-")) for field in order]
    params = request.GET.copy()
    params.pop("after", None), params.pop("before", None)
    params[name] = base64.urlsafe_b64encode(json.dumps(values).encode()).decode()
    return "?" + params.urlencode()


def _value(row, path):
    for name in path.split("__"):
        row = getattr(row, name)
    return row.isoformat() if isinstance(row, datetime) else row
