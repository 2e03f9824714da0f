PYTHON ?= python3
BIN = .venv/bin

.PHONY: demo test lint bench bench-history bench-server papers faults clean

demo: .venv/installed
	@rm -rf demo-register
	@$(BIN)/fasti --register demo-register demo

test: .venv/developed
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered --cov-fail-under=95
	$(BIN)/python -m coverage report --include='domain/*,projections/*' --fail-under=100 --skip-covered

lint: .venv/developed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

papers: .venv/developed
	$(BIN)/python -m bench.papers

bench-history: .venv/developed
	$(BIN)/python -m bench.legislatures

bench-server: .venv/developed
	$(BIN)/python -m bench.server

bench: .venv/developed
	$(BIN)/python -m bench.run

faults: .venv/developed
	$(BIN)/python -m bench.faults

.venv/installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/developed: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv demo-register
