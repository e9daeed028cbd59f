"""From claims of many reports to events, findings and stories. Works from claims, never from text; decides nothing that a person cannot undo."""
