# Another Python, or a second environment beside the first:
#   make test PYTHON=python3.13 VENV=.venv-3.13
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv)
TEMPLATES := templates
DEMO ?= 1

.PHONY: help install run test fuzz check fix bench growth mixed sealing parts lock clean
.DELETE_ON_ERROR:

help:  ## show this
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

install: $(VENV)/runtime  ## make .venv with what the application needs

run: $(VENV)/runtime  ## start it with the demo community (DEMO=0 leaves that out)
	@DEMO=$(DEMO) $(BIN)/common-thread serve

test: $(VENV)/dev  ## run the tests (ARGS="-k reply" for some of them)
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

fuzz: $(VENV)/dev  ## ask the API whatever its description allows, for some minutes
	@EXAMPLES=100 $(BIN)/python -m pytest tests/web/api/test_described.py $(ARGS)

# Not --quiet for djlint: it would fail without saying where.
check: $(VENV)/dev  ## formatting, lint, types, imports, templates
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/djlint --check --lint $(TEMPLATES)

fix: $(VENV)/dev  ## mend what a tool can mend
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djlint --reformat --quiet $(TEMPLATES) || true

bench: $(VENV)/dev  ## measure the pages, one JSON object a line
	@$(BIN)/python -m bench $(ARGS)

growth: $(VENV)/dev  ## measure how pages fare among ten million posts (ARGS="--sizes 10000 1000000")
	@$(BIN)/python -m bench.growth $(ARGS)

mixed: $(VENV)/dev  ## ten minutes of members who read, react and write
	@$(BIN)/python -m bench.mixed --check $(ARGS)

sealing: $(VENV)/dev  ## what it costs to seal up to a million read bundles anew
	@$(BIN)/python -m bench.sealing $(ARGS)

parts: $(VENV)/dev  ## show where the processor time of a request goes
	@$(BIN)/python -m bench.parts --table $(ARGS)

# The addresses of an index stay out: whoever installs asks her own, and the hashes decide.
LOCK := $(UV) pip compile pyproject.toml --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --no-annotate --custom-compile-command "make lock" $(ARGS)

lock:  ## resolve both lock files anew (needs uv; ARGS=--upgrade for newer versions)
	@$(if $(UV),,$(error make lock needs uv))
	@$(LOCK) --group build --output-file requirements.lock
	@$(LOCK) --group build --group dev --constraint requirements.lock \
		--output-file requirements-dev.lock

clean:  ## remove the environment and every cache, never the data
	rm -rf $(VENV) build *.egg-info .*_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

PIP := $(if $(UV),$(UV) pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet)

# The lock holds setuptools, so that installing the project itself asks nobody for anything.
$(VENV)/runtime: $(VENV)/made requirements.lock pyproject.toml
	@echo "Installing what is needed; this takes about half a minute, once."
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: $(VENV)/runtime requirements-dev.lock
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/made:
ifdef UV
	@$(UV) venv --quiet --clear --python '$(or $(PYTHON),>=3.11)' $(VENV)
else
	@for python in $(or $(PYTHON),python3 python3.13 python3.12 python3.11); do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
		then exec $$python -m venv --clear $(VENV); fi; \
		echo "$$python is missing or older than Python 3.11." >&2; \
	done; \
	echo "Common Thread needs Python 3.11 or newer. Install it, or name it: make run PYTHON=/path/to/python3" >&2; \
	exit 1
endif
	@touch $@
