"""Takes courses through a pool of processes, the earlier ones first."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ibic_eval.batch.courses import Course, Task
from ibic_eval.batch.jobs import Pool

Tell = Callable[[Course, bool], None]
"""Called with a course after each of its jobs, and whether the course has come to its end."""


@dataclass
class _Queue:
    """Courses in order, and the jobs of those begun that are due."""

    courses: Iterator[tuple[int, Course]]
    tell: Tell
    due: list[tuple[int, Course, Task]] = field(default_factory=list)
    open: dict[int, int] = field(default_factory=dict)

    def add(self, place: int, course: Course, tasks: Iterable[Task]) -> None:
        """Take in jobs that have become due; a course without any left has come to its end."""
        new = [(place, course, task) for task in tasks]
        self.due = sorted([*self.due, *new], key=lambda each: each[0])
        self.open[place] = self.open.get(place, 0) + len(new)
        self.tell(course, not self.open[place])

    def next(self) -> tuple[int, Course, Task] | None:
        """Return the job to begin now: of the earliest course; None where none is due."""
        while not self.due:
            coming = next(self.courses, None)
            if coming is None:
                return None
            place, course = coming
            self.add(place, course, course.begin())
        return self.due.pop(0)


def run_courses(
    courses: Iterable[Course], open_pool: Callable[[], Pool], limit: float, tell: Tell
) -> None:
    """Do all jobs of all courses; each is stopped after `limit` seconds.

    The pool is opened when the first job is due. Raises OutputError where what is known of a job
    can't be written, and then stops all.
    """
    queue = _Queue(enumerate(courses), tell)
    first = queue.next()
    if first is None:
        return
    queue.due.insert(0, first)
    pool = open_pool()
    try:
        _work_through(queue, pool, limit)
    finally:
        pool.stop()


def _work_through(queue: _Queue, pool: Pool, limit: float) -> None:
    begun: dict[str, tuple[int, Course, Task]] = {}
    while True:
        while pool.free and (each := queue.next()):
            name = f"{each[1].municipality.code}/{each[2].step}"
            begun[name] = each
            pool.start(name, each[2].job(pool.engine), limit)
        if not pool.busy:
            return
        for name, ended in pool.ended():
            place, course, task = begun.pop(name)
            queue.open[place] -= 1
            queue.add(place, course, course.end(task, ended))
