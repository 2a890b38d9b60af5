"""What the figures are held against, said line by line."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """One figure and its bound."""

    what: str
    measured: float
    bound: float
    at_least: bool = False
    """Whether the bound is the least that will do; else the most."""

    @property
    def is_met(self) -> bool:
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound


def lines(goals: list[Goal]) -> str:
    """One line a goal: what, how much, the bound, met or not."""
    width = max(len(goal.what) for goal in goals)
    return "\n".join(
        f"{goal.what.ljust(width)}  {_figure(goal.measured):>9}  "
        f"wanted {'≥' if goal.at_least else '≤'} {_figure(goal.bound):<9}  "
        f"{'met' if goal.is_met else 'not met'}"
        for goal in goals
    )


def _figure(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 10 else f"{value:,.0f}"
