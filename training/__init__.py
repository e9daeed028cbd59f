"""Everything that makes the shipped reader: corpora, splits, training, export, figures. Never imported by the package itself."""
