"""The year's plan: `plan.toml` as frozen types; whatever is wrong with the file is one sentence."""

from pipeline.plan.loading import read_plan
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
