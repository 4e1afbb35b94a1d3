"""What every test may ask for."""

from tests.town import django_db_setup, town

__all__ = ["django_db_setup", "town"]
