"""Runs the migrations on the connection that `tocsin.store.opening` hands over, or writes their SQL (alembic upgrade --sql)."""

from alembic import context

from tocsin.store.tables import metadata

BYTEWISE = """
DO $$
DECLARE one RECORD;
BEGIN
    FOR one IN
        SELECT table_name, string_agg(format('ALTER COLUMN %I TYPE TEXT COLLATE "C"', column_name), ', ') AS changes
        FROM information_schema.columns
        WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
        GROUP BY table_name
    LOOP
        EXECUTE format('ALTER TABLE %I ', one.table_name) || one.changes;
    END LOOP;
END $$
"""
"""Text is compared by its bytes, as SQLite and Python do: by an alphabet, rows would stand in another order than for the code that walks them."""


def run() -> None:
    """What is missing, then the order of text."""
    context.run_migrations()
    if context.get_context().dialect.name == "postgresql":
        context.execute(BYTEWISE)


if context.is_offline_mode():
    context.configure(url=context.config.get_main_option("sqlalchemy.url"), target_metadata=metadata, literal_binds=True)
    with context.begin_transaction():
        run()
else:
    context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
    run()
