"""Benchmarks, scorers, floors and speed: ``python -m eval DATA_DIR``. See docs/benchmarks.md."""
