"""Two clerks claim what their office holds, at the same moment, again and again: one has it, the other is told."""

import pytest

from tests.fault.processes import hands, looking_at

ROUNDS = 25


@pytest.mark.slow
def test_one_of_them_has_it(cloned_database):
    clerks = ["claim", "clerk.chengguan"], ["claim", "clerk2.chengguan"]
    with hands(cloned_database, ["hold"], *clerks) as (maker, *both):
        outcomes = []
        for case in maker.ask(ROUNDS):
            for clerk in both:
                clerk.tell(case)
            outcomes.append(sorted(clerk.answer() for clerk in both))
    assert outcomes == [["NotNow", "won"]] * ROUNDS
    with looking_at(cloned_database) as ask:
        assert ask("SELECT count(*) FROM grid_incidentstep WHERE verb = 'claim'") == [(ROUNDS,)]
