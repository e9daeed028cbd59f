"""Hand-edited knowledge and the script that compiles it into package data."""
