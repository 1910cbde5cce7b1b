# One command sets everything up: each target makes the virtual environment if there is none.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# How many processes run the tests. They wait for screens half of the time, so more than one for each processor helps.
WORKERS ?= 4
SERVER := build/editor/.ready-1.23.0

.PHONY: play test check editor bench bench-regrading kills terminal-kills writers cohort full hostile snapshots pictures graphs plays mutations exact sampling wheel format clean

play: $(VENV)/.ready  ## open the application
	@$(BIN)/onlyme

test: $(VENV)/.ready-dev  ## run every test
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal -rs

check: $(VENV)/.ready-dev  ## lint, types, the contract between rooms, the library's own specs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/onlyme check --strict first-steps quiet-eleventh-year
	$(BIN)/onlyme test
	$(BIN)/pytest tests/unit/test_docs.py

editor: $(SERVER)  ## install the YAML language server of editors, for the tests that talk to it (needs npm)

$(SERVER):
	@npm install --no-save --no-package-lock --no-audit --no-fund --silent --prefix $(@D) yaml-language-server@1.23.0
	@touch $@

bench: $(VENV)/.ready-dev  ## measure: ratios within one run
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.engine
	$(BIN)/python -m benchmarks.analysis
	$(BIN)/python -m benchmarks.terminal

bench-regrading: $(VENV)/.ready-dev  ## regrade 10,000 and 100,000 attempts: several minutes, and three gigabytes
	$(BIN)/python -m benchmarks.regrading

kills: $(VENV)/.ready-dev  ## 10,000 times kill -9 while writing, on both databases; 200 times the server's side: more than an hour
	$(BIN)/python -m tests.faults.kills --count 10000
	$(BIN)/python -m tests.faults.backends --kills 200 --crashes 20

writers: $(VENV)/.ready-dev  ## 50 programs write 200 choices each at once, on both databases
	$(BIN)/python -m tests.faults.crowd --writers 50 --rows 200

cohort: $(VENV)/.ready-dev  ## 200 simulated trainees sit two assessments, on both databases: some minutes
	$(BIN)/python -m tests.cohorts.simulate --people 200

full: $(VENV)/.ready-dev  ## a full disk under both databases (needs root)
	$(BIN)/python -m tests.faults.full

terminal-kills: $(VENV)/.ready-dev  ## 300 times kill -9 the application under random keys
	$(BIN)/python -m tests.faults.terminal_kills --count 300

hostile: $(VENV)/.ready-dev  ## a round through every screen with each of 31 hostile texts, on a terminal too
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal tests/terminal/every_payload.py

snapshots: $(VENV)/.ready-dev  ## write the pictures of the screens anew, after a change that is meant
	ONLYME_REWRITE_SNAPSHOTS=1 $(BIN)/pytest tests/terminal/test_snapshots.py

pictures: $(VENV)/.ready-dev  ## draw the pictures of the README anew
	$(BIN)/python -m docs.pictures

graphs: $(VENV)/.ready-dev  ## draw the scenarios of the library anew
	$(BIN)/python -m docs.graphs

plays: $(VENV)/.ready-dev  ## play the recorded plays of the handbook anew
	$(BIN)/python -m docs.plays

mutations: $(VENV)/.ready-dev  ## 100,000 broken documents
	$(BIN)/python -m tests.properties.mutate --count 100000

exact: $(VENV)/.ready-dev  ## the analysis against every state of 1,000 scenarios, one by one
	$(BIN)/python -m tests.properties.exact --count 1000

sampling: $(VENV)/.ready-dev  ## 200,000 random plays of the account, over all processors
	@$(BIN)/python -m tests.properties.sampling --count 200000

format: $(VENV)/.ready-dev  ## lay the code out
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/.ready: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.ready-dev: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up for tests (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.ready

clean:  ## remove what was made
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

wheel: $(VENV)/.ready-dev  ## build a wheel, install it elsewhere, and play both scenarios from there
	rm -rf build/elsewhere dist
	$(BIN)/python -m pip wheel --quiet --no-deps -w dist .
	$(PYTHON) -m venv build/elsewhere
	build/elsewhere/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt dist/*.whl
	sh tests/packaging.sh build/elsewhere/bin/onlyme
