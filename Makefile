# The front door: `make run` and `make test` set everything up by themselves.
.DEFAULT_GOAL := help
.PHONY: help run ask check test ablation fit bench soak fuzz mutations eval screenshot fmt lock lint clean

VENV := .venv
BIN := $(VENV)/bin
export UV_PYTHON_DOWNLOADS := never
# The certificates this machine trusts, as pip uses them: needed behind a company's proxy.
export UV_SYSTEM_CERTS := true
export UV_NATIVE_TLS := true
UV := $(shell command -v uv 2>/dev/null)
# The first Python that is new enough; PYTHON=... chooses another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

help:  ## Say what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

run: $(VENV)/.runs  ## Serve Slack when there are credentials, else a small Slack for the browser
	@$(BIN)/whosejob run

ask: $(VENV)/.runs  ## Ask one question: make ask Q="who patches RDS?"
	@$(BIN)/whosejob ask "$(or $(Q),who patches RDS?)"

check: $(VENV)/.runs  ## Check the knowledge
	@$(BIN)/whosejob check

test: $(VENV)/.tests lint  ## All checks and all tests
	@$(BIN)/whosejob check
	@$(BIN)/python -m pytest -n 3

lint: $(VENV)/.tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(VENV)/.tests  ## Measure answer(), a signed slash command, and cost against rapidfuzz
	@$(BIN)/python -m benchmarks.speed
	@$(BIN)/python -m benchmarks.cost

soak: $(VENV)/.tests  ## Real processes under load: stopped and killed, then seventeen minutes of questions (Linux)
	@$(BIN)/python -m benchmarks.kills
	@$(BIN)/python -m benchmarks.soak

mutations: $(VENV)/.tests  ## Take every guard away, one at a time, and see its test fail
	@$(BIN)/python -m benchmarks.mutations

eval: $(VENV)/.evals  ## Count how many questions are understood, by us and by other matchers
	@$(BIN)/python -m benchmarks.quality
	@$(BIN)/python -m benchmarks.peers

fuzz: $(VENV)/.fuzz  ## Throw a million hostile requests at the gate, then search for more
	@$(BIN)/python -m benchmarks.fuzz

fit: $(VENV)/.evals  ## Print the weights of confidence for understanding/confidence.py
	@$(BIN)/python -m benchmarks.fit

ablation: $(VENV)/.tests  ## Print what each part of understanding is worth
	@$(BIN)/python -m benchmarks.ablation

screenshot: $(VENV)/.tests  ## Draw docs/playground.png anew (needs Chromium or Chrome)
	@$(BIN)/python -m docs.screenshot

fmt: $(VENV)/.tests  ## Format the code, write the generated files
	@$(BIN)/ruff check --fix --silent . || true
	@$(BIN)/ruff format .
	@$(BIN)/whosejob schema
	@$(BIN)/whosejob learn --if-needed

lock:  ## Pin what pyproject.toml asks for (needs uv)
	@test -n "$(UV)" || { echo "make lock needs uv: pip install uv"; exit 2; }
	uv pip compile -q $(LOCK) pyproject.toml -o requirements.txt
	uv pip compile -q $(LOCK) --group build -o requirements-build.txt
	uv pip compile -q $(LOCK) --group dev pyproject.toml -c requirements.txt -o requirements-dev.txt
	uv pip compile -q $(LOCK) --group eval -c requirements-dev.txt -o requirements-eval.txt
	uv pip compile -q $(LOCK) --group fuzz -c requirements-dev.txt -o requirements-fuzz.txt

LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

clean:  ## Remove what was installed and cached
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

# --- setting up ------------------------------------------------------------------------------------

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "whosejob needs Python 3.11 or newer; none was found. Install one, or: make PYTHON=/path/to/python3"; exit 2; }
	@echo "Making $(VENV) with $$($(PYTHON) --version) ..."
	@$(if $(UV),uv venv -q --allow-existing --python "$$(command -v $(PYTHON))" $(VENV),$(PYTHON) -m venv $(VENV))
	@touch $@

ifdef UV
INSTALL = uv pip install -q --python $(BIN)/python
else
INSTALL = $(BIN)/python -m pip install -q --disable-pip-version-check
endif

$(VENV)/.runs: $(VENV)/.made requirements.txt requirements-build.txt pyproject.toml
	@echo "Installing what runs (requirements.txt, pinned by hash) ..."
	@$(INSTALL) --require-hashes -r requirements.txt -r requirements-build.txt
	@$(INSTALL) --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.tests: $(VENV)/.runs requirements-dev.txt
	@echo "Installing what tests (requirements-dev.txt, pinned by hash) ..."
	@$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.evals: $(VENV)/.tests requirements-eval.txt
	@echo "Installing what compares (requirements-eval.txt, pinned by hash) ..."
	@$(INSTALL) --require-hashes -r requirements-eval.txt
	@touch $@

$(VENV)/.fuzz: $(VENV)/.tests requirements-fuzz.txt
	@echo "Installing what fuzzes (requirements-fuzz.txt, pinned by hash) ..."
	@$(INSTALL) --require-hashes -r requirements-fuzz.txt
	@touch $@
