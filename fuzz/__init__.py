"""Coverage-guided fuzzing with atheris: `python -m fuzz TARGET`. What it found is kept in `findings/` and replayed by tests/test_fuzz.py."""
