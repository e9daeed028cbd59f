"""The key and message formats, on messages written by us."""

import datetime as dt

import pytest

from eval.muc_keys import Fill, fill, read_keys, read_texts

KEYS = """;;; a comment
0.  MESSAGE: ID                     TST1-MUC3-0001 (NOSC)
1.  MESSAGE: TEMPLATE               1 (OPTIONAL)
2.  INCIDENT: DATE                  (08 MAR 90) / (- 09 MAR 90)
3.  INCIDENT: LOCATION              PERU: LIMA (CITY / DEPARTMENT)
4.  INCIDENT: TYPE                  BOMBING
6.  INCIDENT: INSTRUMENT ID         *
9.  PERP: INDIVIDUAL ID             -
10. PERP: ORGANIZATION ID           "RED DAWN" / "RD"
11. PERP: ORGANIZATION CONFIDENCE   POSSIBLE / REPORTED AS FACT: "RED DAWN" / "RD"
12. PHYS TGT: ID                    "\\"EL SOL\\" BAKERY" / "BAKERY"
                                    ? "VAN"

0.  MESSAGE: ID                     TST1-MUC3-0002
1.  MESSAGE: TEMPLATE               *
2.  INCIDENT: DATE                  *
"""


def test_templates() -> None:
    """Continuation lines are fills of the same slot; "-" and "*" are none; an irrelevant message has no template."""
    keys = read_keys(KEYS)
    assert keys["TST1-MUC3-0002"] == []
    (template,) = keys["TST1-MUC3-0001"]
    assert (template.number, template.optional) == (1, True)
    assert template.slots[12] == (Fill(('"EL SOL" BAKERY', "BAKERY")), Fill(("VAN",), optional=True))
    assert template.slots[11] == (Fill(("POSSIBLE", "REPORTED AS FACT"), refers=("RED DAWN", "RD")),)
    assert not {6, 9} & set(template.slots)


@pytest.mark.parametrize(
    ("slot", "line", "expected"),
    [
        (2, "(08 MAR 90) / (- 09 MAR 90)", Fill(("08 MAR 90", "- 09 MAR 90"))),
        (3, "PERU: LIMA (CITY / DEPARTMENT)", Fill(("PERU: LIMA (CITY / DEPARTMENT)",))),
        (3, "(PERU: LIMA (CITY)) / (PERU)", Fill(("PERU: LIMA (CITY)", "PERU"))),
        (19, '? ("GUARD" / "GUARD OF THE A/B MILL"): "JUAN X"', Fill(("GUARD", "GUARD OF THE A/B MILL"), optional=True, refers=("JUAN X",))),
        (9, '"CHIEF: THE ONE" / "CHIEF"', Fill(("CHIEF: THE ONE", "CHIEF"))),
        (21, '6 -: "MEN"', Fill(("6 -",), refers=("MEN",))),
    ],
)
def test_fill(slot: int, line: str, expected: Fill) -> None:
    """Slashes and colons inside quotation marks or brackets do not split."""
    assert fill(slot, line) == expected


def test_texts() -> None:
    """The archive's tags go, dateline and line breaks stay, the dateline dates the report, square brackets become round."""
    file = (
        "TST1-MUC3-0001\n\n   LIMA, 9 MAR 90 (OWN WIRE) -- [COMMUNIQUE] [RED DAWN\nGROUP] [TEXT] A BOMB WENT\nOFF [0500 GMT].\n\n\n"
        "TST1-MUC3-0002\n\n   NO CITY, NO DATE -- [TEXT] CALM.\n"
    )
    assert read_texts(file) == [
        ("TST1-MUC3-0001", "LIMA, 9 MAR 90 (OWN WIRE) -- A BOMB WENT\nOFF (0500 GMT).", dt.date(1990, 3, 9)),
        ("TST1-MUC3-0002", "NO CITY, NO DATE -- CALM.", None),
    ]
