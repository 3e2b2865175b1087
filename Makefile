# Everything a newcomer or the continuous integration needs. Only git, make and Python 3.11 or newer must be there.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(abspath $(VENV))/bin
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate
export DBT_PROFILES_DIR := $(CURDIR)
export DBT_SEND_ANONYMOUS_USAGE_STATS := false

.PHONY: help demo test lint sqllint format lock benchmark clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(VENV)/runtime: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/develop: requirements-dev.lock $(VENV)/runtime
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements-dev.lock
	@touch $@

demo: $(VENV)/runtime ## build the embedded use case and say what it is worth
	$(BIN)/dbt --quiet build
	$(BIN)/assay summary

test: $(VENV)/develop ## run every test: house rules, units, numbers against published libraries, whole builds
	$(BIN)/pytest --numprocesses auto --dist loadfile --durations 20

lint: $(VENV)/develop ## check style and types of the Python
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Models render from the catalog. A catalog of empty tables gives the same findings everywhere, and no trees to parse.
sqllint: export ASSAY_DUCKDB_PATH := $(CURDIR)/target/lint.duckdb
sqllint: $(VENV)/develop ## check the style of the SQL (minutes: every model is rendered)
	@mkdir -p target && rm -f $(ASSAY_DUCKDB_PATH)
	$(BIN)/dbt --quiet build --empty --select path:models/0_demo path:seeds --exclude-resource-type test unit_test
	$(BIN)/sqlfluff lint --processes 2 models

format: $(VENV)/develop ## apply the style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix --processes 2 models

lock: ## pin the dependencies again (needs uv)
	$(COMPILE) --upgrade --extra oracles --extra exchange --extra develop pyproject.toml --output-file requirements-dev.lock
	$(COMPILE) --constraint requirements-dev.lock pyproject.toml --output-file requirements.lock

benchmark: $(VENV)/develop ## measure against peers (long); results go to benchmarks/results.md
	$(BIN)/python benchmarks/scoring.py
	$(BIN)/python benchmarks/profit_curve.py
	$(BIN)/python benchmarks/training.py
	$(BIN)/python benchmarks/gram.py
	$(BIN)/python benchmarks/explanations.py
	$(BIN)/python benchmarks/monte_carlo.py
	$(BIN)/python benchmarks/latency.py
	$(BIN)/python benchmarks/bootstrap.py
	$(BIN)/python benchmarks/build.py

clean: ## remove what builds leave behind
	rm -rf $(VENV) target logs dbt_packages warehouse.duckdb warehouse.duckdb.wal published dist
