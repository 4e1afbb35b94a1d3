"""Names of code tables in the reader's language: Chinese is stored beside English."""

from django.utils.translation import get_language


def in_language(chinese, english):
    """The English name where the reader reads English and there is one, else the Chinese."""
    return english if english and (get_language() or "").startswith("en") else chinese
