"""A query's batches are small enough for an address, and together they are the query."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from ibic_eval.sources.kolada.query import LARGEST_SEGMENT, Query

IDS = st.lists(st.integers(0, 9999).map("{:04}".format), min_size=1, max_size=80, unique=True)
YEARS = st.lists(st.integers(1990, 2040), min_size=1, max_size=40, unique=True)


@given(IDS, IDS, YEARS)
def test_batches_are_small_and_cover_all_once(
    kpis: list[str], municipalities: list[str], years: list[int]
) -> None:
    query = Query(tuple(kpis), tuple(municipalities), tuple(years))
    batches = query.batches()
    sizes = [
        len(part) for batch in batches for part in (batch.kpis, batch.municipalities, batch.years)
    ]
    cells = [
        cell for each in batches for cell in product(each.kpis, each.municipalities, each.years)
    ]
    assert max(sizes) <= LARGEST_SEGMENT
    assert len(cells) == len(set(cells))
    assert set(cells) == set(product(kpis, municipalities, years))


def test_an_address_names_all_three() -> None:
    query = Query(("U21468", "U21477"), ("1489",), (2018, 2020))
    assert query.address == "data/kpi/U21468,U21477/municipality/1489/year/2018,2020"
