"""Addresses as people type them, made comparable."""

import re
import unicodedata

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100}
NUMERAL = re.compile(f"[{''.join(DIGITS)}{''.join(UNITS)}]+")
SIGNS = re.compile(r"[\W_]+")


def plain(address):
    """The address without blanks and signs, in half width, with Arabic digits: 十二号楼、 3 門 → 12号楼3門."""
    folded = unicodedata.normalize("NFKC", address or "").casefold()
    return NUMERAL.sub(_number, SIGNS.sub("", folded))


def _number(found):
    """十二 → 12, 二百零五 → 205, 二〇一 → 201."""
    numeral = found.group()
    if not any(char in UNITS for char in numeral):
        return "".join(str(DIGITS[char]) for char in numeral)
    total = digit = 0
    for char in numeral:
        if char in UNITS:
            total, digit = total + (digit or 1) * UNITS[char], 0
        else:
            digit = DIGITS[char]
    return str(total + digit)
