"""Running, reporting, and what is checked about spans."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from eval import report, spans, suite
from eval.__main__ import main
from eval.benchmark import Benchmark, Case, Metric, NeedsModelError, Task, fingerprint
from eval.figures import summarise
from eval.gate import Floors
from eval.score import PRF, Errors
from eval.speed import _cut
from tests.eval.built import Building, Stub
from tocsin.core.claims import Role
from tocsin.core.spans import Span, Words
from tocsin.core.values import Count


def _everything(_benchmark: Benchmark, documents: Sequence[object]) -> Sequence[object]:
    return documents


def test_what_is_missing_is_not_run(tmp_path: Path) -> None:
    """Every benchmark over the data folder says what it lacks and gives no figure; our own corpus still runs."""
    result = suite.run(Task(tmp_path, Stub()), ["muc", "gva", "dates"], None, _everything)
    assert set(result.not_run) == {"muc", "gva"}
    assert "muc/tst1" in result.not_run["muc"]
    assert {figure.benchmark for figure in result.figures} == {"dates"}


def test_an_unknown_name_is_refused(tmp_path: Path) -> None:
    """The message lists the names there are."""
    with pytest.raises(ValueError, match=r"no benchmark is called news; there are labels, own-labels, news-labels, muc"):
        suite.run(Task(tmp_path, Stub()), ["news"], None, _everything)


def test_a_limit_spreads_over_the_set() -> None:
    """Sets that were put together from several files are all seen."""
    assert suite.some([0, 1, 2, 3, 4, 5], 3) == [0, 2, 4]
    assert suite.some([0, 1], 3) == suite.some([0, 1], None) == [0, 1]


def test_a_benchmark_of_the_model_is_not_run_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is listed with the reason."""

    def score(_task: Task, _item: object) -> list[Case]:
        raise NeedsModelError("there are no hints")

    needy = Benchmark("needy", "", (Metric("all"),), lambda _: (), lambda _: [1], score)
    monkeypatch.setattr(suite, "BENCHMARKS", (needy,))
    assert suite.run(Task(tmp_path, Stub()), [], None, _everything).not_run == {"needy": "there are no hints"}


def test_no_folder_is_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong path is said on standard error."""
    assert main([str(tmp_path / "nowhere")]) == 2
    assert "is no folder" in capsys.readouterr().err


def test_fingerprint_sees_every_byte_and_not_the_folder(tmp_path: Path) -> None:
    """The same files elsewhere have the same fingerprint; a changed byte, or another name, another one."""
    prints = []
    for folder, name, text in (("a", "x", "1"), ("b", "x", "1"), ("c", "x", "2"), ("d", "y", "1")):
        (tmp_path / folder / "set").mkdir(parents=True)
        (tmp_path / folder / "set" / name).write_text(text)
        prints.append(fingerprint(tmp_path / folder, ("set",)))
    assert prints[0] == prints[1]
    assert len(set(prints)) == 3


def test_summary_and_page(tmp_path: Path) -> None:
    """Counts add up over cases; the page's block is replaced and nothing around it."""
    metrics = (Metric("all", "somebody 50"), Metric("r", pearson=True), Metric("never"))
    benchmark = Benchmark("toy", "", metrics, lambda _: (), list, lambda _task, _item: ())
    figures = summarise(benchmark, [Case("all", "a", PRF(1, 2, 2)), Case("all", "b", PRF(1, 1, 3)), Case("r", "a", Errors.of(1, 2))])
    assert [(figure.measure, figure.shown) for figure in figures] == [("F1", "50.0"), ("r", "0.000")]
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- figures model -->\nstale words\n<!-- /figures model -->\nafter\n")
    report.write_block(page, "model", report.markdown(figures, {"gva": "no file"}))
    text = page.read_text()
    assert text.startswith("before\n<!-- figures model -->\n| benchmark |")
    assert "| toy | all | 2 | 3 | 5 | 66.7 | 40.0 | F1 | **50.0** | somebody 50 |" in text
    assert "| gva | not run: no file |" in text
    assert text.endswith("<!-- /figures model -->\nafter\n")
    assert "stale words" not in text
    with pytest.raises(ValueError, match="no markers"):
        report.write_block(page, "no-model", "x")
    assert report.table(figures, Floors(), "model", []).row_count == 2


def test_spans_that_do_not_fit_are_named() -> None:
    """A quote that is not the text at its span is found, in the claim and in what it rests on."""
    built = Building("Two people died.").count("died", Role.KILLED, "Two people", Count(low=2, high=2))
    assert list(spans.mismatches(built.extraction)) == []
    built.claim("died", Role.INJURED, "people", Count(), cues=(Words(Span(0, 3), "two"),), mentions=(Words(Span(10, 99), "died."),))
    assert [sentence.split(" is not")[0] for sentence in spans.mismatches(built.extraction)] == ["injured cue [0, 3)", "injured mention [10, 99)"]


def test_reports_are_cut_at_whole_words() -> None:
    """White space inside stays, the rest goes; a shorter text is whole."""
    assert _cut("a  bb\nccc dd", 3) == "a  bb\nccc"
    assert _cut("a b ", 9) == "a b"
