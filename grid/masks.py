"""What others may read of a person: the family name and the ends of a number."""

import re

# Mobile numbers, also written in groups; landlines with their area code; identity numbers.
MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)", re.ASCII)
LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[- ]?(\d{3,4})[- ]?(\d{4})(?!\d)", re.ASCII)
IDENTITY = re.compile(r"(?<!\d)(\d{3})\d{11}(\d{3}[\dXx])(?!\d)", re.ASCII)
DIGITS = re.compile(r"\d[\d -]{8}", re.ASCII)


def masked_name(name):
    """王小明 → 王**; Mary Smith → M**; nothing stays nothing."""
    return f"{name[0]}**" if name else ""


def masked_phone(phone):
    """13812345678 → 138****5678; short numbers keep their last two digits only."""
    digits = "".join(each for each in phone if each.isdigit())
    if len(digits) >= 11:
        return f"{digits[:-8]}****{digits[-4:]}"
    return f"****{digits[-2:]}" if digits else ""


def masked_text(text):
    """What people wrote, with phone and identity numbers masked: 请打13812345678 → 请打138****5678."""
    if not DIGITS.search(text):  # almost always
        return text
    text = IDENTITY.sub(r"\1***********\2", text)
    text = MOBILE.sub(r"\1****\3", text)
    return LANDLINE.sub(r"\1****\3", text)
