# make report [KOMMUN=1489]   the report for a municipality (code or name)
# make test                   the tests, with a run of the demo municipality
# make lab                    JupyterLab on the notebooks
# make check                  lint, format, types and tests: what CI runs
# make lint                   the same without the tests: what pre-commit runs
# make test-all               the tests, also the slow ones
# make test-slow              only the slow ones
# make lock                   rewrite requirements.lock from pyproject.toml
#
# Each of them sets up the environment in .venv first, if that isn't done already.

KOMMUN ?= 1489
DEMO   := 9001
OVERVIEW := riket-demo
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
PIP    := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check --no-input
NBVAL  := -n logical --dist loadfile --nbval --nbval-current-env --nbval-sanitize-with tests/notebooks/sanitize.cfg
QUIET  := MPLBACKEND=agg PYDEVD_DISABLE_FILE_VALIDATION=1

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := report
.DELETE_ON_ERROR:
.PHONY: report test test-all test-slow lab check lint lock notebooks setup FORCE

report: $(READY)
	@$(BIN)/ibic-eval run "$(KOMMUN)"

test: $(READY)
	@$(QUIET) $(BIN)/python -m pytest -q -n logical
	@$(MAKE) notebooks

test-all: test test-slow

# What needs the same whole run stays on one worker.
test-slow: $(READY)
	@$(QUIET) $(BIN)/python -m pytest -q -m slow -n logical --dist loadgroup

# The stored results of the committed notebooks come out again on the demo municipality.
notebooks: $(READY)
	@$(BIN)/ibic-eval prepare $(DEMO)
	@$(BIN)/ibic-eval prepare $(OVERVIEW)
	@$(QUIET) $(BIN)/python -m pytest -q $(NBVAL) notebooks

lab: $(READY)
	@$(BIN)/ibic-eval prepare $(DEMO)
	@$(BIN)/ibic-eval prepare $(OVERVIEW)
	@$(BIN)/jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks

check: lint test

lint: $(READY)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary

lock:
	@python3 -m venv build/lock
	@build/lock/bin/python -m pip install --quiet --quiet --disable-pip-version-check uv
	@build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --extra dev \
		--generate-hashes --no-header pyproject.toml -o requirements.lock

# The stamp holds this folder's path: an environment that was moved is made anew.
SOUND := $(shell $(BIN)/python -c 'print(open("$(READY)").read().strip())' 2>/dev/null)
ifneq ($(SOUND),$(CURDIR))
$(READY): FORCE
endif

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@sh .ci/find-python > /dev/null
	@echo "Förbereder miljön i $(VENV) (tar några minuter första gången) ..."
	@test "$(SOUND)" = "$(CURDIR)" || "$$(sh .ci/find-python)" -m venv --clear $(VENV) || { \
		echo "Det gick inte att skapa $(VENV). På Debian och Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@$(PIP) install --require-hashes -r requirements.lock || { \
		echo "Paketen kunde inte installeras. Kontrollera nätet och försök igen med samma kommando." >&2; exit 1; }
	@$(PIP) install --no-deps --no-build-isolation -e . || { \
		echo "Programmet kunde inte installeras i $(VENV)." >&2; exit 1; }
	@echo "$(CURDIR)" > $@
