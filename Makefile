# All there is to do, one word each; `make` by itself lists it. Needs Python 3.11 or newer and make, nothing else.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo test check fmt catalogue pictures bench bench-ties bench-coach eval-model brief-versions simulate lock revision clean

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PROCESSES ?= 2
# The marked tests that `make test` adds to those that count for coverage, if there are any; `make test also=` adds none.
also ?= browser

# The four steps of an installation. Each leaves its mark when it is done, so that a broken-off one starts again.
MADE := .venv/.made
LOCKED := .venv/.locked
OURS := .venv/.ours
DEV := .venv/.dev

# Scripts in .venv name its folder and its Python: after a move, or when that Python is gone, it is made anew.
$(shell [ "$$(cat $(MADE) 2>/dev/null)" = "$(CURDIR)" ] && [ -x $(BIN)/python ] || rm -f $(MADE) $(LOCKED) $(OURS) $(DEV))

find_python = python=; \
	for one in python3.13 python3.12 python3.11 python3; do \
		"$$one" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && python=$$one && break; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Concertmaster needs Python 3.11 or newer; found: $$(python3 --version 2>/dev/null || echo none)." >&2; \
		echo "Install one (python.org, your system's packages, pyenv) so that python3 or python3.11 finds it, and try again." >&2; \
		exit 1; \
	fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "$$("$$python" --version) is here, but without its venv module." >&2; \
		echo "On Debian and Ubuntu: sudo apt install python3-venv (or $$("$$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')), and try again." >&2; \
		exit 1; \
	fi

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

demo: $(OURS) ## the browser on localhost with an example organisation; no accounts
	@$(BIN)/concertmaster demo

test: $(OURS) $(DEV) ## every test on two processes, what they cover, and what was left out
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -n $(PROCESSES) --dist worksteal -m "not browser and not crash and not large and not year"
	@$(BIN)/coverage combine --quiet
	@$(BIN)/python tests/not_covered.py
	@for marker in $(also); do echo; echo "also: $$marker"; $(BIN)/python -m pytest -n $(PROCESSES) --dist worksteal -m "$$marker" || [ $$? = 5 ] || exit 1; done

check: $(OURS) $(DEV) ## ruff, mypy and the drawing of who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: $(OURS) $(DEV) ## the code in its usual shape
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

catalogue: $(OURS) ## all that the bot can say, as one page
	@$(BIN)/concertmaster catalogue

pictures: $(OURS) $(DEV) ## the README's day anew: its transcript, and with a Chromium its pictures
	@$(BIN)/python -m docs.readme_day
	@$(BIN)/python -m docs.in_slack
	@$(BIN)/python -m docs.pictures.make
	@$(BIN)/python docs/pictures/slack.py
	@$(BIN)/python .ci/teams_playground.py --pictures

bench: $(OURS) $(DEV) ## the measurements, each against its floor
	@$(BIN)/python -m bench

# FOLDER of real organisations, or a score and a file of cases of one's own; the example's with neither.
data ?=
bench-ties: $(OURS) $(DEV) ## how well tasks find their lines: make bench-ties data=FOLDER, or data="SCORE CASES"
	@$(BIN)/python -m bench.ties $(data)

bench-coach: $(OURS) $(DEV) ## how well questions are answered without a model: make bench-coach data=FOLDER, or data=CASES
	@$(BIN)/python -m bench.coach $(data)
# The key of the endpoint, if it wants one, is in the environment as KEY. cases="CASES SCORE" tries one's own.
URL ?=
MODEL ?=
cases ?=
eval-model: $(OURS) $(DEV) ## how a brief holds with a model: make eval-model URL=http://127.0.0.1:8080/v1 MODEL=NAME
	@$(BIN)/python -m bench.briefs "$(URL)" "$(MODEL)" $(cases)

brief-versions: $(OURS) $(DEV) ## write down what each brief says at its version, once that was raised
	@$(BIN)/python -m bench.brief_versions

SEED ?= 1
DAYS ?= 90
PEOPLE ?= 12
simulate: $(OURS) $(DEV) ## people and broken machines, day after day: make simulate SEED=1 DAYS=90 PEOPLE=12
	@$(BIN)/python -m tests.simulation --seed $(SEED) --days $(DAYS) --people $(PEOPLE)

# Versions that still fit are kept; `make lock upgrade=--upgrade` takes the newest.
COMPILE = build/uv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock" $(upgrade)

lock: ## the lock files again, from pyproject.toml
	@rm -rf build/uv; $(find_python); "$$python" -m venv build/uv
	@build/uv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	@$(COMPILE) --group build --output-file requirements.lock
	@$(COMPILE) --group build --extra meaning --constraints requirements.lock --output-file requirements-meaning.lock
	@$(COMPILE) --group build --group dev --extra meaning --constraints requirements-meaning.lock --output-file requirements-dev.lock
	@rm -rf build/uv

revision: $(OURS) $(DEV) ## the next migration: make revision m="People have a nickname"
	@$(BIN)/python -m storage.migrations.revise "$(m)"
	@$(BIN)/ruff format --quiet storage/migrations/versions

clean: ## nothing but the sources and your data (.concertmaster stays)
	@rm -rf .venv build *.egg-info .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(MADE):
	@$(find_python); echo "Making .venv with $$("$$python" --version)"; "$$python" -m venv --clear .venv
	@echo "$(CURDIR)" > $@

$(LOCKED): requirements.lock $(MADE)
	@echo "Installing what Concertmaster needs (once; about a minute)"
	@$(PIP) --require-hashes --requirement requirements.lock
	@touch $@

$(OURS): pyproject.toml $(LOCKED)
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.lock $(MADE)
	@echo "Installing what the tests need (once; about a minute)"
	@$(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $@
