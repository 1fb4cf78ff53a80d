# Plexus. `make run` needs Python 3.11 or newer and make, and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := pyproject.toml hatch_build.py $(shell find frontend src/plexus/shell/assets src/plexus/locale \
	-name node_modules -prune -o -type f ! -name '*.mo' -print 2>/dev/null)

.PHONY: run test bench chaos lint format lock messages clean help

## run: start Plexus with demo data on http://127.0.0.1:8000 (ARGS="--port 9000")
run: $(VENV)/.run
	$(BIN)/plexus up --demo $(ARGS)

## test: every test (ARGS="-k pipeline")
test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist loadfile --durations 60 $(ARGS)

## bench: figures, with the machine's limit beside each
bench: $(VENV)/.dev
	$(BIN)/python -m bench $(ARGS)

## chaos: ten minutes of writing while parts are killed, then everything is counted (ARGS="--minutes 1 --seed 7")
chaos: $(VENV)/.dev
	$(BIN)/python -m bench.chaos $(ARGS)

## lint: style, types, imports, shape, migrations, locks, the wheel
lint: $(VENV)/.dev
	PATH="$(CURDIR)/$(BIN):$$PATH" bash tools/lint.sh

## format: what can be put right by a program
format: $(VENV)/.dev
	-$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

## lock: renew requirements/*.lock from pyproject.toml
lock: $(VENV)/.dev
	PATH="$(CURDIR)/$(BIN):$$PATH" bash tools/lock.sh

## messages: renew the translation catalogues from the source (ARGS="theirs.po" takes what a translator sent)
messages: $(VENV)/.dev
	$(BIN)/python tools/messages.py $(ARGS)

## clean: remove everything that was made, but for your data
clean:
	rm -rf $(VENV) dist build frontend/node_modules src/plexus/shell/static/plexus/dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

## help: this list
help:
	@sed -n 's/^## /make /p' $(MAKEFILE_LIST)

$(VENV)/.run: requirements/run.lock $(SOURCES)
	$(PYTHON) tools/install.py $(VENV) run

$(VENV)/.dev: requirements/dev.lock $(SOURCES)
	$(PYTHON) tools/install.py $(VENV) dev
