"""manage.py migrate: as Django's, but a model's relatives are drawn anew only where a relation changed."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.commands import migrate
from django.db.migrations.state import ProjectState


@contextmanager
def drawn_alone() -> Iterator[None]:
    """Let a change that Django itself may delay (a plain field, an index, a constraint) redraw its own model alone.

    Django redraws every model that is related to it, and in a house where all cases know places and
    people these are nearly all: most of the minute that an empty database took.
    """
    whole = ProjectState.reload_model

    def reload_model(self, app_label, model_name, delay=False):
        if delay and "apps" in self.__dict__:
            self._reload({(app_label, model_name)})
        else:
            whole(self, app_label, model_name, delay)

    ProjectState.reload_model = reload_model  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.reload_model = whole  # type: ignore[method-assign]


class Command(migrate.Command):
    def handle(self, *args, **options):
        with drawn_alone():
            return super().handle(*args, **options)
