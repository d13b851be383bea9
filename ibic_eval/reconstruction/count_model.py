"""A thin, deterministic use of CP-SAT: counts of answers in classes, bounded by figures."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from ibic_eval.reconstruction.figures import Figure

Cell = tuple[str, str, str, str]  # item, area, class, code
Linear = cp_model.LinearExpr | int
PER_MYRIAD = 10_000  # shares are compared in hundredths of a percent
SEED = 2021


@dataclass
class CountModel:
    """A CP-SAT model over counts: how many in a class gave a code to an item in an area."""

    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    counts: dict[Cell, cp_model.IntVar] = field(default_factory=dict)
    sizes: dict[tuple[str, str, str], Linear] = field(default_factory=dict)
    drifts: list[Linear] = field(default_factory=list)
    costs: list[Linear] = field(default_factory=list)

    def add_cells(
        self, item: str, area: str, class_: str, codes: Iterable[str], size: Linear, most: int
    ) -> cp_model.IntVar:
        """Add a count a code; all sum to the class's size less those who left the item blank."""
        names = {code: (item, area, class_, code) for code in codes}
        for cell in names.values():
            self.counts[cell] = self.model.new_int_var(0, most, "/".join(cell))
        blank = self.model.new_int_var(0, most, f"{item}/{area}/{class_}/blank")
        self.model.add(sum(self.counts[cell] for cell in names.values()) + blank == size)
        return blank

    def total(self, figure: Figure, area: str, codes: Iterable[str] | None = None) -> Linear:
        """Return how many of the figure's group gave one of the codes (any code: answered)."""
        wanted = None if codes is None else set(codes)
        return sum(
            count
            for (item, place, class_, code), count in self.counts.items()
            if item == figure.item
            and place == area
            and class_ in figure.classes
            and (wanted is None or code in wanted)
        )

    def bound(self, figure: Figure, areas: tuple[str, ...], holds: cp_model.BoolVarT) -> None:
        """Demand that the counts agree with the figure wherever `holds` is true."""
        for area in areas if figure.area == "spann" else (figure.area,):
            self._within(figure, area, figure.low, figure.high, holds)
        if figure.area == "spann" and figure.printed and figure.unit == "procent":
            for end in (figure.low, figure.high):
                self._some_area(figure, areas, end, holds)

    def _some_area(
        self, figure: Figure, areas: tuple[str, ...], end: float, holds: cp_model.BoolVarT
    ) -> None:
        reaches = [self.model.new_bool_var(f"{figure.id}/{end}/{area}") for area in areas]
        for area, here in zip(areas, reaches, strict=True):
            self._within(figure, area, end, end, here)
        self.model.add_bool_or(reaches).only_enforce_if(holds)

    def _within(
        self, figure: Figure, area: str, low: float, high: float, when: cp_model.BoolVarT
    ) -> None:
        count = self.total(figure, area, figure.answers)
        if figure.unit == "antal":
            self.model.add(count >= round(low)).only_enforce_if(when)
            self.model.add(count <= round(high)).only_enforce_if(when)
            return
        answered = self.total(figure, area)
        least, most = figure.limits(low, high)
        self.model.add(PER_MYRIAD * count >= least * answered).only_enforce_if(when)
        self.model.add(PER_MYRIAD * count <= most * answered).only_enforce_if(when)

    def pull(self, expression: Linear, most: int, weight: int = 1) -> None:
        """Add the absolute value of an expression (at most `most`) to what is minimised."""
        distance = self.model.new_int_var(0, most, "")
        self.model.add(distance >= expression)
        self.model.add(distance >= -expression)
        self.costs.append(weight * distance)

    def near(self, expression: Linear, target: int, within: int) -> None:
        """Demand that an expression lies near a target."""
        self.model.add(expression >= target - within)
        self.model.add(expression <= target + within)

    def settle(self, effort: float) -> cp_model.CpSolver:
        """Minimise the costs so far, hold them at that, and go on from this solution.

        Raises RuntimeError where the least cost isn't proven, so that no figure is ever let go of
        for want of effort.
        """
        solver, status = self._run(effort)
        if status != cp_model.OPTIMAL:
            raise RuntimeError(f"the least cost was not found: {solver.status_name(status)}")
        self.model.add(sum(self.costs) == round(solver.objective_value))
        self.costs = []
        for index in range(len(self.model.proto.variables)):
            variable = self.model.get_int_var_from_proto_index(index)
            self.model.add_hint(variable, solver.value(variable))
        return solver

    def solve(self, effort: float) -> cp_model.CpSolver:
        """Minimise the costs as far as the effort goes.

        Raises RuntimeError where nothing is found, which would be a fault in the model.
        """
        solver, status = self._run(effort)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise RuntimeError(f"the count model has no solution: {solver.status_name(status)}")
        return solver

    def _run(self, effort: float) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        """Run CP-SAT: one worker, a seed and deterministic time give the same on any machine."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = SEED
        solver.parameters.max_deterministic_time = effort
        self.model.minimize(sum(self.costs))
        return solver, solver.solve(self.model)
