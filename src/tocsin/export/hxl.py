"""HXL (Humanitarian Exchange Language 1.1): a table whose second row says with hashtags what its columns are."""

from pathlib import Path

from tocsin.export.dataset import Dataset
from tocsin.export.described import FIELDS, FIGURES, HELD, described
from tocsin.export.losses import lose_unexpressed
from tocsin.export.masking import Masking
from tocsin.export.view import View
from tocsin.export.writing import Sheet, write_csv

_AFFECTED = {"participants": "#population+participants"}
TAGS = {
    "event": "#event+id",
    "type": "#event+type+code",
    "label": "#event+type+name",
    "family": "#event+category",
    "happened": "#status+happened",
    "told_as": "#status+factuality",
    "start": "#date+start",
    "end": "#date+end+excluded",
    "precision_days": "#date+precision+num",
    "date_assumed": "#date+assumed",
    "place": "#loc+name",
    "place_kind": "#geo+precision",
    "country": "#country+code+v_iso2",
    "admin1": "#adm1+name",
    "admin2": "#adm2+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "actors": "#group+name+actor",
    "targets": "#group+name+target",
    "said_by": "#meta+said_by",
    **{
        f"{measure.value}_{bound}": f"{_AFFECTED.get(measure.value, f'#affected+{measure.value}')}+{tag}"
        for measure in FIGURES
        for bound, tag in (("low", "min"), ("best", "best"), ("high", "max"))
    },
    "reports": "#meta+reports+num",
    "publishers": "#meta+source",
    "urls": "#meta+url",
}
"""A hashtag per field, attributes from the dictionary where it has one."""


def write(dataset: Dataset, folder: Path, *, people: bool) -> tuple[Path, ...]:
    """Write events-hxl.csv and its two reports."""
    masking = Masking(dataset, people=people)
    sheet = Sheet(dataset, masking)
    rows: list[dict[str, object]] = [dict(TAGS)]
    for event in dataset.events:
        view = View(dataset, event, masking)
        lose_unexpressed(sheet, view, "HXL", HELD, ranges=True)
        rows.append(sheet.add(event.id, described(view)))
    table = write_csv(folder / "events-hxl.csv", FIELDS, rows)
    return table, *sheet.write_reports(table)
