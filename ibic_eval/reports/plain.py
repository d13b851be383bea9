"""The report's HTML in the plain form that a word processor has words for.

What the style sheet says with classes is said with named styles, which the reference document
defines; figures and tables stand free, with their captions as paragraphs above them.
"""

from bs4 import BeautifulSoup, Tag

from ibic_eval.reports.descriptions import drop_descriptions
from ibic_eval.reports.released import exhibits

CAPTION, PICTURE, NOTE = "Caption", "Figur", "Figurnot"
BOX, MISSING, OWN = "Ruta", "Underlag saknas", "Kommunens text"
WARNING, TITLE, SUBTITLE, CONTENTS = "Varning", "Title", "Subtitle", "TOC Heading"
LEVELS = ("toc 1", "toc 2")

_STYLES = {
    ".exhibit-note, .exhibit-source": NOTE,
    ".kicker, .byline": SUBTITLE,
    ".guide": BOX,
    ".missing": MISSING,
    ".own-text": OWN,
    "aside.banner": WARNING,
    "h1": TITLE,
}
_STYLE = "custom-style"


def make_plain(soup: BeautifulSoup) -> None:
    """Change a report's tree into its plain form, in place."""
    for gone in soup.select("title, style, .skip, .print-banner"):
        gone.decompose()
    drop_descriptions(soup)
    for strips in soup.select("table.strips"):
        _free_strips(soup, strips)
    _free_exhibits(soup)
    _list_contents(soup)
    for table in soup.find_all("table"):
        _ease_heads(soup, table)
    for selector, style in _STYLES.items():
        for found in soup.select(selector):
            _set_style(soup, found, style)
    for heading in soup.find_all(["h2", "h3", "h4", "h5", "h6"]):
        heading.name = f"h{int(heading.name[1]) - 1}"  # the title is no heading there
    for wrapper in soup.select("div.scroll, section, main, header, nav"):
        wrapper.unwrap()


def _free_strips(soup: BeautifulSoup, strips: Tag) -> None:
    """Let a drawing's strips follow each other without the table that places them."""
    for image in strips.find_all("img"):
        strips.insert_before(image.extract())
    strips.decompose()


def _free_exhibits(soup: BeautifulSoup) -> None:
    for figure in exhibits(soup):
        caption = figure.find("figcaption")
        if isinstance(caption, Tag):
            caption.name = "p"
            if figure.get("id"):
                caption["id"] = figure["id"]
            _set_style(soup, caption, CAPTION)
        for image in figure.find_all("img"):
            _set_style(soup, image.wrap(soup.new_tag("p")), PICTURE)
        figure.unwrap()


def _list_contents(soup: BeautifulSoup) -> None:
    """Set the list of contents as paragraphs, a style for each level."""
    nav = soup.find("nav", class_="contents")
    if not isinstance(nav, Tag):
        return
    heading = nav.find("h2")
    if isinstance(heading, Tag):
        heading.name = "p"
        _set_style(soup, heading, CONTENTS)
    for link in nav.find_all("a"):
        depth = len(link.find_parents("ol")) - 1
        line = soup.new_tag("p")
        nav.append(line)
        line.append(link.extract())
        _set_style(soup, line, LEVELS[min(depth, len(LEVELS) - 1)])
    for listing in nav.find_all("ol"):
        listing.decompose()


def _ease_heads(soup: BeautifulSoup, table: Tag) -> None:
    """Keep column heads as heads; only a group's name stands out among the rows."""
    for cell in table.select("tbody th"):
        cell.name = "td"
        if cell.get("scope") == "colgroup":
            strong = soup.new_tag("strong")
            strong.extend(list(cell.contents))
            cell.append(strong)
    for tag in table.find_all(True):
        for name in ("id", "headers", "scope"):
            tag.attrs.pop(name, None)


def _set_style(soup: BeautifulSoup, tag: Tag, style: str) -> None:
    if tag.name == "h1":
        tag.name = "p"
    tag.wrap(soup.new_tag("div", attrs={_STYLE: style}))
