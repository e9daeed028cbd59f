"""Reading sheets become standoff labels; every mistake is named with its line."""

import hashlib
import json

import pytest

from training import sheets, standoff
from training.folder import MissingDataError

TEXT = "Police fired on marchers in Kisumu. At least 7 marchers died, a doctor said. Police denied it."
SHEET = """
relevant: yes
M1 security-force: Police
M2 group: marchers
M3 place: Kisumu
T1 shooting CT+ actual: fired on
R T1 actor M1
R T1 place M3
F1 killed 7..: At least 7 marchers -> T1 @A1 in M3
A1 medical: doctor | said | At least 7 ... died
A2 police: Police ^2 | denied | it
"""


def test_a_sheet_becomes_labels_with_spans() -> None:
    row, mistakes = sheets.read(TEXT, SHEET)
    assert mistakes == []
    assert [TEXT[slice(*mention["span"])] for mention in row["mentions"]] == ["Police", "marchers", "Kisumu"]
    assert row["roles"] == [{"trigger": "T1", "role": "actor", "mention": "M1"}, {"trigger": "T1", "role": "place", "mention": "M3"}]
    figure = row["figures"][0]
    assert (figure["measure"], figure["low"], figure["high"], figure["trigger"], figure["place"]) == ("killed", 7, None, "T1", "M3")
    assert TEXT[slice(*row["attributions"][0]["content"][0]["span"])] == "At least 7 marchers died"
    assert row["attributions"][1]["source"]["span"][0] == TEXT.rindex("Police")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("M9 gang: marchers", "'gang' is none of"),
        ("M9 group: strikers", "stands in the text 0 times"),
        ("M9 group: marchers ^3", "stands in the text 2 times"),
        ("T9 shooting CT+: fired on", "a trigger has type, factuality and modality"),
        ("F9 killed seven: At least 7 marchers", "bounds such as 7..7"),
        ("A9 police: Police | said", "source | cue | content"),
        ("A9 police: - | said | died ... Kisumu", "does not follow"),
        ("R T1 actor M8", "M8 is used but not given"),
        ("fired on", "no item"),
    ],
)
def test_mistakes_are_named(line: str, message: str) -> None:
    _, mistakes = sheets.read(TEXT, SHEET + line)
    assert any(message in mistake for mistake in mistakes)


def test_agreement_of_two_readings() -> None:
    one, _ = sheets.read(TEXT, SHEET)
    other, _ = sheets.read(TEXT, SHEET.replace("M1 security-force", "M1 group").replace("R T1 place M3\n", ""))
    found = sheets.agreement({"a": one}, {"a": other})
    assert found["trigger + type"] == 1
    assert found["mention + kind"] == pytest.approx(2 / 3)
    assert found["role edge"] == pytest.approx(2 * 1 / 3)


def test_labels_meet_only_the_text_they_were_read_from(tmp_path, monkeypatch) -> None:
    """A row holds no words; a text that was changed since is refused by name."""
    data, labels = tmp_path / "data", tmp_path / "labels"
    for folder in (data / "polnear", labels):
        folder.mkdir(parents=True)
    (data / "polnear/a.txt").write_text("Headline\n\n" + TEXT, encoding="utf-8")
    row = {"id": "N1", "place": "polnear/a.txt", "start": 10, "end": 10 + len(TEXT), "sha256": hashlib.sha256(TEXT.encode()).hexdigest()}
    (labels / "third.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    monkeypatch.setattr(standoff, "LABELS", labels)
    assert [text for _, text in standoff.texts(data, "third.jsonl")] == [TEXT]
    (labels / "third.jsonl").write_text(json.dumps({**row, "start": 9, "end": 9 + len(TEXT)}) + "\n", encoding="utf-8")
    with pytest.raises(MissingDataError, match="is not the text that N1"):
        list(standoff.texts(data, "third.jsonl"))
