"""Make the ground of the demonstration: python tools/make_ground.py

Reads the real outline of 红桥区 and the real names and codes of its streets and communities
(`tools/ground_source/`), invents inner borders and 992 base grids, and writes
`fixtures/ground/*.geojson` (WGS-84, five decimals, about one metre). The same input gives the
same bytes. Streets grow around their real centres, communities are even cells, grids are
straight cuts. All lines are noded on one grid of 1e-5 degrees, and every area above is the union
of those below it, so nothing gaps and nothing overlaps.
"""

import csv
import json
import random
from collections import defaultdict
from math import cos, radians
from pathlib import Path

import numpy as np
import shapely
from shapely.affinity import rotate, scale
from shapely.geometry import LineString, MultiPoint, Point, mapping, shape
from shapely.ops import split

HERE = Path(__file__).parent
SOURCE = HERE / "ground_source"
TARGET = HERE.parent / "fixtures" / "ground"
GRIDS = 992  # as many as the district counts
STEP = 1e-5  # degrees
FLAT = cos(radians(39.16))  # how much shorter a degree of longitude is than one of latitude
BAND = 0.0015  # degrees of latitude that count as one row when grids are numbered
DEDICATED = ("校园", "医院", "商圈")


def main():
    outline, streets, communities = read()
    cells = dict(grow(outline, streets, communities))
    counts = share(cells)
    pieces = [(code, piece) for code, cell in cells.items() for piece in cut(cell, counts[code])]
    grids = list(number(tidy(pieces), streets, communities))
    write(outline, streets, communities, grids)


def read():
    feature = json.loads((SOURCE / "outline.geojson").read_text("utf-8"))["features"][0]
    with open(SOURCE / "places.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    streets = {row["code"]: row for row in rows if len(row["code"]) == 9}
    communities = {row["code"]: row["name"] for row in rows if len(row["code"]) == 12}
    return shape(feature["geometry"]), streets, communities


def grow(outline, streets, communities):
    """Yield (community code, cell): streets around their centres, communities inside."""
    centres = {code: Point(float(row["lng"]), float(row["lat"])) for code, row in streets.items()}
    cells = shapely.voronoi_polygons(MultiPoint(list(centres.values())), extend_to=outline)
    for street, centre in centres.items():
        land = next(cell for cell in cells.geoms if cell.contains(centre)).intersection(outline)
        inside = [code for code in communities if code.startswith(street)]
        yield from zip(inside, even_cells(land, len(inside), int(street) % 1000), strict=True)


def even_cells(land, number, seed):
    """Cut the land into cells of like size, from the north to the south (k-means, Voronoi)."""
    dice, (x0, y0, x1, y1) = np.random.default_rng(seed), land.bounds
    points = np.c_[dice.uniform(x0, x1, 40000), dice.uniform(y0, y1, 40000)]
    points = points[shapely.contains_xy(land, points)] * (FLAT, 1)
    centres = points[:number].copy()
    for _ in range(25):
        nearest = ((points[:, None] - centres[None]) ** 2).sum(-1).argmin(1)
        centres = np.array([points[nearest == one].mean(0) for one in range(number)])
    flat = scale(land, FLAT, 1, origin=(0, 0))
    cells = shapely.voronoi_polygons(MultiPoint(centres), extend_to=flat)
    cells = [scale(cell, 1 / FLAT, 1, origin=(0, 0)).intersection(land) for cell in cells.geoms]
    return sorted(cells, key=lambda cell: -cell.centroid.y)


def share(cells):
    """How many of the grids each community gets: by area, largest remainder."""
    whole = sum(cell.area for cell in cells.values())
    wanted = {code: GRIDS * cell.area / whole for code, cell in cells.items()}
    counts = {code: int(number) for code, number in wanted.items()}
    short = sorted(counts, key=lambda code: counts[code] - wanted[code])
    for code in short[: GRIDS - sum(counts.values())]:
        counts[code] += 1
    return counts


def cut(land, number):
    """Cut the land into the number of pieces of equal area, always across the longer side."""
    if number == 1:
        return [land]
    half = number // 2
    for turn in (0, 90, 20, -20, 45, -45, 70, -70):
        parts = halves(land, half / number, across(land) + turn)
        if len(parts) == 2:
            return cut(parts[0], half) + cut(parts[1], number - half)
    raise ValueError("a piece of land that no straight cut divides in two")


def across(land):
    """The angle, in degrees, that makes the longer side of the land horizontal."""
    (x0, y0), (x1, y1), (x2, y2) = land.minimum_rotated_rectangle.exterior.coords[:3]
    if (x1 - x0) ** 2 + (y1 - y0) ** 2 < (x2 - x1) ** 2 + (y2 - y1) ** 2:
        x0, y0, x1, y1 = x1, y1, x2, y2
    return -float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))


