"""GCJ-02, the shifted coordinates of Chinese web maps, turned into WGS-84.

Around 红桥区 the shift is 566 m, more than a community is wide, so files are converted once, when
they are loaded, and everything inside is WGS-84. The published transformation; its inverse by
fixed-point iteration (round trip under 0.1 mm).
"""

from math import cos, pi, radians, sin, sqrt

AXIS, SQUARED_ECCENTRICITY = 6378245.0, 0.00669342162296594323  # Krasovsky 1940; metres


def wgs_to_gcj(lng, lat):
    """Shift WGS-84 degrees to GCJ-02 degrees."""
    x, y = lng - 105, lat - 35
    ripple = 20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (
        (ripple + 20 * sin(y * pi) + 40 * sin(y / 3 * pi) + 160 * sin(y / 12 * pi) + 320 * sin(y / 30 * pi)) * 2 / 3
    )
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (ripple + 20 * sin(x * pi) + 40 * sin(x / 3 * pi) + 150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    roundness = 1 - SQUARED_ECCENTRICITY * sin(radians(lat)) ** 2
    radius = AXIS / sqrt(roundness)
    shift = east * 180 / (radius * cos(radians(lat)) * pi)
    return lng + shift, lat + north * 180 / (radius * (1 - SQUARED_ECCENTRICITY) / roundness * pi)


def gcj_to_wgs(lng, lat):
    """Shift GCJ-02 degrees back to WGS-84 degrees."""
    x, y = lng, lat
    for _ in range(3):
        u, v = wgs_to_gcj(x, y)
        x, y = x - (u - lng), y - (v - lat)
    return x, y
