"""A written portal, and a browser to read it in."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from ibic_eval.portal.site import write_portal
from ibic_eval.runs.project import Project

# The tests are no package: the small folder of reports is loaded by its path.
_PATH = Path(__file__).with_name("outputs.py")
_SPEC = importlib.util.spec_from_file_location("portal_outputs", _PATH)
assert _SPEC and _SPEC.loader
outputs = importlib.util.module_from_spec(_SPEC)
sys.modules["portal_outputs"] = outputs
_SPEC.loader.exec_module(outputs)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of reports in which the portal is written."""
    out = outputs.write_outputs(tmp_path_factory.mktemp("portal"))
    write_portal(Project.find(), out)
    return Path(out)


class Visit:
    """A page in its own context, with what it asked for from elsewhere and what went wrong."""

    def __init__(self, page: Page, portal: Path) -> None:
        self.page, self.portal = page, portal
        self.outside: list[str] = []
        self.errors: list[str] = []

    def open(self, path: str) -> Page:
        """Open a page of the portal as a file."""
        self.page.goto(f"file://{self.portal}/{path}")
        return self.page


@pytest.fixture
def visit(browser: Browser, portal: Path, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Return a new page; at the end nothing may have been asked for or gone wrong."""
    width = getattr(request, "param", 1280)
    context = browser.new_context(viewport={"width": width, "height": 900})
    visit = Visit(context.new_page(), portal)
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
    visit.page.on(
        "console", lambda said: visit.errors.append(said.text) if said.type == "error" else None
    )

    def follow(route: object) -> None:
        address = route.request.url  # type: ignore[attr-defined]
        if address.startswith(("file://", "data:", "http://127.0.0.1:")):
            route.continue_()  # type: ignore[attr-defined]
        else:
            visit.outside.append(address)
            route.abort()  # type: ignore[attr-defined]

    context.route("**/*", follow)
    yield visit
    context.close()
    assert visit.outside == []
    assert visit.errors == []
