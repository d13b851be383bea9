"""Where things lie in a checkout of the project."""

import os
from dataclasses import dataclass
from pathlib import Path

from ibic_eval.errors import InputError
from ibic_eval.sources.municipalities import FIRST_FICTIONAL

EXAMPLE = "resultat"
VARIABLE = "IBIC_EVAL_ROOT"
PACKAGE_CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Project:
    """The folders of one checkout; nothing here reads or writes."""

    root: Path

    @property
    def reference(self) -> Path:
        return self.root / "data" / "reference"

    @property
    def published(self) -> Path:
        return self.root / "data" / "published"

    @property
    def codebooks(self) -> Path:
        return self.root / "data" / "codebooks"

    @property
    def mappings(self) -> Path:
        """The profiles of case systems' exports, one file a system."""
        return self.root / "data" / "mappings"

    @property
    def demo(self) -> Path:
        return self.root / "data" / "demo"

    @property
    def municipalities(self) -> Path:
        """The municipalities' own files, one folder each."""
        return self.root / "data" / "municipalities"

    @property
    def demo_municipalities(self) -> Path:
        """The folders of fictional municipalities that `ibic-eval demo` makes."""
        return self.demo / "municipalities"

    @property
    def folder_roots(self) -> tuple[Path, ...]:
        """Where municipalities' own folders lie; one in the first goes before one in the other."""
        return (self.municipalities, self.demo_municipalities)

    @property
    def rounds(self) -> Path:
        """The rounds of a survey that someone else than the agency has made, one folder each."""
        return self.root / "data" / "rounds"

    @property
    def prepared(self) -> Path:
        return self.root / "data" / "prepared"

    @property
    def surveys(self) -> Path:
        return self.root / "surveys"

    @property
    def survey(self) -> Path:
        """The folder of the survey that all answers follow."""
        return self.surveys / "kommunenkat-2020"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    @property
    def templates(self) -> Path:
        return self.root / "reports" / "templates"

    @property
    def output(self) -> Path:
        return self.root / "reports" / "output"

    @property
    def registers(self) -> tuple[Path, ...]:
        """The registers of municipalities that exist: the real one first, then the demo's."""
        demo = self.demo / "municipalities.csv"
        return (self.reference / "municipalities.csv", *([demo] if demo.exists() else []))

    @property
    def round_folders(self) -> tuple[Path, ...]:
        """The rounds of the survey: those put in `data/rounds/`, then the reconstruction.

        A folder there without a description counts too: reading it tells what it lacks.
        """
        put = [folder for folder in self.rounds.glob("*/") if not folder.name.startswith(".")]
        made = [path.parent for path in self.demo.glob("*/round.yml")]
        return tuple(sorted([*put, *made]))

    def own_folder(self, code: str) -> Path | None:
        """Return the folder with a municipality's own files, whatever its name's ending, if any.

        Where `data/municipalities` has none it is that of the large demo.
        """
        found = (path for root in self.folder_roots for path in sorted(root.glob(f"{code}-*/")))
        return next(found, None)

    def results_folder(self, code: str) -> Path:
        """Return where a municipality's earlier results lie, or would lie.

        Those of a fictional one are an example in its own folder.
        """
        if code < FIRST_FICTIONAL:
            return self.root / "data" / "results" / code
        return (self.own_folder(code) or self.municipalities / code) / EXAMPLE

    @classmethod
    def find(cls, start: Path | None = None) -> "Project":
        """Find the checkout: `IBIC_EVAL_ROOT`, else upwards from here, else the package's own.

        Raises InputError if the variable points to something else than a checkout.
        """
        named = os.environ.get(VARIABLE)
        if named:
            return cls(_checked(Path(named).expanduser().resolve()))
        here = (start or Path.cwd()).resolve()
        above = (folder for folder in (here, *here.parents) if _is_checkout(folder))
        return cls(next(above, PACKAGE_CHECKOUT))


def _is_checkout(folder: Path) -> bool:
    return (folder / "surveys").is_dir() and (folder / "data" / "reference").is_dir()


def _checked(folder: Path) -> Path:
    if not _is_checkout(folder):
        raise InputError(
            f"{VARIABLE} pekar på {folder}, men där finns varken surveys eller data/reference: "
            "peka ut mappen som projektet ligger i."
        )
    return folder
