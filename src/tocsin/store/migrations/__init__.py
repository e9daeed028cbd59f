"""Alembic migrations of the store; run by `tocsin.store.opening`, never by hand."""
