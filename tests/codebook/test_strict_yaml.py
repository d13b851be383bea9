"""YAML read with libyaml must say the same as YAML read with PyYAML's own parser."""

from pathlib import Path

import pytest
import yaml

from ibic_eval.codebook import strict_yaml
from ibic_eval.codebook.strict_yaml import load_mapping
from ibic_eval.errors import InputError
from ibic_eval.runs.project import PACKAGE_CHECKOUT

FAULTY = {
    "a key twice": "a: 1\nb: 2\na: 3\n",
    "a key twice inside": "a:\n  - b: 1\n    c: 2\n    b: 3\n",
    "a key twice on one line": "a: {b: 1, b: 2}\n",
    "a key twice through an alias": "a: &x {b: 1}\nc: *x\nd: 1\nd: 2\n",
    "an unknown alias": "a: 1\nb: *x\n",
    "a list as a key": "? [a, b]\n: 1\n",
    "a tab": "a:\n\tb: 1\n",
    "a quote not closed": 'a: "b\nc: 1\n',
    "a bracket not closed": "a: [1, 2\nb: 1\n",
    "a wrong indent": "a: 1\n   b: 2\n  c: 3\n",
    "a fault after what only libyaml refuses": "a: {b:[1, 2]}\nc: 1\n   d: 2\n",
    "a colon in a text": "a: b: c\n",
    "a tag": "a: !!python/object:os.system 1\n",
    "a control character": "a: \x01\n",
    "two documents": "a: 1\n---\nb: 2\n",
    "no such day": "a: 2021-13-01\n",
    "a list at the top": "- a\n",
    "nothing": "",
}
SOUND = "a: &x {b: [1, 2.5, ja]}\nc: *x\nd: {<<: *x, e: 2021-02-03}\nf: |\n  åäö 😀\n  två\n"


def told(path: Path) -> str:
    with pytest.raises(InputError) as error:
        load_mapping(path)
    return str(error.value)


@pytest.mark.parametrize("name", FAULTY)
def test_a_fault_is_told_in_the_same_words(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "fil.yml"
    path.write_text(FAULTY[name], encoding="utf-8")
    fast = told(path)
    monkeypatch.setattr(strict_yaml, "_FastLoader", strict_yaml._Loader)
    assert fast == told(path)


def test_the_line_of_a_key_that_stands_twice_is_told(tmp_path: Path) -> None:
    path = tmp_path / "fil.yml"
    path.write_text(FAULTY["a key twice inside"], encoding="utf-8")
    assert "nyckeln b står två gånger; rätta raden 4" in told(path)


def test_what_only_libyaml_refuses_is_read(tmp_path: Path) -> None:
    path = tmp_path / "fil.yml"
    path.write_text("a: {b:[1, 2]}\n", encoding="utf-8")
    assert load_mapping(path) == yaml.load("a: {b:[1, 2]}\n", Loader=strict_yaml._Loader)


def test_sound_files_are_read_the_same() -> None:
    texts = [path.read_text("utf-8") for path in (PACKAGE_CHECKOUT / "data").rglob("*.yml")]
    texts += [path.read_text("utf-8") for path in (PACKAGE_CHECKOUT / "surveys").rglob("*.yml")]
    assert len(texts) > 40
    for text in (SOUND, *texts):
        fast = yaml.load(text, Loader=strict_yaml._FastLoader)
        assert fast == yaml.load(text, Loader=strict_yaml._Loader)


LAUGHS = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)


@pytest.mark.parametrize(
    "text",
    [LAUGHS, "a: &a [1, *a]", "a: &a {b: *a}", "a: " + "[" * 5000 + "]" * 5000],
    ids=["billions", "itself", "mapping of itself", "deep"],
)
def test_a_small_file_that_says_too_much_is_refused_at_once(tmp_path: Path, text: str) -> None:
    path = tmp_path / "stor.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"för mycket i sig|inte giltig YAML"):
        load_mapping(path)


def test_what_is_used_twice_is_there_twice(tmp_path: Path) -> None:
    path = tmp_path / "två.yml"
    path.write_text("a: &x [1, 2]\nb: *x\nc: *x", encoding="utf-8")
    assert load_mapping(path) == {key: [1, 2] for key in "abc"}


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system ['true']", "!egen x"])
def test_a_tag_is_refused(tmp_path: Path, tag: str) -> None:
    path = tmp_path / "tagg.yml"
    path.write_text(f"a: {tag}", encoding="utf-8")
    with pytest.raises(InputError, match="inte giltig YAML; rätta raden 1"):
        load_mapping(path)


def test_a_key_that_differs_only_in_signs_that_are_not_seen_stands_twice(tmp_path: Path) -> None:
    path = tmp_path / "plan.yml"
    path.write_text('namn: ett\n"na\u200bmn": två\n', encoding="utf-8")
    assert "nyckeln namn står två gånger; rätta raden 2" in told(path)
