# Two commands do everything: `make serve` and `make test`. Both set up what they need and are fast the second time.
# PYTHON chooses the interpreter (3.11 to 3.13); HOST, PORT and the INDICATED_* settings of README.md are passed on.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= auto

export HF_HUB_OFFLINE := 1
export TOKENIZERS_PARALLELISM := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup index serve test lint types unit eval docs lock clean

help:  ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: $(READY)  ## Create the virtual environment from requirements.lock

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else f"Python 3.11 to 3.13 is needed, this is {v[0]}.{v[1]}: run make PYTHON=python3.11 ...")'
	@echo "Setting up $(VENV) with the pinned packages of requirements.lock (a minute or two the first time) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@

index: $(READY)  ## Build the index of the guidance if it is missing or out of date
	@$(BIN)/indicated index build --if-needed

serve: index  ## Build what is missing, then serve the chat page and the API
	@exec $(BIN)/indicated serve --host $(HOST) --port $(PORT)

test: lint types unit  ## Lint, types and all tests

lint: $(READY)  ## Lint and formatting (ruff)
	@echo "Lint ..."
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "Run: $(BIN)/ruff format ."; exit 1; }

types: $(READY)  ## Types (mypy, strict)
	@echo "Types ..."
	@$(BIN)/mypy

unit: $(READY)  ## All tests (pytest)
	@echo "Tests ..."
	@$(BIN)/pytest -q -n $(WORKERS)

eval: index  ## Evaluate the assistant on the development cases
	@$(BIN)/python -m eval run

docs: index  ## Renew the generated parts of README.md
	@$(BIN)/python tests/test_docs.py

lock: $(READY)  ## Renew requirements.lock from pyproject.toml, keeping pins that still fit
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --extra models --no-header --no-annotate pyproject.toml --output-file requirements.lock
	@# torch names its CUDA libraries, gigabytes of them, for every Linux; nothing here needs one.
	@sed -i -E '/^(nvidia-|cuda-|triton)/d' requirements.lock

clean:  ## Remove the environment, caches and the built index (not your own documents)
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis data/index data/models
