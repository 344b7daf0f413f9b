"""From rows to records: who and which firm each row speaks of, which can be trusted, what is wrong with the rest."""

from pipeline.intake.year import Intake, NothingToMake, take_in

__all__ = ["Intake", "NothingToMake", "take_in"]
