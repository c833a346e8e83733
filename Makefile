# Two commands are enough: `make run` and `make test`. The others are parts of them, or longer.
# PORT, HOST and DLA_DATA are settings: the README lists all of them.

PYTHON ?= python3
VENV := .venv/bin

.PHONY: aide run test setup lint test-long bench lock clean

aide:
	@echo "make run        prépare tout, puis sert la démonstration sur http://127.0.0.1:8000"
	@echo "make test       prépare tout, puis passe tous les contrôles et tous les tests"
	@echo "make setup      prépare seulement (ce que les deux autres font d'abord)"
	@echo "make lint       les contrôles sans les tests"
	@echo "make test-long  les campagnes longues"
	@echo "make bench      les mesures, en rapport à une page de base"
	@echo "make lock       recalcule les verrous des dépendances"
	@echo "make clean      efface ce qui se refait (les données de la démonstration restent)"

setup: python
	@$(PYTHON) scripts/setup.py run

run: setup
	@exec $(VENV)/python scripts/run.py

test: python
	@$(PYTHON) scripts/setup.py test
	@$(VENV)/python scripts/check.py

lint: python
	@$(PYTHON) scripts/setup.py test
	@$(VENV)/python scripts/check.py --lint

test-long: python
	@$(PYTHON) scripts/setup.py test
	@$(VENV)/python scripts/check.py --long

bench: python
	@$(PYTHON) scripts/setup.py test
	@$(VENV)/python -m tests.bench

lock: python
	@$(PYTHON) scripts/setup.py test
	@$(VENV)/python scripts/lock.py

clean:
	@rm -rf .venv node_modules dla_market/static/vendor .mypy_cache .ruff_cache .import_linter_cache
	@rm -rf .hypothesis .pytest_cache test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: python
python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Il manque Python 3.11 ou plus récent : apt-get install python3 python3-venv"; exit 1; }
