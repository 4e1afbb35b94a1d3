"""Only party secretary and director blow, unless a district's own rules say otherwise."""

import os
import subprocess
import sys

import pytest

ASK = """
import django
django.setup()
from whistle.models import Whistle
print(",".join(sorted({hand.role for hand in Whistle.FLOW["blow"].hands})))
"""


def blowers(**setting):
    """What a house with this setting answers."""
    words = os.environ | {"BUILD": "true", "DJANGO_SETTINGS_MODULE": "portal.settings"} | setting
    return subprocess.run([sys.executable, "-c", ASK], env=words, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({}, "street_director,street_party_secretary"),
        ({"WHISTLE_BLOWERS": "street_party_secretary,street_operator"}, "street_operator,street_party_secretary"),
    ],
)
def test_who_blows_is_a_setting_off_by_default(setting, told):
    assert blowers(**setting).stdout.strip() == told


@pytest.mark.parametrize("wrong", ["", "clerk", "street_director,worker"])
def test_who_is_not_of_the_street_never_blows(wrong):
    answer = blowers(WHISTLE_BLOWERS=wrong)
    assert answer.returncode
    assert "posts of a street" in answer.stderr
