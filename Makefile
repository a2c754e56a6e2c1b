# The verbs, for people and CI alike. Everything is installed into .venv and frontend/node_modules.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .stamps
SOURCES := $(shell find frontend/src frontend/styles -type f 2>/dev/null) $(wildcard frontend/*.ts) frontend/package.json game_content/pictures.json

.PHONY: help setup run test check check-server check-frontend fix bench attack chaos simulate audit sbom golden clean

help: ## Show what you can do here
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: $(STAMPS)/python app/web/static/dist/.vite/manifest.json ## Install everything and build the front end; then .venv/bin/maatwerk is the command

run: setup ## Start the server for a room, with a session, and print every link to get in
	@$(BIN)/maatwerk serve --room

test: check $(STAMPS)/chromium $(STAMPS)/programs $(STAMPS)/lighthouse ## Run every test, browsers last
	$(BIN)/pytest -q -n 2 -m "not browser and not slow" --dist loadfile
	$(BIN)/pytest -q -n 2 -m "slow and not browser" --dist loadfile --reruns 1 --rerun-show-tracebacks -raR
	$(BIN)/pytest -q -m browser --reruns 1 --rerun-show-tracebacks -raR

check: setup $(STAMPS)/dev ## Lint, types, import contracts, front-end checks, freshness of generated files
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target check-server check-frontend

check-server:
	$(BIN)/ruff format --check app tests bench migrations
	$(BIN)/ruff check app tests bench migrations
	$(BIN)/pyright
	$(BIN)/lint-imports

check-frontend:
	PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix frontend run --silent check
	PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix frontend test --silent

fix: setup $(STAMPS)/dev ## Mend what tools can mend by themselves
	$(BIN)/ruff check --fix app tests bench migrations
	$(BIN)/ruff format app tests bench migrations
	$(BIN)/maatwerk protocol --write

attack: setup $(STAMPS)/dev ## Send 100,000 hostile frames and guess a million codes (minutes); a short form is in `make test`
	MAATWERK_TEST_FRAMES=100000 MAATWERK_TEST_GUESSES=1000000 MAATWERK_TEST_REQUESTS=200 $(BIN)/pytest -q -n 2 tests/attack

chaos: setup $(STAMPS)/dev ## Spoil network and machine of 1,000 sessions and kill the server (eight minutes on two quiet cores), for docs/chaos.md
	MAATWERK_TEST_SESSIONS=1000 $(BIN)/pytest -q tests/chaos

simulate: setup $(STAMPS)/dev ## Play a thousand session-hours and more while all goes wrong (ten minutes), for docs/simulation.md
	$(BIN)/python -m tests.simulation --minutes 10 --write

audit: $(STAMPS)/audit $(STAMPS)/node ## Ask the advisory services about every pinned package (needs the internet)
	$(BIN)/pip-audit --strict --no-deps --disable-pip --progress-spinner off -r constraints.txt
	PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix frontend audit

sbom: $(STAMPS)/audit $(STAMPS)/shipped/made $(STAMPS)/node ## Write what the product is made of into sbom/, as CycloneDX JSON
	@mkdir -p sbom
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible -o sbom/server.cdx.json $(STAMPS)/shipped
	PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix frontend sbom --sbom-format cyclonedx > sbom/frontend.cdx.json

bench: setup $(STAMPS)/dev $(STAMPS)/chromium $(STAMPS)/lighthouse ## Measure speed and memory on this machine
	$(BIN)/python -m bench

$(STAMPS)/python: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Maatwerk needs Python 3.11 or newer.")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[build]'
	@$(BIN)/python -m compileall -q app
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: $(STAMPS)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[build,dev]'
	@touch $@

$(STAMPS)/audit: $(STAMPS)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[audit]'
	@touch $@

# What the server needs when it runs, and nothing else, so that the list holds no tools.
$(STAMPS)/shipped/made: pyproject.toml constraints.txt | $(STAMPS)/python
	$(BIN)/python -m venv $(STAMPS)/shipped
	$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")' > $(STAMPS)/shipped/needs
	$(STAMPS)/shipped/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -r $(STAMPS)/shipped/needs
	$(STAMPS)/shipped/bin/python -m pip uninstall --quiet --yes pip
	@touch $@

$(STAMPS)/node: frontend/package-lock.json $(STAMPS)/python
	PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix frontend ci --loglevel=error --fetch-retries=5 --no-fund --no-audit
	@touch $@

app/web/static/dist/.vite/manifest.json: $(STAMPS)/node $(SOURCES)
	PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix frontend run --silent build
	@touch $@

$(STAMPS)/lighthouse: bench/lighthouse/package-lock.json $(STAMPS)/python
	PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix bench/lighthouse ci --loglevel=error --fetch-retries=5 --no-fund --no-audit
	@touch $@

$(STAMPS)/programs: | $(STAMPS)/python
	@$(PYTHON) tests/support/programs.py
	@touch $@

$(STAMPS)/chromium: | $(STAMPS)/python
	@$(PYTHON) tests/support/chromium.py
	@touch $@

clean: ## Remove what was installed and built (not your data)
	rm -rf $(VENV) $(STAMPS) frontend/node_modules bench/lighthouse/node_modules app/web/static/dist sbom
