"""The golden standard of the example reports and its scorer: `python -m eval.golden`."""
