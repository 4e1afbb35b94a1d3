"""What every test may ask for."""

from tests.processes import cloned_database, until
from tests.town import django_db_setup, own_media, town

__all__ = ["cloned_database", "django_db_setup", "own_media", "town", "until"]
