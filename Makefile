# Each verb is a line or two: CI has no logic of its own, and a laptop can repeat it.
# A newcomer needs git, make, and Python 3.11 or newer with pip; `.venv` makes itself.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

# Where it is set, every program that a test starts compiles the library anew.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
READY := .venv/.ready
PACKAGES := -e '.[service,kafka,oidc]' --group dev

# The first Python that is new enough and can make environments.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	$$python -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$python; break; }; done)

# The exact Pythons of test-all: on the path, or where pyenv keeps them.
other = $(shell for python in python$(1) $$(ls -d $$(pyenv root 2>/dev/null)/versions/$(1).*/bin/python$(1) 2>/dev/null); do \
	$$python -c '' 2>/dev/null && { echo $$python; break; }; done)

# $(call environment,directory,python): rebuilt as a whole, because what is no longer
# named must be gone. Debian without python3-venv has no ensurepip; its pip can help.
define environment
	@test -n "$(2)" || { echo 'avrotower needs Python 3.11 or newer; name one: make PYTHON=/path/to/python3' >&2; exit 2; }
	@echo "setting up $(1) with $$($(2) --version), once"
	@rm -rf $(1)
	@$(2) -m venv $(1) >/dev/null 2>&1 || { $(2) -m venv --clear --without-pip $(1) && $(2) -m pip -q --python $(1)/bin/python install pip; }
	@$(1)/bin/python -m pip install -q --disable-pip-version-check -c constraints.txt --upgrade pip hatchling editables
	@$(1)/bin/python -m pip install -q -c constraints.txt --no-build-isolation $(PACKAGES)
	@touch $(1)/.ready
endef

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

check: $(READY) ## ruff, ruff format, mypy, pyright, lint-imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(BIN)/pyright
	$(BIN)/lint-imports --no-logo

test: $(READY) ## unit, corpora, properties, coverage
	@$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	@$(BIN)/coverage combine -q
	$(BIN)/coverage report

test-all: test ## the tests on Python 3.12 and 3.13 too, where they are installed
	@$(MAKE) --no-print-directory test-3.12 test-3.13

test-3.%:
	@if [ -n "$(call other,3.$*)" ]; then $(MAKE) --no-print-directory .venv-3.$*/.ready && .venv-3.$*/bin/python -m pytest; \
	else echo "Python 3.$* is not installed here: not tested"; fi

corpora: $(READY) ## every row of AVROTOWER_CORPORA (default ../shared/corpora), and the properties, with figures
	AVROTOWER_CORPORA="$${AVROTOWER_CORPORA:-../shared/corpora}" $(BIN)/python -m pytest -s tests/corpus tests/compat/test_properties.py

bench: $(READY) ## speed, as ratios measured side by side
	$(BIN)/python -m pytest -s -m bench tests/benchmarks

integration: $(READY) ## real servers, where they can be had
	@if [ -d tests/integration ]; then $(BIN)/python -m pytest -m integration tests/integration tests/service/api; \
	else echo 'no integration tests yet: they come with the registry client, the broker client and the proxy'; fi

differential: $(READY) ## an hour of random calls to the embedded registry and to a real one
	AVROTOWER_SEQUENCES=$${AVROTOWER_SEQUENCES:-5000} $(BIN)/python -m pytest -m integration tests/integration/differential

fix: $(READY) ## what ruff can repair, and layout
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format

build: $(READY) ## sdist, wheel from the sdist, its contents, tests against that wheel
	rm -rf dist
	$(BIN)/python -m build --no-isolation
	$(BIN)/check-wheel-contents dist
	.ci/test-wheel $(BIN)/python dist/*.whl

docs: $(READY) ## what is generated in docs/, schemas/ and the README; CI only compares
	$(BIN)/python docs/generate.py $(if $(CI),--check)

demo: $(READY) ## the reference estate, clean, and then a change that breaks it
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh schemas/demo.sh

clean: ## everything that make has made
	rm -rf .venv .venv-3.* dist .coverage .coverage.* .hypothesis .*_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

$(READY): pyproject.toml constraints.txt
	$(call environment,.venv,$(PYTHON))

.venv-3.%/.ready: pyproject.toml constraints.txt
	$(call environment,.venv-3.$*,$(call other,3.$*))

.PHONY: help check test test-all corpora bench integration differential fix build docs demo clean
.PRECIOUS: .venv-3.%/.ready
