"""The beat table names every clock of the house, and nothing that does not exist."""

from celery import current_app

from portal.celery import app

OURS = ("grid.", "whistle.", "disputes.", "portal.")


def tasks():
    app.loader.import_default_modules()
    return {name for name in current_app.tasks if name.startswith(OURS)}


def test_every_line_of_the_table_calls_a_task_that_exists():
    assert {line["task"] for line in app.conf.beat_schedule.values()} <= tasks()


def test_every_task_stands_in_the_table():
    assert tasks() <= {line["task"] for line in app.conf.beat_schedule.values()}


def test_a_tick_is_worthless_before_the_next_comes():
    for line in app.conf.beat_schedule.values():
        assert line["options"]["expires"] < line["schedule"]
