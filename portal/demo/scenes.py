"""Pictures for the demonstration, drawn and not taken: a street, a house, and what is wrong there."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1024, 768
GROUND = 520  # where the street begins, in pixels from above
SKIES = ((196, 216, 232), (214, 222, 228), (232, 214, 196), (168, 188, 206))
WALLS = ((186, 160, 134), (164, 172, 178), (200, 186, 156), (150, 132, 122))
# The type's code begins with …: what is drawn. The first that fits counts.
KINDS = (
    (("0110", "0111", "0112", "0114", "0117", "0136", "0137", "0192", "0193", "1101", "1102"), "waste"),
    (("0113", "0505", "0701", "0302", "0307", "0703", "1503"), "hole"),
    (("0126", "0130", "0501", "0503", "0504", "0506", "0507", "1502", "1603"), "water"),
    (("0120", "0129", "0502", "1601", "0304"), "smoke"),
    (("0121", "0122", "0706"), "tree"),
    (("0702", "0707", "0508", "0108", "1501"), "lamp"),
    (("04", "0196", "0107", "0301"), "stalls"),
    (("",), "crack"),
)


def kind_of(category):
    """What is drawn for a type of incident, by its code."""
    return next(kind for starts, kind in KINDS if category.startswith(starts))


def scene(kind, number, solved=False):
    """A JPEG (bytes) of one kind of scene; the same `number` is the same place, solved or not."""
    chance = Random(f"{kind} {number}")
    picture = Image.new("RGB", (WIDTH, HEIGHT), chance.choice(SKIES))
    draw = ImageDraw.Draw(picture)
    street(draw, chance)
    house(draw, chance)
    PROBLEMS[kind](draw, chance, solved)
    draw.text((16, HEIGHT - 34), "ILLUSTRATION", fill=(250, 250, 250), font=ImageFont.load_default(20))
    kept = BytesIO()
    picture.resize((640, 480)).save(kept, "JPEG", quality=80)
    return kept.getvalue()


def street(draw, chance):
    draw.rectangle((0, GROUND, WIDTH, HEIGHT), (118, 120, 124))
    draw.rectangle((0, GROUND, WIDTH, GROUND + 70), (176, 172, 164))
    for left in range(chance.randint(-60, 0), WIDTH, 90):
        draw.line((left, GROUND, left - 30, GROUND + 70), (158, 154, 146), 3)
    for left in range(20, WIDTH, 180):
        draw.rectangle((left, HEIGHT - 90, left + 90, HEIGHT - 80), (226, 226, 220))


def house(draw, chance):
    left, top, wall = chance.randint(40, 240), chance.randint(60, 160), chance.choice(WALLS)
    right = left + chance.randint(520, 700)
    draw.rectangle((left, top, right, GROUND), wall)
    draw.rectangle((left - 12, top - 18, right + 12, top), tuple(part - 40 for part in wall))
    for high in range(top + 40, GROUND - 120, 100):
        for wide in range(left + 40, right - 60, 110):
            glass = chance.choice(((92, 116, 138), (112, 134, 150), (214, 200, 150)))
            draw.rectangle((wide, high, wide + 60, high + 64), glass, (236, 236, 232), 4)
    door = chance.randint(left + 60, right - 120)
    draw.rectangle((door, GROUND - 110, door + 64, GROUND), (96, 78, 66))


def waste(draw, chance, solved):
    bins(draw, chance)
    if solved:
        return
    for _each in range(60):
        left, low = chance.gauss(600, 110), GROUND + 60 - abs(chance.gauss(0, 26))
        size = chance.randint(14, 46)
        colour = chance.choice(((52, 54, 58), (214, 214, 208), (168, 120, 72), (84, 118, 86), (176, 66, 58)))
        draw.ellipse((left, low - size, left + size * 1.4, low), colour)


def bins(draw, chance):
    for place, colour in enumerate(((60, 110, 74), (58, 92, 140), (120, 120, 122))):
        left = 760 + place * 74 + chance.randint(-6, 6)
        draw.rectangle((left, GROUND - 60, left + 58, GROUND + 30), colour)
        draw.rectangle((left - 4, GROUND - 70, left + 62, GROUND - 58), tuple(part - 24 for part in colour))


def hole(draw, chance, solved):
    left, top = chance.randint(300, 560), GROUND + 96
    patch = (92, 94, 98) if solved else (44, 40, 38)
    draw.ellipse((left, top, left + 240, top + 76), patch, (150, 148, 142) if not solved else None, 6)
    for place in () if solved else (left - 60, left + 270):
        draw.polygon(((place, top + 80), (place + 26, top), (place + 52, top + 80)), (226, 104, 40))
        draw.rectangle((place + 13, top + 34, place + 39, top + 48), (244, 244, 240))


def water(draw, chance, solved):
    left = chance.randint(180, 380)
    if not solved:
        draw.ellipse((left, GROUND + 50, left + 520, HEIGHT - 60), (126, 150, 168))
        for ring in range(3):
            draw.ellipse(
                (left + 80 + ring * 60, GROUND + 90, left + 420 - ring * 60, HEIGHT - 100), None, (168, 188, 200), 3
            )
    draw.rectangle((left + 220, GROUND + 90, left + 300, GROUND + 110), (66, 68, 72))


def smoke(draw, chance, solved):
    left = chance.randint(420, 640)
    draw.rectangle((left, GROUND - 40, left + 150, GROUND + 20), (70, 66, 64))
    for step in range(0 if solved else 14):
        size, grey = 34 + step * 10, 120 + step * 7
        middle, high = left + 75 + chance.randint(-14, 14) + step * 8, GROUND - 50 - step * 26
        draw.ellipse((middle - size, high - size, middle + size, high + size * 0.6), (grey, grey, grey))


def tree(draw, chance, solved):
    left = chance.randint(620, 800)
    if solved:
        draw.rectangle((left, GROUND - 30, left + 44, GROUND + 20), (112, 84, 58))
        return
    draw.line((left, GROUND + 30, left - 420, GROUND + 120), (112, 84, 58), 36)
    for _each in range(40):
        across, down = left - 420 + chance.gauss(0, 80), GROUND + 110 + chance.gauss(0, 34)
        draw.ellipse((across - 34, down - 26, across + 34, down + 26), (66, chance.randint(104, 140), 62))


def lamp(draw, chance, solved):
    left = chance.randint(680, 860)
    lean = 0 if solved else chance.randint(90, 150)
    draw.line((left, GROUND + 40, left - lean, 140), (70, 74, 80), 14)
    draw.line((left - lean, 140, left - lean - 90, 150), (70, 74, 80), 10)
    light = (252, 236, 170) if solved else (90, 92, 96)
    draw.ellipse((left - lean - 130, 140, left - lean - 80, 172), light)
    if not solved:
        draw.arc((120, 60, left - lean, 420), 20, 160, (40, 40, 44), 4)


def stalls(draw, chance, solved):
    if solved:
        return
    for place in range(3):
        left = 220 + place * 220 + chance.randint(-20, 20)
        awning = chance.choice(((190, 60, 52), (52, 110, 160), (210, 160, 60), (70, 130, 90)))
        draw.polygon(((left, 430), (left + 180, 430), (left + 200, 476), (left - 20, 476)), awning)
        draw.rectangle((left, GROUND, left + 180, GROUND + 60), (150, 116, 82))
        for fruit in range(9):
            across = left + 10 + fruit * 18
            draw.ellipse(
                (across, GROUND - 16, across + 18, GROUND + 4), (chance.randint(170, 230), chance.randint(60, 170), 50)
            )


def crack(draw, chance, solved):
    across, down = chance.randint(420, 560), 200
    while not solved and down < GROUND:
        ahead, below = across + chance.randint(-36, 36), down + chance.randint(16, 40)
        draw.line((across, down, ahead, below), (48, 42, 40), 6)
        across, down = ahead, below
    for left in range(60, WIDTH, 120) if not solved else ():
        draw.line((left, GROUND + 40, left + 60, GROUND + 40), (206, 48, 44), 10)
        draw.line((left + 60, GROUND + 40, left + 120, GROUND + 40), (246, 246, 242), 10)


PROBLEMS = {
    "waste": waste,
    "hole": hole,
    "water": water,
    "smoke": smoke,
    "tree": tree,
    "lamp": lamp,
    "stalls": stalls,
    "crack": crack,
}
