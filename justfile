# The recipes are the developer's manual: `just --list`. CI runs .ci/run, which is `just` in a new environment.

python := env("PYTHON", ".venv/bin/python")

# format, lint, types, layers, generated files, tests
default: lint resources-check test

# make the environment
setup:
    python3 -m venv .venv
    .venv/bin/pip install --quiet ./gazetteer --editable ".[dev]"

# without changing anything
lint:
    {{python}} -m ruff format --check .
    {{python}} -m ruff check .
    {{python}} -m mypy
    {{python}} -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

# write the formatting and what ruff can mend by itself
format:
    {{python}} -m ruff format .
    {{python}} -m ruff check --fix .

# arguments go to pytest: just test -k golden; -n 0 for one process, where a debugger works
test *args:
    {{python}} -m pytest -n 2 --dist loadfile {{args}}

# compile lexicons and code books, write their page
resources:
    {{python}} -m resources.build
    {{python}} -m resources.codebook_page

# fail when a generated file is not what its sources say
resources-check:
    {{python}} -m resources.build --check
    {{python}} -m resources.codebook_page --check

# the example reports against their golden claims
golden *args:
    {{python}} -m eval.golden {{args}}

# what differs from the golden claims, with its words
golden-review *ids:
    {{python}} -m eval.golden --show {{ids}}

# raise the golden floors, with and without the model
golden-update:
    {{python}} -m eval.golden --update
    {{python}} -m eval.golden --no-model --update

# benchmarks over a data folder
eval data *args:
    {{python}} -m eval {{data}} {{args}}

# raise the benchmark floors
eval-update data:
    {{python}} -m eval {{data}} --update
