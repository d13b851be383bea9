"""The portal in a real browser, opened as files."""

from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = (
    "index.html", "karta.html", "jamfor.html#9001,9003,1489", "riket.html", "riket-demo.html",
    "lan/14.html", "lan/93.html",
)  # fmt: skip
SHOWN = "#kommuner tbody tr:not([hidden])"
NAMES = f"{SHOWN} th"


def names(page) -> list[str]:
    return [text.split("\n")[0] for text in page.locator(NAMES).all_inner_texts()]


def test_search_finds_alingsas_without_its_ring(visit) -> None:
    page = visit.open("index.html")
    page.get_by_label("Sök kommun").fill("alingsas")
    assert names(page) == ["Alingsås"]
    assert page.get_by_role("status").inner_text() == "1 av 293 kommuner visas."
    page.get_by_label("Sök kommun").fill("finns inte")
    assert page.locator("#inga").is_visible()
    page.get_by_role("button", name="Visa alla kommuner").click()
    expect(page.locator(SHOWN)).to_have_count(293)


def test_sorts_by_a_column_with_what_is_missing_last(visit) -> None:
    page = visit.open("index.html")
    head = page.locator("th[data-chosen]")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert [name.split(" p")[0] for name in names(page)[:2]] == ["Demokommun 001", "Demokommun 003"]
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert names(page)[0].startswith("Demokommun 003")
    page.locator("#kommuner thead th").first.get_by_role("button").click()
    assert head.get_attribute("aria-sort") is None
    assert names(page)[0] == "Ale"
    real = [name for name in names(page) if not name.startswith("Demo")]
    assert real[-1] == "Övertorneå"


def test_filters_by_county_group_and_state(visit) -> None:
    page = visit.open("index.html")
    page.get_by_label("Län", exact=True).select_option(label="Uppsala län")
    assert len(names(page)) == 8
    page.get_by_label("Läge").select_option(label="Inte körd")
    assert "Uppsala" not in names(page)
    assert len(names(page)) == 7
    page.get_by_label("SKR-grupp").select_option(index=1)
    assert len(names(page)) < 7
    page.get_by_role("button", name="Visa alla", exact=True).click()
    expect(page.locator(SHOWN)).to_have_count(293)


def test_a_failed_run_says_why(visit) -> None:
    page = visit.open("index.html")
    page.get_by_label("Läge").select_option(label="Körningen stannade")
    assert names(page) == ["Göteborg"]
    assert "rätta dem och kör igen" in page.locator(SHOWN).inner_text()


def test_hidden_is_x_and_unknown_is_said(visit) -> None:
    page = visit.open("index.html")
    cells = {code: page.locator(f"tr[data-code='{code}'] td[data-chosen]") for code in
             ("9001", "9002", "1489")}  # fmt: skip
    assert cells["9001"].inner_text().startswith("61")
    assert cells["9002"].inner_text() == "x"
    assert cells["1489"].inner_text() == "underlag saknas"
    for code in ("9001", "9002", "9003"):
        assert page.locator(f"tr[data-code='{code}'] .mark").inner_text() == "påhittad"


def test_the_map_and_its_table_follow_the_choice(visit) -> None:
    page = visit.open("karta.html")
    assert page.locator("#karta path[id]").count() == 290
    assert page.locator("#k1489").get_attribute("class") == "delvis"
    page.get_by_label("Kartan visar", exact=True).select_option(
        label="Användning av IBIC i äldreomsorgen"
    )
    assert page.locator("#k0860").get_attribute("class") == "nej"
    assert "använder inte IBIC" in page.locator("#karttabell tr[data-code='0860']").inner_text()
    assert page.locator("#k0114").get_attribute("class") == "saknas"
    assert page.locator("#k0114 title").text_content() == (
        "Upplands Väsby: ingen källa säger något"
    )
    assert page.locator("#karta [id^=k9]").count() == 0
    assert "blandas aldrig" in page.locator("main").inner_text()


def test_the_map_is_walked_with_arrows(visit) -> None:
    page = visit.open("karta.html")
    page.locator("#karta path[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#vald").inner_text().startswith("Alingsås: ")
    page.keyboard.press("Enter")
    page.wait_for_url("**/1489/rapport.html")


def test_comparison_stands_in_the_address(visit) -> None:
    page = visit.open("jamfor.html#9001,9002")
    heads = page.locator("#jamforelse thead th")
    assert heads.count() == 3
    assert "påhittad" in heads.nth(1).inner_text()
    page.get_by_label("Kommun 3").select_option(label="Alingsås")
    assert page.url.endswith("#9001,9002,1489")
    row = page.locator("#jamforelse tr", has_text="Följs upp inom tolv månader")
    assert row.locator("td").all_inner_texts()[1:] == ["x", "underlag saknas"]
    page.get_by_label("Visa bara resultat").check()
    assert page.locator("#blandat").is_visible()
    page.reload()
    assert page.locator("#kommun3").input_value() == "1489"


def test_every_link_leads_to_a_file(portal: Path) -> None:
    pages = [*portal.glob("*.html"), *portal.glob("lan/*.html")]
    assert len(pages) > 25
    for page in pages:
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        for link in soup.select("a[href]"):
            found = urlparse(str(link["href"]))
            assert not found.scheme
            target = page.parent / unquote(found.path) if found.path else page
            assert target.is_file(), f"{page.name}: {link['href']}"


def test_the_keyboard_goes_from_search_to_report(visit) -> None:
    page = visit.open("index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "sok":
            break
    page.keyboard.type("kalmar")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "Kalmar"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "sok"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/0880/rapport.html")


@pytest.mark.parametrize("visit", [390, 1280], indirect=True)
@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_and_axe_finds_nothing(visit, path: str) -> None:
    page = visit.open(path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []


def test_print_has_the_table_and_no_tools(visit) -> None:
    page = visit.open("index.html")
    page.emulate_media(media="print")
    assert not page.locator("#sok").is_visible()
    assert page.locator("#kommuner").is_visible()
    assert page.locator(".print-banner").is_visible()
    page.goto(f"file://{visit.portal}/karta.html")
    assert page.locator("#karta").is_visible()
    assert page.locator("#karttabell").is_visible()
    assert len(page.pdf()) > 10_000


def test_the_table_is_whole_without_scripts(browser, portal: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{portal}/index.html")
    assert page.locator("#kommuner tbody tr").count() == 293
    assert not page.locator("#sok").is_visible()
    page.get_by_role("link", name="Alingsås", exact=True).first.click()
    assert page.url.endswith("1489/rapport.html")
    context.close()
