"""Reading how a municipality wants its report to look: name, one colour and a logo."""

import re
from dataclasses import dataclass
from pathlib import Path

from ibic_eval.codebook import strict_yaml as y
from ibic_eval.errors import InputError

FILE = "utseende.yml"
LARGEST_LOGO = 1024 * 1024
_WIDEST_LOGO = 4000
_KEYS = ("namn", "farg", "logotyp", "logotyp_text")
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_PNG = b"\x89PNG\r\n\x1a\n"
# What would run or be fetched: scripts, foreign content, declared entities, addresses
_UNSAFE = re.compile(
    rb"<([\w-]+:)?(script|foreignobject)|<!doctype|<!entity|\son\w+\s*=|@import"
    rb"|href\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)",
    re.IGNORECASE,
)
_USE = re.compile(rb"<([\w-]+:)?use\b")
_MOST_USES = 20  # parts of parts of parts: a hundred could be drawn as billions


@dataclass(frozen=True)
class Logo:
    """A picture, PNG or SVG, and the words that stand for it."""

    content: bytes
    media_type: str
    alt: str


@dataclass(frozen=True)
class Theme:
    """What a report's pages look like; what is None is as the program has it."""

    name: str | None = None
    accent: str | None = None
    logo: Logo | None = None


NO_THEME = Theme()


def theme_files(folder: Path | None) -> list[Path]:
    """Return the files that a municipality's theme is made of, as far as they are there."""
    path = None if folder is None else folder / FILE
    if folder is None or path is None or not path.is_file():
        return []
    try:
        logo = y.load_mapping(path).get("logotyp")
    except InputError:
        return [path]
    named = isinstance(logo, str) and Path(logo).name == logo
    return [path, *([folder / str(logo)] if named and (folder / str(logo)).is_file() else [])]


def read_theme(folder: Path | None) -> Theme:
    """Read a municipality's `utseende.yml`; a theme of nothing where there is none.

    Raises InputError, one sentence, for an unknown key, a colour that isn't `#rrggbb`, and a logo
    that is missing, too large, no PNG or SVG, without words, or that could run or fetch something.
    """
    if folder is None or not (folder / FILE).is_file():
        return NO_THEME
    where = f"Filen {FILE}"
    node = y.check_keys(y.load_mapping(folder / FILE), (), _KEYS, where)
    name = y.text(node, "namn", where).strip() if "namn" in node else None
    return Theme(name, _colour(node, where), _logo(node, folder, where))


def _colour(node: y.Node, where: str) -> str | None:
    if "farg" not in node:
        return None
    colour = node["farg"]
    if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
        raise InputError(
            f'{where}: farg ska vara sex hexadecimala tecken inom citattecken, som "#0b3c6f"; '
            f"nu står det {y.short(str(colour))}."
        )
    return colour.lower()


def _logo(node: y.Node, folder: Path, where: str) -> Logo | None:
    if "logotyp" not in node:
        return None
    name = y.text(node, "logotyp", where)
    if Path(name).name != name:
        raise InputError(f"{where}: logotyp ska vara namnet på en fil i samma mapp, utan sökväg.")
    if "logotyp_text" not in node:
        raise InputError(
            f"{where}: skriv också logotyp_text, det som en skärmläsare ska säga, till exempel "
            "”Alingsås kommuns vapen”."
        )
    content = _content(folder / name, where)
    return Logo(content, _media_type(content, name, where), y.text(node, "logotyp_text", where))


def _content(path: Path, where: str) -> bytes:
    try:
        if path.stat().st_size > LARGEST_LOGO:
            raise InputError(
                f"{where}: logotypen {path.name} är större än {LARGEST_LOGO // 1024**2} MB; "
                "spara den mindre."
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{where}: logotypen {path.name} finns inte i samma mapp eller går inte att öppna."
        ) from error


def _media_type(content: bytes, name: str, where: str) -> str:
    if content.startswith(_PNG):
        sides = [int.from_bytes(content[at : at + 4], "big") for at in (16, 20)]
        if not all(sides):
            raise InputError(f"{where}: logotypen {name} är skadad; spara om den.")
        if max(sides) > _WIDEST_LOGO:
            raise InputError(
                f"{where}: logotypen {name} är {sides[0]} × {sides[1]} bildpunkter; "
                f"spara den med högst {_WIDEST_LOGO} i vardera riktningen."
            )
        return "image/png"
    if b"<svg" not in content[:2000]:
        raise InputError(f"{where}: logotypen {name} ska vara en PNG eller SVG; spara om den.")
    if len(_USE.findall(content)) > _MOST_USES:
        raise InputError(
            f"{where}: logotypen {name} upprepar sina egna delar på mer än {_MOST_USES} ställen; "
            "spara den som PNG."
        )
    if _UNSAFE.search(content):
        raise InputError(
            f"{where}: logotypen {name} har skript eller hänvisar utåt; spara den som ”vanlig SVG” "
            "eller PNG."
        )
    return "image/svg+xml"
