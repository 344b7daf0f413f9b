"""The year's plan: `plan.toml` as frozen types, and its comparison with the issued text."""

from pipeline.plan.model import (
    Citation,
    Deadline,
    Duty,
    Listing,
    Minimum,
    Plan,
    PlanError,
    Reading,
    Recorded,
    Target,
)
from pipeline.plan.reading import read_plan

__all__ = [
    "Citation",
    "Deadline",
    "Duty",
    "Listing",
    "Minimum",
    "Plan",
    "PlanError",
    "Reading",
    "Recorded",
    "Target",
    "read_plan",
]
