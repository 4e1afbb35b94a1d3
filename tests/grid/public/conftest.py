"""Every test begins with nobody having knocked."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_knocked():
    cache.clear()
