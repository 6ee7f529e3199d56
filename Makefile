# Every target does its own set-up: a private virtual environment in .venv, from hash-pinned
# requirements. It needs Python 3.11 or newer with venv, pip, and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help install demo test test-long fuzz lint docs bench bench-memory bench-crowd \
	bench-hostile soak bench-reading bench-readers bench-backups bench-damage chaos lock clean

help: ## Show these targets.
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1 - /p' Makefile

install: $(VENV)/run.stamp ## Make the program, .venv/bin/tinhuy.

demo: $(VENV)/run.stamp ## Serve imitated sites on this machine, crawl them twice, export a CSV.
	$(BIN)/python -m tests.demo

test: $(VENV)/dev.stamp ## Run the tests, two at a time.
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

test-long: $(VENV)/dev.stamp ## Run the tests that take minutes.
	$(BIN)/python -m pytest -m long

fuzz: $(VENV)/dev.stamp ## Run the tests that hypothesis feeds with 100,000 examples each (an hour).
	$(BIN)/python -m pytest -m fuzz --hypothesis-profile=long

lint: $(VENV)/dev.stamp ## Check style, formatting and types.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(VENV)/dev.stamp ## Write the generated tables of README.md anew.
	$(BIN)/python -m tests.tables

bench: $(VENV)/run.stamp $(VENV)/bench/run.stamp ## Measure whole crawls beside other crawlers (half an hour; needs nginx).
	$(BIN)/python -m benchmarks.crawling

bench-crowd: $(VENV)/run.stamp ## Measure 60 and 200 sites side by side (ten minutes; needs nginx).
	$(BIN)/python -m benchmarks.crowd

bench-hostile: $(VENV)/run.stamp ## Crawl among servers that misbehave (an hour; needs nginx).
	$(BIN)/python -m benchmarks.hostile

soak: $(VENV)/run.stamp ## Crawl 200,000 answers, and see that nothing grows (an hour; needs nginx).
	$(BIN)/python -m benchmarks.hostile.soak

bench-memory: $(VENV)/run.stamp ## Measure the memory of a crawl of 20,000 and of 100,000 articles (an hour).
	$(BIN)/python -m benchmarks.crawling.memory

bench-reading: $(VENV)/bench/run.stamp ## Measure our reading beside other extractors (ACCEPT=1: pin it).
	$(VENV)/bench/bin/python -m benchmarks.reading $(if $(ACCEPT),--accept)

bench-backups: $(VENV)/dev.stamp ## Make 1,000 backups during writes, beside copies by cp (half an hour).
	$(BIN)/python -m benchmarks.backups

bench-damage: $(VENV)/dev.stamp ## Damage 1,000 archives and recover them (ten minutes).
	$(BIN)/python -m benchmarks.damage --keep

bench-readers: $(VENV)/dev.stamp ## Read 100,000 mutated pages as a crawl does (an hour).
	$(BIN)/python -m benchmarks.readers

chaos: $(VENV)/dev.stamp ## Kill crawls, fail disks, cut the power (hours; PART=…, COUNT=… for less).
	$(BIN)/python -m benchmarks.chaos $(PART) $(if $(COUNT),--count $(COUNT)) $(if $(FROM),--from $(FROM))

lock: ## Pin the newest versions that pyproject.toml allows, with their hashes.
	$(PYTHON) -m venv --clear $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(call pin,requirements.txt,--extra progress)
	$(call pin,requirements-dev.txt,--extra progress --extra dev --constraint requirements.txt)
	$(call pin,benchmarks/requirements-reading.txt,benchmarks/requirements-reading.in)

# For every Python and system at once; the files name no index and no path of this machine.
pin = $(VENV)/lock/bin/uv pip compile --quiet --universal --upgrade --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	pyproject.toml requirements.in --output-file $(1) $(2)

clean: ## Remove what the other targets made.
	rm -rf $(VENV) demo build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The stamps say which requirements are installed; pip leaves what is there as it is.
$(VENV)/run.stamp: requirements.txt pyproject.toml | $(BIN)/pip
	$(INSTALL) --require-hashes -r requirements.txt
	PYTHONWARNINGS=ignore $(INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(INSTALL) --require-hashes -r requirements-dev.txt
	touch $@

# Apart, for the other extractors ask for older libraries than ours. All are in the file, so pip
# need not look for more, which its older versions cannot with what newspaper4k asks for.
$(VENV)/bench/run.stamp: benchmarks/requirements-reading.txt | $(BIN)/pip
	$(PYTHON) -m venv --clear $(VENV)/bench
	$(VENV)/bench/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
	  --require-hashes -r benchmarks/requirements-reading.txt
	touch $@

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "tinhuy needs Python 3.11 or newer, and '$(PYTHON)' is not: name one, as in: make $(or $(MAKECMDGOALS),test) PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "'$(PYTHON)' lacks venv: install it (on Debian and Ubuntu: apt install python3-venv)" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
