"""How a run tells of itself while it goes and when it is done: to people, and to programs."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from ibic_eval.batch.courses import Course
from ibic_eval.batch.overviews import Overview
from ibic_eval.batch.schedule import Tell
from ibic_eval.cli.printing import print_failures, shown_path
from ibic_eval.errors import IbicError

if TYPE_CHECKING:
    from ibic_eval.portal.site import Written


@dataclass(frozen=True)
class Refused:
    """A municipality as it was asked for, and why it isn't among those run."""

    asked: str
    error: IbicError


class Voice:
    """Tells people: a line a report, a bar with rate and time left on terminals, and failures."""

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet

    @contextmanager
    def listening(self, courses: int) -> Iterator[Tell]:
        """Give a function to call after each job, and show what it is told."""
        with _bar(self._quiet) as bar:
            task = bar.add_task("", total=courses, rate="")

            def tell(course: Course, ended: bool) -> None:
                if ended:
                    bar.advance(task)
                    self._say_ended(course, bar)
                bar.update(task, description=_doing(course), rate=_rate(bar, task))
                bar.refresh()

            yield tell

    def portal(self, written: "Written") -> None:
        """Say where the portal lies, and which files couldn't be used in it."""
        for fault in written.faults:
            typer.echo(fault, err=True)
        if not self._quiet:
            typer.echo(f"Portalen ligger i {shown_path(written.first)}.")

    def close(
        self,
        courses: Sequence[Course],
        refused: Sequence[Refused],
        overviews: Sequence[Overview] = (),
    ) -> int:
        """Print what failed and how the whole went, and return the exit code.

        Raises the error itself where one municipality was asked for and failed.
        """
        failed = [course for course in courses if course.failures]
        if len(courses) == 1 and failed and not refused:
            raise _error(failed[0])
        sentences = {each.asked: str(each.error) for each in refused}
        failed += [overview for overview in overviews if overview.failures]
        sentences |= {course.municipality.name: _sentences(course) for course in failed}
        if sentences:
            print_failures(sentences, len(courses) + len(refused) + len(overviews))
        if len(courses) > 1 and not self._quiet:
            typer.echo(_sum(courses))
        return exit_code([*courses, *overviews], refused)

    def _say_ended(self, course: Course, bar: Progress) -> None:
        if self._quiet or course.failures:
            return
        say = typer.echo if bar.disable else bar.console.print
        name, path = course.municipality.name, shown_path(course.report)
        if not course.rows:
            say(f"{course.title} {name} är oförändrad och ligger i {path}.")
        elif course.means.whole:
            say(f"{course.title} {name} ligger i {path}.")
        else:
            say(f"Anteckningsboken för {name} ligger i {shown_path(course.report.parent)}.")


class JsonVoice(Voice):
    """Tells programs: one JSON object a line, for each job and for each municipality that ended."""

    @contextmanager
    def listening(self, courses: int) -> Iterator[Tell]:
        """Give a function to call after each job, and print what it is told."""
        told: dict[str, int] = {}

        def tell(course: Course, ended: bool) -> None:
            code = course.municipality.code
            for row in course.rows[told.get(code, 0) :]:
                _print({"event": "job", **row})
            told[code] = len(course.rows)
            if ended and not isinstance(course, Overview):
                _print({"event": "municipality", "municipality": code, **_outcome(course)})

        yield tell

    def portal(self, written: "Written") -> None:
        """Print where the portal lies, and which files couldn't be used in it."""
        _print({"event": "portal", "page": str(written.first), "faults": list(written.faults)})

    def close(
        self,
        courses: Sequence[Course],
        refused: Sequence[Refused],
        overviews: Sequence[Overview] = (),
    ) -> int:
        """Print those who couldn't be run and the sums, and return the exit code."""
        for each in refused:
            _print({"event": "refused", "asked": each.asked, "sentence": str(each.error)})
        counts = {name: 0 for name in ("made", "unchanged", "failed")}
        for course in courses:
            counts[_outcome(course)["outcome"]] += 1
        code = exit_code([*courses, *overviews], refused)
        _print({"event": "end", **counts, "refused": len(refused), "exit_code": code})
        return code


def exit_code(courses: Sequence[Course], refused: Sequence[Refused]) -> int:
    """Return the exit code of the gravest failure, 0 where nothing failed."""
    codes = [failure.exit_code for course in courses for failure in course.failures]
    return max([*codes, *(each.error.exit_code for each in refused)], default=0)


def _bar(quiet: bool) -> Progress:
    """Return a bar for terminals, without a thread of its own: this process forks."""
    console = Console(stderr=True)
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("kvar"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        auto_refresh=False,
        disable=quiet or not console.is_terminal,
    )


def _doing(course: Course) -> str:
    last = course.rows[-1]["step"] if course.rows else "börjar"
    return f"{course.municipality.name}: {last}"


def _rate(bar: Progress, task: TaskID) -> str:
    """Say how many municipalities an hour are done, once that can be known."""
    speed = next((each.speed for each in bar.tasks if each.id == task), None)
    return f"{speed * 60:.0f} i minuten" if speed else ""


def _outcome(course: Course) -> dict[str, Any]:
    outcome = "failed" if course.failures else "made" if course.rows else "unchanged"
    return {"outcome": outcome, "report": str(course.report) if outcome != "failed" else None}


def _sentences(course: Course) -> str:
    return " ".join(failure.sentence for failure in course.failures)


def _error(course: Course) -> IbicError:
    gravest = max(course.failures, key=lambda failure: failure.exit_code)
    error = IbicError(gravest.sentence)
    error.exit_code = gravest.exit_code
    return error


def _sum(courses: Sequence[Course]) -> str:
    outcomes = [_outcome(course)["outcome"] for course in courses]
    made, same, failed = (outcomes.count(each) for each in ("made", "unchanged", "failed"))
    return f"{len(courses)} kommuner: {made} nya rapporter, {same} oförändrade, {failed} med fel."


def _print(event: dict[str, Any]) -> None:
    typer.echo(json.dumps(event, ensure_ascii=False))
