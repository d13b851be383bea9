"""Arranges chapters into one document: headings, contents, numbers and references.

Each function changes the parsed tree it is given, as its name says; the tree belongs to one report.
It is searched by the names of tags alone, and the rest is asked of those found: a search by
attributes or selectors asks each of ten thousand tags in turn, and took a third of a report's time.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import takewhile

from bs4 import BeautifulSoup, Tag

from ibic_eval.reports.released import exhibits

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
IN_CONTENTS = ("h2", "h3")
PAGE_IDS = frozenset(
    {"dolt", "innehall", "innehallet", "kallor", "om-rapporten", "sa-gjordes-rapporten"}
    | {"sammanfattning"}
)
"""Ids in the page around the chapters, in the template."""

REFERENCE_WORDS = ("", "figur", "tabell", "figuren", "tabellen")


@dataclass(frozen=True)
class Entry:
    """A line in the list of contents with the lines below it."""

    id: str
    text: str
    below: tuple["Entry", ...] = ()


def lower_headings(soup: BeautifulSoup) -> None:
    """Move every heading one step down, since the report's title is the only h1."""
    for heading in _headings(soup):
        heading.name = f"h{min(int(heading.name[1]) + 1, len(HEADINGS))}"


def name_headings(soup: BeautifulSoup) -> None:
    """Give each heading an id made from its words, unique in the report."""
    others = (tag for tag in _with_id(soup) if tag.name not in HEADINGS)
    taken = {*PAGE_IDS, *(str(tag["id"]) for tag in others)}
    for heading in _headings(soup):
        name = _free(ascii_slug(heading.get_text()), taken)
        taken.add(name)
        heading["id"] = name


def _headings(soup: BeautifulSoup) -> list[Tag]:
    return [tag for tag in soup.find_all(True) if tag.name in HEADINGS]


def _with_id(part: Tag) -> list[Tag]:
    return [tag for tag in part.find_all(True) if tag.has_attr("id")]


def ascii_slug(text: str) -> str:
    """Return the words in lower-case ASCII with hyphens: "Så gjordes det" -> "sa-gjordes-det"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "avsnitt"


def _free(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def contents(soup: BeautifulSoup) -> list[Entry]:
    """List the chapters (h2) with their sections (h3)."""
    chapters: list[tuple[Tag, list[Entry]]] = []
    for heading in (tag for tag in _headings(soup) if tag.name in IN_CONTENTS):
        if heading.name == "h2" or not chapters:
            chapters.append((heading, []))
        else:
            chapters[-1][1].append(_entry(heading))
    return [Entry(_entry(tag).id, _entry(tag).text, tuple(below)) for tag, below in chapters]


def _entry(heading: Tag) -> Entry:
    return Entry(str(heading["id"]), heading.get_text(" ", strip=True))


def lift_summary(soup: BeautifulSoup) -> str:
    """Take the first chapter's summary out, with the words of its section, and return it as HTML.

    The section's heading goes: the first page has its own. Empty where there is no summary.
    """
    found = soup.select_one(".chapter:first-child .summary")
    if found is None:
        return ""
    heading = found.find_previous_sibling(HEADINGS)
    after = heading.find_next_siblings() if isinstance(heading, Tag) else [found]
    section = list(takewhile(lambda tag: tag.name not in HEADINGS, after))
    lifted = "\n".join(str(tag.extract()) for tag in section)
    if isinstance(heading, Tag):
        heading.extract()
    return lifted


def number_exhibits(soup: BeautifulSoup) -> dict[str, str]:
    """Put "Figur 1." or "Tabell 1." before each caption; return the label of each exhibit's id."""
    counts: Counter[str] = Counter()
    labels = {}
    for figure in exhibits(soup):
        kind = "Tabell" if "table" in figure["class"] else "Figur"
        counts[kind] += 1
        label = f"{kind} {counts[kind]}"
        _put_label(soup, figure, label)
        if figure.get("id"):
            labels[str(figure["id"])] = label
    return labels


