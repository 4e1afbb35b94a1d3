"""What happens in the demonstration, in words: templates of `fixtures/demo/`, filled with a place."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from django.conf import settings

FOLDER = settings.BASE_DIR / "fixtures" / "demo"
# Roads that really run through these streets of 红桥区 (by the street's code).
ROADS = {
    "120106001": ("子牙河北路", "光荣道", "红旗路"),
    "120106003": ("咸阳北路", "勤俭道", "光荣道"),
    "120106004": ("丁字沽一号路", "丁字沽三号路", "光荣道"),
    "120106005": ("红桥北大街", "北运河西路", "光荣道"),
    "120106006": ("河北大街", "大胡同路", "三条石大街"),
    "120106008": ("西青道", "咸阳路", "勤俭道"),
    "120106009": ("芥园道", "芥园西道", "红旗路"),
    "120106010": ("西马路", "芥园道", "大丰路"),
    "120106012": ("西青道", "和苑西路", "和苑东路"),
}
# How a matter begins, by where it comes from.
LEADS = {
    "patrol": "巡查发现",
    "public": "居民反映",
    "hotline": "12345转办：",
    "app": "手机端上报：",
    "superior": "上级交办：",
    "petition": "信访转办：",
    "video": "视频巡查发现",
    "volunteer": "志愿者反映",
    "department": "部门移交：",
    "media": "网络反映：",
    "inspection": "检查发现",
    "mailbox": "书记信箱：",
    "council": "代表委员建议：",
}
# Matters of people rather than of things are heard, not seen.
HEARD = {"patrol": "走访了解到", "public": "来访反映：", "app": "手机端求助：", "volunteer": "志愿者反映："}
OF_PEOPLE = ("13", "14", "17", "18")
# Where matters come from, and how often (per hundred); matters of people come by voice.
SEEN_BY = {"patrol": 46, "public": 12, "hotline": 14, "app": 8, "superior": 3, "petition": 2, "video": 4,
           "volunteer": 4, "department": 2, "media": 1, "inspection": 2, "mailbox": 1, "council": 1}  # fmt: skip
HEARD_BY = {"patrol": 34, "public": 24, "hotline": 22, "app": 8, "superior": 3, "petition": 3, "volunteer": 3,
            "mailbox": 3}  # fmt: skip
SMALL = ("0107", "0110", "0112", "0117", "0136", "0137", "0192", "0201", "0410", "1102")  # put right on the spot
ALREADY_LED = ("走访", "入户", "建议")  # such texts say themselves how the matter came up


@dataclass(frozen=True)
class Matter:
    """One matter: what is wrong, where (an address within the community), and how it was solved."""

    text: str
    address: str
    result: str


@cache
def templates():
    """{category code: [(text, result), …]}: two or more for each of the 88 types."""
    found = defaultdict(list)
    with (FOLDER / "incidents.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["category"]].append((row["text"], row["result"]))
    return dict(found)


def source_of(category, chance):
    """Where a matter of this type came from; small ones mostly from the worker who walks by."""
    if category in SMALL and chance.random() < 0.6:
        return "patrol"
    known = HEARD_BY if category.startswith(OF_PEOPLE) else SEEN_BY
    return chance.choices(list(known), weights=known.values())[0]


def place_words(community, chance):
    """What the templates' letters stand for in a community: p a door, c its name, r a road, n and m numbers."""
    road = chance.choice(ROADS.get(community.code[:9], ("社区道路",)))
    door = f"{community.name}{chance.randint(1, 24)}号楼{chance.randint(1, 6)}门"
    number = chance.randint(2, 9)
    return {
        "p": door,
        "c": community.name,
        "r": road,
        "b": door.partition("楼")[0] + "楼",
        "n": number,
        "m": number * 11,
    }


def matter(category, source, community, chance):
    """A Matter of a type (its code) in a community (a Grid); `chance` is a Random."""
    text, result = chance.choice(templates()[category])
    words = place_words(community, chance)
    leads = LEADS | HEARD if category.startswith(OF_PEOPLE) else LEADS
    lead = "" if text.startswith(ALREADY_LED) else leads[source]
    road = f"{words['r']}（{words['c']}段）"
    address = road if "{r}" in text else words["p"] if "{p}" in text else words["c"]
    return Matter(lead + text.format(**words), address, result.format(**words))
