"""The house style: free of the user's settings, set once, and gone afterwards."""

import matplotlib as mpl

from ibic_eval.display.canvas import house_style


def test_the_style_is_free_of_the_users_settings_and_leaves_them() -> None:
    with mpl.rc_context({"font.size": 20, "axes.grid": True}):
        with house_style():
            assert (mpl.rcParams["font.size"], mpl.rcParams["axes.grid"]) == (9, False)
        assert (mpl.rcParams["font.size"], mpl.rcParams["axes.grid"]) == (20, True)


def test_within_the_style_it_is_not_set_again_but_after_it_is() -> None:
    for _ in range(2):
        with house_style():
            assert mpl.rcParams["font.size"] == 9
            mpl.rcParams["font.size"] = 11
            with house_style():
                assert mpl.rcParams["font.size"] == 11
            assert mpl.rcParams["font.size"] == 11


def test_an_error_within_the_style_ends_it() -> None:
    try:
        with house_style():
            raise ValueError
    except ValueError:
        pass
    with mpl.rc_context({"font.size": 20}), house_style():
        assert mpl.rcParams["font.size"] == 9