def _put_label(soup: BeautifulSoup, figure: Tag, label: str) -> None:
    caption = figure.find("figcaption")
    if not isinstance(caption, Tag):
        caption = soup.new_tag("figcaption")
        figure.insert(0, caption)
    number = soup.new_tag("span", attrs={"class": "number"})
    number.string = f"{label}."
    caption.insert(0, number, " ")


def link_references(soup: BeautifulSoup, labels: dict[str, str]) -> None:
    """Write the exhibit's number in links that say only "figur"; unlink what the report lacks."""
    ids = {str(tag["id"]) for tag in _with_id(soup)}
    within = [link for link in soup.find_all("a") if str(link.get("href", "")).startswith("#")]
    for link in within:
        target = str(link["href"])[1:]
        words = link.get_text().strip()
        if target in labels and words.lower() in REFERENCE_WORDS:
            link.string = labels[target] if words[:1].isupper() else labels[target].lower()
        if target not in ids:
            link.unwrap()


def wrap_wide(soup: BeautifulSoup) -> None:
    """Let tables and drawings be moved sideways on a narrow screen, also with the keyboard.

    Each place is named by its exhibit's caption; of several in one, all but the first by number.
    """
    named: Counter[str] = Counter()
    for wide in filter(_is_wide, soup.find_all(True)):
        figure = wide.find_parent("figure")
        caption = figure.find("figcaption") if figure else None
        name = caption.get_text(" ", strip=True) if isinstance(caption, Tag) else "Tabell"
        named[name] += 1
        label = name if named[name] == 1 else f"{name} ({named[name]})"
        frame = {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": label}
        outermost = _outermost(wide)
        outermost.wrap(soup.new_tag("div", attrs=frame))


def _is_wide(tag: Tag) -> bool:
    """Tell whether it is a table, or a drawing that isn't a part of one."""
    return tag.name == "table" or (tag.name == "img" and not tag.find_parent(class_="strips"))


def _outermost(wide: Tag) -> Tag:
    """Take with the table the plain boxes that a table library has put around it."""
    while isinstance(wide.parent, Tag) and wide.parent.name == "div":
        wide = wide.parent
    return wide


def separate_ids(soup: BeautifulSoup) -> None:
    """Make the ids inside each table unique in the report, with the cells that refer to them.

    A table library names header cells after its columns, so the names recur and may hold spaces.
    """
    for number, table in enumerate(soup.find_all("table"), start=1):
        names = {
            str(tag["id"]): f"t{number}-{place}"
            for place, tag in enumerate(_with_id(table), start=1)
        }
        for tag in table.find_all(True):
            _rename(tag, names)


def _rename(tag: Tag, names: dict[str, str]) -> None:
    if tag.get("id"):
        tag["id"] = names[str(tag["id"])]
    if tag.get("headers"):
        words = [str(word) for word in tag["headers"]]
        whole = names.get(" ".join(words))
        tag["headers"] = whole or " ".join(names.get(word, word) for word in words)


def fetched(soup: BeautifulSoup) -> list[str]:
    """List whatever a browser would fetch or run when it opens the document."""
    tags = soup.find_all(True)
    sources = [str(tag["src"]) for tag in tags if tag.has_attr("src")]
    links = [str(tag["href"]) for tag in tags if tag.name == "link" and tag.has_attr("href")]
    scripts = ["<script>" for tag in tags if tag.name == "script"]
    styles = " ".join(tag.get_text() for tag in tags if tag.name == "style")
    styles += " ".join(str(tag["style"]) for tag in tags if tag.has_attr("style"))
    imported = re.findall(r"@import[^;]*|url\(\s*['\"]?(?!data:)[^)]*\)", styles)
    return [each for each in sources + links if not each.startswith("data:")] + scripts + imported
