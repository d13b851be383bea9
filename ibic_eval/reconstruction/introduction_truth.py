"""What is planted in the fictional municipalities' introductions, so that it can be found again.

No number in it says anything about any municipality.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS = INVESTIGATION, PLAN, FOLLOW_UP = ("utredning", "genomforandeplan", "uppfoljning")
GRADES = ("inte_alls", "i_liten_grad", "i_hog_grad", "i_mycket_hog_grad")
DONT_KNOW = "vet_inte"
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Course:
    """A training of the plan: `complete` of `people` attended all `sessions`, `partly` the first.

    `hours` is a session's. The first is in any week from that of `first` on, the others `pause`
    apart, none after `last`. `units` share the people between them. `counted` are the days that
    the size of the group is known for and how many it was then, in all; the last holds `people`.
    """

    id: str
    people: int
    complete: int
    partly: int
    sessions: int
    hours: float
    first: dt.date
    last: dt.date
    units: Mapping[str, float]
    counted: Mapping[dt.date, int]
    pause: dt.timedelta = 4 * WEEK


@dataclass(frozen=True)
class TrainingTruth:
    """Training and how it was judged.

    `high` is the true share of those with an opinion who answer in a high or very high grade to
    each question; `answered` the share of the attendances that gave a form.
    """

    courses: tuple[Course, ...]
    high: Mapping[str, float] = field(default_factory=dict)
    answered: float = 0.6
    not_judged: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReviewTruth:
    """Reviewed documents.

    Attributes
    ----------
    first: Monday of the first of `weeks` weeks
    all_weeks: for how many weeks all new investigations and plans are reviewed, then samples
    produced: mean of new documents a week by kind, Poisson
    sample: fewest and most documents in a week's sample, each number as likely
    met: true share of documents that meet each criterion, of those it applies to
    shifts: week number (0 for the first) from which a criterion has another share, and that share
    special: week number, criterion and share of the one week with a cause of its own; that week
        has the largest sample
    twice: share of the documents that a second reviewer reads, who agrees with the first as
        `agreement` says: with that probability the reading is the same, else drawn anew, so that it
        is Cohen's kappa
    not_relevant: share of documents that a criterion doesn't apply to; of that reviewers agree
    """

    first: dt.date
    weeks: int
    produced: Mapping[str, float]
    met: Mapping[str, float]
    all_weeks: int = 0
    sample: tuple[int, int] = (5, 10)
    shifts: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    special: tuple[int, str, float] | None = None
    twice: float = 0.0
    agreement: Mapping[str, float] = field(default_factory=dict)
    reviewers: int = 4
    not_relevant: Mapping[str, float] = field(default_factory=dict)
    not_judged: float = 0.01
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def share(self, criterion: str, week: int) -> float:
        """Return the true share that meets a criterion in a week."""
        if self.special is not None and self.special[:2] == (week, criterion):
            return self.special[2]
        first, share = self.shifts.get(criterion, (0, self.met[criterion]))
        return share if week >= first else self.met[criterion]


@dataclass(frozen=True)
class StaffTruth:
    """The survey to staff: `asked` by role in each round, and `response` the share that answers.

    `high` is the true share in a high or very high grade among those with an opinion, and
    `by_role` those of a role in each round, where they are others. The same person's answers lean
    the same way by `correlation`, on the scale of the normal distribution.
    """

    opened: tuple[dt.date, ...]
    asked: Mapping[str, tuple[int, ...]]
    response: Mapping[str, float]
    high: Mapping[str, float]
    by_role: Mapping[str, Mapping[str, tuple[float, ...]]] = field(default_factory=dict)
    correlation: float = 0.4
    unknown: float = 0.04
    unanswered: float = 0.02
    left: float = 0.2
    days_open: int = 21

    def share(self, question: str, role: str, number: int) -> float:
        """Return the true share of high answers in a round, the first of which is 1."""
        own = self.by_role.get(role, {}).get(question)
        return own[number - 1] if own else self.high[question]


@dataclass(frozen=True)
class Meetings:
    """A group's meetings: so many of those planned, on `days`, were held.

    `called` persons were called to each, and each came with probability `present`.
    """

    group: str
    days: tuple[dt.date, ...]
    held: int
    called: int
    present: float = 0.8


def monthly(
    first: tuple[int, int],
    last: tuple[int, int],
    day: int,
    every: int = 1,
    off: tuple[int, ...] = (),
) -> tuple[dt.date, ...]:
    """Return the days of meetings, one every so many months, moved to Monday from a weekend."""
    months = range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1], every)
    days = (dt.date(month // 12, month % 12 + 1, day) for month in months)
    return tuple(
        each + dt.timedelta(days=max(7 - each.weekday(), 0) if each.weekday() > 4 else 0)
        for each in days
        if each.month not in off
    )


Row = tuple[str, ...]


@dataclass(frozen=True)
class Ledger:
    """What is told without chance: rows as they stand in the files.

    `spent` is kronor by post, shared between bookings in the post's year; `outside` costs that the
    budget doesn't have, by kind and year.
    """

    activities: tuple[Row, ...] = ()
    spent: Mapping[str, float] = field(default_factory=dict)
    outside: Mapping[tuple[str, int], float] = field(default_factory=dict)
    risks: tuple[Row, ...] = ()
    indicators: tuple[Row, ...] = ()


@dataclass(frozen=True)
class CommentTruth:
    """Comments and their coding: `roles` and `sources` by how often, and the coders' agreement.

    `days` are, by source, the first and last day of each time that comments were collected.
    One coder finds the themes that a comment has. The other does too with probability `kappa`, and
    else codes as if it were any of the comments, so that it is Cohen's kappa of every theme.
    """

    comments: int
    kappa: float
    roles: Mapping[str, float]
    sources: Mapping[str, float]
    days: Mapping[str, tuple[tuple[dt.date, dt.date], ...]]
    quotes: int


@dataclass(frozen=True)
class IntroductionTruth:
    """The true introduction of one fictional municipality; a part that is None has no files."""

    code: str
    meetings: tuple[Meetings, ...]
    training: TrainingTruth | None = None
    reviews: ReviewTruth | None = None
    staff: StaffTruth | None = None
    ledger: Ledger = Ledger()
    comments: CommentTruth | None = None
