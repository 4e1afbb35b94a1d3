"""A process of its own that sets the scene on the database of DATABASE_URL: `python -m tests.browser.stage`.

It prints the addresses of what it made, as JSON.
"""

import json

import django

django.setup()

from datetime import timedelta  # noqa: E402

from django.db import transaction  # noqa: E402

from grid.casework.sql import database_now  # noqa: E402
from tests.makers import blow_whistle, draft_whistle, incident_in, supervise  # noqa: E402
from tests.town import read  # noqa: E402


@transaction.atomic
def main():
    town, now = read(), database_now()
    days_ago = now - timedelta(days=6)
    whistle = blow_whistle(town, at=days_ago, incident=incident_in(town, "accepted", at=days_ago - timedelta(hours=1)))
    made = {
        "incident": incident_in(town, "handling", at=now - timedelta(hours=2)),
        "draft": draft_whistle(town, at=now),
        "whistle": whistle,
        "slip": supervise(whistle.orders.get(lead=True), now),
    }
    print(json.dumps({name: case.get_absolute_url() for name, case in made.items()}))  # noqa: T201


if __name__ == "__main__":
    main()
