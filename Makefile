# build: install what is locked and run the main job · test: lint, types, tests · lock: renew the locks
# tools: what tests use of the system, where apt-get is (as root): a Chinese font, LibreOffice

PYTHON ?= $(shell python3.11 -c '' >/dev/null 2>&1 && echo python3.11 || echo python3)
UV_VERSION := 0.13.9

venv := .venv
py := $(venv)/bin/python
pip := $(py) -m pip --disable-pip-version-check
# sqlfluff indents what a macro would render, not the macro: there its indentation rule is off.
sql_folders = $(wildcard models tests analyses)
sqlfluff = $(if $(sql_folders),$(venv)/bin/sqlfluff $(1) --processes 2 $(sql_folders))
sqlfluff_macros = $(if $(wildcard macros),$(venv)/bin/sqlfluff $(1) --exclude-rules LT02 macros)
compile = $(venv)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-strip-extras $(UPGRADE)

export DBT_SEND_ANONYMOUS_USAGE_STATS ?= false
export GX_ANALYTICS_ENABLED ?= false

.PHONY: help build test tools lint format lock clean
.NOTPARALLEL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := build

help:
	@echo "build   install what is locked, build the warehouse of the samples"
	@echo "test    lint, types, tests"
	@echo "tools   what tests use of the system (as root): a Chinese font, LibreOffice"
	@echo "lint    ruff, sqlfluff, mypy"
	@echo "format  mend what the linters can mend"
	@echo "lock    renew the locks (UPGRADE=--upgrade takes the newest versions)"
	@echo "clean   remove what can be made again, but for the warehouse"

build: $(venv)/.project
	$(venv)/bin/gongkai build

test: lint
	$(py) -m pytest -n 2

# Without them some tests skip and say so; the project itself needs neither. So it is no failure if they can't be had.
tools:
	@if fc-list :lang=zh 2>/dev/null | grep -q . && command -v soffice >/dev/null; then \
		echo "A Chinese font and LibreOffice are installed."; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		apt-get update --quiet=2 && DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes \
			--no-install-recommends fonts-noto-cjk fontconfig libreoffice-writer-nogui libreoffice-calc-nogui \
			>/dev/null || echo "Some tests will skip: fonts-noto-cjk or LibreOffice could not be installed."; \
	else \
		echo "Some tests will skip without fonts-noto-cjk and libreoffice-writer-nogui: install them as root."; \
	fi

lint: $(venv)/.requirements-dev $(venv)/.project
	$(venv)/bin/ruff check
	$(venv)/bin/ruff format --check
	$(call sqlfluff,lint)
	$(call sqlfluff_macros,lint)
	$(venv)/bin/mypy inference ingest

format: $(venv)/.requirements-dev
	$(venv)/bin/ruff check --fix
	$(venv)/bin/ruff format
	$(call sqlfluff,fix)
	$(call sqlfluff_macros,fix)

# `make lock UPGRADE=--upgrade` takes the newest versions; without it only what changed moves.
lock: $(venv)/.created
	$(pip) install --quiet uv==$(UV_VERSION)
	$(compile) --output-file requirements.txt pyproject.toml requirements.in
	$(compile) --output-file requirements-dev.txt pyproject.toml requirements.in requirements-dev.in

# The published warehouse stays: whoever reads it may not be the one who cleans.
clean:
	rm -rf $(venv) target logs build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is as old as the last installation of what it stands for. A lock names all there is to install (--no-deps).
$(venv)/.created:
	$(PYTHON) -m venv $(venv)
	touch $@

$(venv)/.requirements: requirements.txt | $(venv)/.created
	$(pip) install --quiet --no-deps --require-hashes -r requirements.txt
	touch $@

# The development lock holds the runtime's too: installing it settles both.
$(venv)/.requirements-dev: requirements-dev.txt requirements.txt | $(venv)/.created
	$(pip) install --quiet --no-deps --require-hashes -r requirements-dev.txt
	touch $(venv)/.requirements $@

$(venv)/.project: pyproject.toml | $(venv)/.requirements
	$(pip) install --quiet --no-deps --no-build-isolation --editable .
	touch $@
