"""Content keys: what a job's result depends on, as one hash.

A key is a hash of contents, never of times, so a file that is saved anew unchanged changes nothing.
What a municipality's tables depend on beyond its own folder is kept narrow on purpose: the shared
files of its kind, who uses IBIC in the nation, and how far the municipalities of its county have
come.
"""

import hashlib
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ibic_eval.runs.manifest import RESULTS
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import Municipality
from ibic_eval.sources.themes import theme_files

_USES, _MAPPINGS = "*/ibic_use.*", "*/kartlaggning.*"
_LENGTH = 16
_BOTH = ("data/reference", "data/published", "data/codebooks", "data/mappings", "surveys")


@dataclass(frozen=True)
class Shared:
    """Hashes of what all jobs of a run have in common; `counties` by name, `notebooks` by file."""

    program: str
    lock: str
    templates: str
    real: str
    fictional: str
    counties: Mapping[str, str]
    notebooks: Mapping[str, str]

    def nation(self, fictional: bool) -> str:
        """Return the hash of the shared files that municipalities of a kind rest on."""
        return self.fictional if fictional else self.real

    def nation_inputs(self, fictional: bool) -> str:
        """Return the hash of all that a nation of one kind is read from."""
        return digest(self.nation(fictional), *map("=".join, sorted(self.counties.items())))


@dataclass(frozen=True)
class Inputs:
    """What a municipality's tables are made of: `earlier` are its kept results, name and hash."""

    rest: str
    earlier: tuple[tuple[str, str], ...]

    def key(self, own: str) -> str:
        """Return the key; results called `own` came of these very inputs and are no input."""
        kept = (f"{name}={content}" for name, content in self.earlier if not name.endswith(own))
        return digest(self.rest, *kept) if own else digest(self.rest, *map("=".join, self.earlier))


def digest(*parts: str | bytes) -> str:
    """Return a hash of texts in their order."""
    total = hashlib.blake2b(digest_size=_LENGTH)
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        total.update(len(content).to_bytes(8, "big"))
        total.update(content)
    return total.hexdigest()


def files_digest(root: Path, paths: Iterable[Path]) -> str:
    """Return a hash of files' names below `root` and their contents; missing ones don't count."""
    present = sorted({path for path in paths if path.is_file()})
    return digest(
        *(part for path in present for part in (path.relative_to(root).as_posix(), _content(path)))
    )


def shared_keys(project: Project, register: pd.DataFrame, notebooks: Iterable[Path]) -> Shared:
    """Read and hash what all jobs of a run have in common; `register` has `code` and `county`."""
    root, own = project.root, project.demo_municipalities
    both = [path for name in _BOTH for path in _below(root / name)]
    invented = [path for path in _below(project.demo) if own not in path.parents]
    told = [*_below(root / "data" / "kolada"), *_below(project.rounds), *project.registers]
    real = [*told, *project.municipalities.glob("*.*"), *project.municipalities.glob(_USES)]
    return Shared(
        program=program_key(),
        lock=files_digest(root, [root / "requirements.lock"]),
        templates=files_digest(root, _below(project.templates)),
        real=files_digest(root, [*both, *real]),
        fictional=files_digest(root, [*both, *invented]),
        counties=_counties(project, register),
        notebooks={path.name: digest(path.read_bytes()) for path in notebooks},
    )


def program_key() -> str:
    """Return the hash of this program and the Python that runs it."""
    package = Path(__file__).parents[1]
    return digest(files_digest(package, package.rglob("*.py")), platform.python_version())


def tables_inputs(project: Project, municipality: Municipality, shared: Shared) -> Inputs:
    """Read and hash what a municipality's prepared tables are made of."""
    root = project.root
    own = project.own_folder(municipality.code)
    earlier = project.results_folder(municipality.code)
    files = [path for path in _below(own) if earlier not in path.parents] if own else []
    rest = digest(
        municipality.code,
        shared.program,
        shared.lock,
        shared.nation(municipality.fictional),
        shared.counties.get(municipality.county, ""),
        files_digest(root, files),
    )
    return Inputs(rest, tuple((p.stem, digest(_content(p))) for p in sorted(_files(earlier))))


def notebook_key(shared: Shared, notebook: Path, parameters: Mapping[str, str], tables: str) -> str:
    """Return the key of an executed notebook; `tables` is the hash of the tables it opens."""
    told = (f"{name}={value}" for name, value in sorted(parameters.items()))
    return digest(shared.program, shared.lock, shared.notebooks[notebook.name], tables, *told)


def report_key(
    project: Project,
    shared: Shared,
    municipality: Municipality,
    notebooks: Iterable[str],
    internal: bool,
) -> str:
    """Return the key of a report; `notebooks` are the keys of its chapters, in order."""
    nation = shared.nation(municipality.fictional)
    folder = project.own_folder(municipality.code)
    looks = files_digest(project.root, theme_files(folder))
    said = nation, looks, str(internal)
    return digest(shared.program, shared.lock, shared.templates, *said, *notebooks)


def overview_key(shared: Shared, notebook: Path, out: Path, codes: Iterable[str]) -> str:
    """Return the key of an overview of municipalities, those of `codes` with results in `out`."""
    results = files_digest(out, [out / code / RESULTS for code in codes])
    told = shared.notebooks[notebook.name], shared.real, shared.fictional, results
    return digest(shared.program, shared.lock, *told)


def _content(path: Path) -> bytes:
    """Read a file; one that can't be read is refused, in words, by the job that needs it."""
    try:
        return path.read_bytes()
    except OSError:
        return b"unreadable"


def _counties(project: Project, register: pd.DataFrame) -> dict[str, str]:
    """Hash, for each county, how far its municipalities say themselves that they have come."""
    county = dict(zip(register["code"], register["county"], strict=True))
    found: dict[str, list[Path]] = {}
    for folder in project.folder_roots:
        for path in folder.glob(_MAPPINGS):
            found.setdefault(str(county.get(path.parent.name[:4], "")), []).append(path)
    return {name: files_digest(project.root, paths) for name, paths in found.items()}


def _below(folder: Path) -> list[Path]:
    """Return all files below a folder but hidden ones, which are nobody's data."""
    return [path for path in _files(folder) if not _hidden(path, folder)]


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "__")) for part in path.relative_to(folder).parts)
