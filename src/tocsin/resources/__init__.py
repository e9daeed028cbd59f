"""Lexicons, code books, gazetteer and model files: loaded once, validated, hashed."""
