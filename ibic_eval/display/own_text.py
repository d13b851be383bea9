"""The municipality's own words, shown as its own: a box, and nothing in it but words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from ibic_eval.display.exhibits import Prose
from ibic_eval.visible import visible

HEADING = "Kommunens egen text"
TOPICS: Mapping[str, str] = {
    "sammanfattning": "sammanfattning",
    "genomforande": "genomförande",
    "mal": "mål",
    "kostnader": "kostnader",
    "risker": "risker",
    "lardomar": "lärdomar",
    "rekommendationer": "rekommendationer",
    "fortsatt_arbete": "fortsatt arbete",
}
# A notebook's viewer would else take $ for mathematics.
_NO_MATHEMATICS = "mathjax_ignore tex2jax_ignore"
_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)


@dataclass(frozen=True, repr=False)
class OwnText:
    """A text in Markdown that the municipality has written, for one part of the report."""

    topic: str
    markdown: str

    def __repr__(self) -> str:
        return f"{HEADING}: {self.markdown}"

    def _repr_html_(self) -> str:
        name = escape(f"{HEADING}: {self.topic}")
        return (
            f'<section class="own-text {_NO_MATHEMATICS}" aria-label="{name}">\n'
            f'<p class="own-text-head">{HEADING}</p>\n{as_html(self.markdown)}</section>'
        )


def section(texts: Mapping[str, str], name: str) -> OwnText | Prose:
    """Return the box with the municipality's text for a part of the report, nothing without one.

    Raises KeyError for a part that isn't in TOPICS.
    """
    topic = TOPICS[name]
    text = texts.get(name, "")
    return OwnText(topic, text) if text.strip() else Prose(())


def as_html(markdown: str) -> str:
    """Return Markdown as HTML of paragraphs, lists, quotes and links; all else stays plain text.

    HTML is escaped, an image becomes a link, a heading a paragraph in bold, so that the report's
    outline stays its own. Links lead to http and https only, and their address is shown. Signs
    that turn the direction of writing are taken away, also where they were written as entities.
    """
    return visible(str(_parser().render(markdown)))


class _Parser(MarkdownIt):
    """Markdown whose links lead to the web only; what isn't one stays as it was written."""

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return _ADDRESS.match(url) is not None


@cache
def _parser() -> _Parser:
    parser = _Parser("commonmark", {"html": False, "linkify": False})
    # An indented line is more often a slip than a program.
    parser.disable(["image", "html_block", "html_inline", "code"])
    parser.core.ruler.push("plain", _plain)
    return parser


def _plain(state: StateCore) -> None:
    """Turn headings into bold paragraphs and write the address after each link."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag, kind = "p", token.type.removeprefix("heading")
            token.type = f"paragraph{kind}"
            token.hidden = False
    for before, token in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type == "inline":
            inner = _with_addresses(token.children or [])
            token.children = _bold(inner) if before.markup in _HEADING_MARKS else inner


_HEADING_MARKS = frozenset({"=", "-", *("#" * depth for depth in range(1, 7))})


def _bold(children: list[Token]) -> list[Token]:
    return [Token("strong_open", "strong", 1), *children, Token("strong_close", "strong", -1)]


def _with_addresses(children: list[Token]) -> list[Token]:
    found: list[Token] = []
    address = ""
    for token in children:
        found.append(token)
        if token.type == "link_open":
            address = "" if token.info == "auto" else str(token.attrs["href"])
            token.attrs = {"href": token.attrs["href"], "rel": "noopener noreferrer"}
        elif token.type == "link_close" and address:
            found.append(Token("text", "", 0, content=f" ({address})"))
    return found
