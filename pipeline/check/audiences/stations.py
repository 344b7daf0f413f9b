"""All workstations as readers of one check: whose each workbook is, and how each is told; worked out once."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.check.audiences.station import Station, owners
from pipeline.check.audiences.station_words import StationWords
from pipeline.intake.privacy import Conceal
from pipeline.plan import Plan
from pipeline.records import Dataset


class Stations:
    """The workstations of a year. `owner` tells whose a workbook is, by its real name: "" for the bureau's own.

    `labels` names the rules.
    """

    def __init__(self, dataset: Dataset, plan: Plan, labels: Mapping[str, str], conceal: Conceal) -> None:
        self.owner = owners(dataset)
        self._dataset, self._plan, self._conceal = dataset, plan, conceal
        self._labels = labels
        self._words: dict[str, StationWords] = {}

    def words_for(self, name: str) -> StationWords:
        """What the workstation of that name reads of a finding."""
        if name not in self._words:
            station = Station(name, self._dataset, self.owner)
            self._words[name] = StationWords(station, self._plan, self._labels, self._conceal)
        return self._words[name]
