"""The life of an incident, told once from the report to the evaluated close."""

from datetime import timedelta

import pytest

from grid.models import Category, Incident

from tests.town import MONDAY

HOUR = timedelta(hours=1)


@pytest.fixture()
def category(db):
    return Category.objects.get_or_create(code="0110", defaults={"name": "暴露生活垃圾", "name_en": "Exposed waste"})[0]


def test_from_the_report_to_the_evaluated_close(town, category):
    case = Incident.report(by=town.worker, grid=town.grid, category=category, text="楼东侧围墙外有垃圾。", at=MONDAY)
    case.accept(by=town.community_operator, at=MONDAY + HOUR / 2)
    case.dispatch(by=town.community_operator, department=town.department, at=MONDAY + HOUR)
    case.sign(by=town.clerk, at=MONDAY + 1.5 * HOUR)
    case.submit_result(by=town.clerk, result="已清运。", at=MONDAY + 3 * HOUR)
    case.fail_check(by=town.worker, note="还有一处。", at=MONDAY + 6 * HOUR)
    case.submit_result(by=town.clerk, result="已全部清运。", at=MONDAY + 7 * HOUR)
    case.pass_check(by=town.worker, at=MONDAY + 8 * HOUR)
    case.evaluate(by=town.community_operator, satisfaction=5, solved="solved", at=MONDAY + 8.5 * HOUR)
    case.refresh_from_db()
    assert case.status == "closed"
    assert list(case.steps.values_list("verb", flat=True)) == [
        "report", "accept", "dispatch", "sign", "submit_result", "fail_check", "submit_result", "pass_check", "evaluate",
    ]  # fmt: skip
    assert case.number == "E120106-2026-0000001"
    assert not case.has_due
