"""The workbench: a local web application over one store. Nothing it serves asks for anything outside this machine (docs/workbench.md)."""
