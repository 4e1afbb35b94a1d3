"""An import killed in the middle leaves whole rows, and the same list imported again brings the rest, once each."""

import pytest

from tests.fault.processes import hands, looking_at

ROWS = 30
# Incidents, those with a ticket, their steps; tickets without an incident; how far the list says it is.
STANDING = """
    SELECT (SELECT count(*) FROM grid_incident), (SELECT count(incident_id) FROM grid_ticket),
           (SELECT count(*) FROM grid_incidentstep), (SELECT min(next_row) FROM grid_importdraft)
"""


@pytest.mark.slow
def test_killed_in_the_middle_whole_rows_stand_and_the_rest_follows(cloned_database, until):
    with looking_at(cloned_database) as ask, hands(cloned_database, ["import_list"]) as (worker,):
        worker.tell(ROWS)
        until(lambda: ask("SELECT count(*) FROM grid_ticket")[0][0] >= 5)
        worker.kill()
        until(lambda: ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()") == [(1,)])
        done = ask("SELECT count(*) FROM grid_incident")[0][0]
        assert 5 <= done < ROWS
        assert ask(STANDING) == [(done, done, done, done)]
        with hands(cloned_database, ["import_list"]) as (heir,):
            assert heir.ask(ROWS) is True
        assert ask(STANDING) == [(ROWS, ROWS, ROWS, done)]