def halves(land, fraction, angle):
    """The two parts of the land left and right of a line that leaves the fraction on its left."""
    turned = rotate(land, angle, origin=(0, 0))
    x0, y0, x1, y1 = turned.bounds
    low, high = x0, x1
    for _ in range(40):
        x = (low + high) / 2
        left = turned.intersection(shapely.box(x0, y0, x, y1)).area / turned.area
        low, high = (x, high) if left < fraction else (low, x)
    parts = split(turned, LineString([(x, y0 - 1), (x, y1 + 1)])).geoms
    parts = sorted(parts, key=lambda part: part.centroid.x)
    return [rotate(part, -angle, origin=(0, 0)) for part in parts]


def tidy(pieces):
    """Node all borders on the same grid of points; return (community code, polygon) again."""
    borders = shapely.union_all([piece.boundary for _, piece in pieces], grid_size=STEP)
    tree, faces = shapely.STRtree([piece for _, piece in pieces]), defaultdict(list)
    for face in shapely.polygonize([borders]).geoms:
        faces[int(tree.nearest(face.representative_point()))].append(face)
    polygons = [shapely.coverage_union_all(faces[place]) for place in range(len(pieces))]
    polygons = [single(polygon) for polygon in polygons]
    if not shapely.coverage_is_valid(polygons):
        raise ValueError("the grids gap or overlap")
    return [(code, polygon) for (code, _), polygon in zip(pieces, polygons, strict=True)]


def single(polygon):
    if polygon.geom_type == "MultiPolygon" and len(polygon.geoms) == 1:
        polygon = polygon.geoms[0]
    if polygon.geom_type != "Polygon":
        raise ValueError("a grid in several pieces")
    return shapely.normalize(polygon)


def number(grids, streets, communities):
    """Yield the properties and polygon of each grid, numbered from the north-west."""
    of_community = defaultdict(list)
    for code, polygon in grids:
        of_community[code].append(polygon)
    special = {street: place for place, street in enumerate(streets)}
    for code, name in communities.items():
        yield from named(code, name, sorted(of_community[code], key=reading_order), special)


def named(code, name, polygons, special):
    use = special.pop(code[:9], None)  # the first community of a street has a dedicated grid
    last = len(polygons) if use is None else len(polygons) - 1
    for place, polygon in enumerate(polygons):
        if place < last:
            own = {"code": f"{code}{place + 1:03}", "name": f"{name}第{place + 1}网格", "kind": "general"}
        else:
            label = f"{name}专属网格（{DEDICATED[use % len(DEDICATED)]}）"
            own = {"code": f"{code}801", "name": label, "kind": "dedicated"}
        yield own | homes(own["code"]), polygon


def reading_order(polygon):
    return -int(polygon.centroid.y / BAND), polygon.centroid.x


def homes(code):
    """Households, buildings and doors such as a grid of flats has (11 doors for 200 households)."""
    dice = random.Random(code)
    households = int(120 + 360 * dice.betavariate(1.5, 4))
    doors = max(4, round(households / dice.uniform(14, 22)))
    return {"households": households, "buildings": max(1, round(doors / dice.uniform(3, 5))), "doors": doors}


def write(outline, streets, communities, grids):
    layers = {"4-grids": grids}
    lands = {properties["code"]: polygon for properties, polygon in grids}
    for level, size in (("3-communities", 12), ("2-streets", 9), ("1-district", 6)):
        lands = union(lands, size)
        names = communities | {code: row["name"] for code, row in streets.items()} | {"120106": "红桥区"}
        layers[level] = [({"code": code, "name": names[code]}, land) for code, land in lands.items()]
    for level, features in layers.items():
        lines = ",\n".join(feature(properties, polygon) for properties, polygon in features)
        text = f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'
        (TARGET / f"{level}.geojson").write_text(text, "utf-8")


def union(lands, size):
    below = defaultdict(list)
    for code, polygon in lands.items():
        below[code[:size]].append(polygon)
    return {code: single(shapely.coverage_union_all(below[code])) for code in sorted(below)}


def feature(properties, polygon):
    geometry = mapping(polygon)
    rings = [[(round(x, 5), round(y, 5)) for x, y in ring] for ring in geometry["coordinates"]]
    own = {"type": "Feature", "properties": properties, "geometry": geometry | {"coordinates": rings}}
    return json.dumps(own, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
