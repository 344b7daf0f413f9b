"""python -m bench.sample_year [--scale N] [--out DIR]: write the sample year, or one N times its size."""

from __future__ import annotations

from pathlib import Path

import click

from bench.sample_year.offices import OFFICES
from bench.sample_year.rosters import bureau_workbook, roster_workbook
from bench.sample_year.stations import station_workbook
from bench.sample_year.year import make_year

HOME = Path(__file__).resolve().parents[2]
FOLDER = Path("input") / "2024"


def workbooks(scale: int = 1) -> dict[str, bytes]:
    """Every workbook of the year by its path below `input/2024/`; equal `scale`, equal bytes."""
    year = make_year(scale)
    books = {"名册.xlsx": roster_workbook(year), "区局台账.xlsx": bureau_workbook(year)}
    return books | {f"台账/{office.station}.xlsx": station_workbook(year, office) for office in OFFICES}


@click.command(help=__doc__)
@click.option("--scale", default=1, show_default=True, type=click.IntRange(1, 29), help="How many times the size.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="The folder that gets input/2024.")
def main(scale: int, out: Path | None) -> None:
    if scale > 1 and out is None:
        raise click.UsageError("--scale needs --out: the sample in the repository keeps its size")
    root = (out or HOME).resolve()
    folder = root / FOLDER
    for name, data in workbooks(scale).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    plan = HOME / FOLDER / "plan.toml"
    if root != HOME:
        (folder / plan.name).write_bytes(plan.read_bytes())
    click.echo(f"{len(OFFICES) + 2} workbooks in {folder}")


if __name__ == "__main__":
    main()
