"""Package data: generated files and the trained reader."""
