"""A municipality's theme: what may be in it, and what is refused in a sentence."""

from pathlib import Path

import pytest

from ibic_eval.errors import InputError
from ibic_eval.sources.themes import LARGEST_LOGO, NO_THEME, read_theme, theme_files

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + (20).to_bytes(4, "big") * 2
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="9"/></svg>'
WHOLE = 'namn: Alingsås kommun\nfarg: "#0B3C6F"\nlogotyp: l.svg\nlogotyp_text: Kommunens vapen\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "l.svg").write_bytes(SVG)
    return tmp_path


def put(folder: Path, text: str) -> Path:
    (folder / "utseende.yml").write_text(text, "utf-8")
    return folder


def test_a_whole_theme_is_read(folder: Path) -> None:
    theme = read_theme(put(folder, WHOLE))
    assert (theme.name, theme.accent) == ("Alingsås kommun", "#0b3c6f")
    assert theme.logo is not None
    assert (theme.logo.content, theme.logo.media_type) == (SVG, "image/svg+xml")
    assert theme.logo.alt == "Kommunens vapen"
    assert theme_files(folder) == [folder / "utseende.yml", folder / "l.svg"]


def test_a_png_will_do(folder: Path) -> None:
    (folder / "l.svg").write_bytes(PNG)
    theme = read_theme(put(folder, WHOLE))
    assert theme.logo is not None
    assert theme.logo.media_type == "image/png"


def test_without_a_file_there_is_no_theme(tmp_path: Path) -> None:
    assert read_theme(None) == read_theme(tmp_path) == NO_THEME
    assert theme_files(None) == theme_files(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("farg: blå", "sex hexadecimala tecken"),
        ('farg: "#12345"', "nu står det #12345"),
        ("farg: [1]", "sex hexadecimala tecken"),
        ("typsnitt: Arial", "okända nyckeln typsnitt"),
        ("namn: ''", "namn ska vara en text"),
        ("logotyp: ../l.svg\nlogotyp_text: x", "utan sökväg"),
        ("logotyp: /etc/passwd\nlogotyp_text: x", "utan sökväg"),
        ("logotyp: l.svg", "skriv också logotyp_text"),
        ("logotyp: m.svg\nlogotyp_text: x", "logotypen m.svg finns inte"),
        ("- a", "ska innehålla rader på formen"),
    ],
)
def test_a_fault_is_told_in_a_sentence(folder: Path, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_theme(put(folder, text))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "ska vara en PNG eller SVG"),
        (b"", "ska vara en PNG eller SVG"),
        (PNG[:16], "är skadad"),
        (PNG[:16] + (9000).to_bytes(4, "big") * 2, "9000 × 9000 bildpunkter"),
        (b" " * (LARGEST_LOGO + 1), "är större än 1 MB"),
        (SVG.replace(b"<rect", b"<script>alert(1)</script><rect"), "skript eller hänvisar utåt"),
        (SVG.replace(b"<rect", b"<rect onload='x()'"), "skript eller hänvisar utåt"),
        (SVG.replace(b"<rect", b"<image href='file:///etc/passwd'/><rect"), "hänvisar utåt"),
        (SVG.replace(b"<rect", b'<image xlink:href="http://x/y"/><rect'), "hänvisar utåt"),
        (SVG.replace(b"<rect", b"<rect style='fill:url(http://x)'"), "hänvisar utåt"),
        (
            SVG.replace(b"<rect", b"<s:script>alert(1)</s:script><rect"),
            "skript eller hänvisar utåt",
        ),
        (SVG.replace(b"<rect", b"<style>@import 'http://x'</style><rect"), "hänvisar utåt"),
        (SVG.replace(b"<rect", b"<use href='#a'/>" * 21 + b"<rect"), "mer än 20 ställen"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "skript eller hänvisar utåt"),
    ],
)
def test_a_logo_that_is_none_or_could_do_something_is_refused(
    folder: Path, content: bytes, words: str
) -> None:
    (folder / "l.svg").write_bytes(content)
    with pytest.raises(InputError, match=words):
        read_theme(put(folder, WHOLE))


def test_a_logo_may_use_its_own_parts(folder: Path) -> None:
    own = SVG.replace(b"<rect", b"<use href='#a'/><rect style='fill:url(#b)'")
    (folder / "l.svg").write_bytes(own)
    theme = read_theme(put(folder, WHOLE))
    assert theme.logo is not None
    assert theme.logo.content == own
