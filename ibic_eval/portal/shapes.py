"""The borders of municipalities as paths of a drawing."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

UNIT = 1000.0  # metres a unit of the drawing
COARSENESS = 900.0  # metres: details that don't show on a screen are left out
MARGIN = 4

Points = npt.NDArray[np.float64]


class Drawing(NamedTuple):
    """A path of SVG for each code, and the size of the whole."""

    width: int
    height: int
    paths: Mapping[str, str]


def draw(borders: Mapping[str, BaseGeometry]) -> Drawing:
    """Return the areas simplified together, so that neighbours still meet, with north upwards.

    `borders` is in metres; the simplification is Visvalingam and Whyatt's (1993) on the whole
    coverage, as GEOS makes it.
    """
    areas = shapely.coverage_simplify(np.array(list(borders.values())), COARSENESS)
    west, south, east, north = shapely.total_bounds(areas)
    corner = np.array([west, north])

    def place(points: Points) -> list[tuple[float, float]]:
        placed = (points - corner) * [1, -1] / UNIT + MARGIN
        return [(round(float(x), 1), round(float(y), 1)) for x, y in placed]

    paths = {
        code: "".join(_ring(place(shapely.get_coordinates(ring))) for ring in _rings(area))
        for code, area in zip(borders, areas, strict=True)
    }
    width, height = (round(side / UNIT) + 2 * MARGIN for side in (east - west, north - south))
    return Drawing(width, height, paths)


def _rings(area: BaseGeometry) -> list[BaseGeometry]:
    polygons = shapely.get_parts(area)
    return [ring for polygon in polygons for ring in shapely.get_rings(polygon)]


def _ring(points: list[tuple[float, float]]) -> str:
    """Write a closed ring; the last point repeats the first."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points[:-1]) + "Z"
