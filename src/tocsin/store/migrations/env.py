"""Runs the migrations on the connection that `tocsin.store.opening` hands over, or writes their SQL (alembic upgrade --sql)."""

from alembic import context

from tocsin.store.tables import metadata

if context.is_offline_mode():
    context.configure(url=context.config.get_main_option("sqlalchemy.url"), target_metadata=metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
    context.run_migrations()
