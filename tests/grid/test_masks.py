"""What others may read of a person."""

import pytest

from grid.masks import masked_name, masked_phone

NAMES = {"王小明": "王**", "欧阳娜": "欧**", "李": "李**", "": ""}
PHONES = {
    "13812345678": "138****5678",
    "138 1234 5678": "138****5678",
    "+86 13812345678": "86138****5678",
    "86512345": "****45",
    "": "",
}


@pytest.mark.parametrize("name", NAMES)
def test_of_a_name_the_first_sign_is_left(name):
    assert masked_name(name) == NAMES[name]


@pytest.mark.parametrize("phone", PHONES)
def test_of_a_phone_number_the_ends_are_left(phone):
    assert masked_phone(phone) == PHONES[phone]
