"""One module per kind: find_x returns mentions, resolve_x gives them values. Finders never import each other."""
