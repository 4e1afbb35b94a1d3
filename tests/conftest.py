"""What every test may ask for."""

from hypothesis import settings

from tests.processes import cloned_database, until
from tests.town import django_db_setup, own_media, town

__all__ = ["cloned_database", "django_db_setup", "own_media", "town", "until"]

# A busy machine may be slow; that is no fault of what is tested.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
