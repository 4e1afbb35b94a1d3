"""How Chinese names are put in order: PostgreSQL here knows no Chinese collation."""

import re
from functools import lru_cache

from pypinyin import lazy_pinyin


def sort_key(name, length=300):
    """The name in pinyin without tones, numbers padded: 第2网格 stands before 第10网格."""
    parts = re.split("([0-9]+)", name)
    return " ".join(part.zfill(4) if part.isdigit() else _spoken(part) for part in parts if part)[:length]


@lru_cache(maxsize=4096)
def _spoken(text):
    """Names of one community's grids differ by their numbers only, so few texts are looked up."""
    return " ".join(lazy_pinyin(text)).lower()
