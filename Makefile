# The portal on a machine with Python 3.11 or newer, and nothing else.

PYTHON ?= python3
RUN := .venv/bin/python
# What a production looks like, for the checks that ask.
PRODUCTION := ALLOWED_HOSTS=portal.example.gov.cn DATABASE_URL=postgres://portal@db/portal REDIS_URL=redis://redis:6379/0 \
	SECRET_KEY=0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-not-a-real-one

.PHONY: help demo test test-long lint audit lock
help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

demo: ## the whole portal at http://127.0.0.1:8000/ with a made-up district (PORT=… chooses another port)
	@$(PYTHON) -I portal/prepare.py demo
	@exec $(RUN) manage.py demo

test: ## the whole test suite (browser tests need Chromium and are skipped without)
	@$(PYTHON) -I portal/prepare.py dev
	@$(RUN) -m pytest -q -rs -n 2 --dist loadfile --no-loadscope-reorder -m "not long"

test-long: ## what takes minutes and is told by shorter tests too: before a release
	@$(PYTHON) -I portal/prepare.py dev
	@$(RUN) -m pytest -q -rs -n 2 -m long

lint: ## style, types, floors of the house, templates, migrations, deployment settings
	@$(PYTHON) -I portal/prepare.py dev
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@BUILD=true $(RUN) -m mypy portal disputes whistle grid
	@.venv/bin/lint-imports
	@git ls-files 'templates/*.html' | xargs .venv/bin/djade --check --target-version 5.2
	@BUILD=true $(RUN) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	@$(PRODUCTION) $(RUN) manage.py check --deploy --fail-level WARNING

audit: ## known holes in what we depend on (asks the package index about each package)
	@$(PYTHON) -I portal/prepare.py dev
	@$(RUN) -m pip_audit --disable-pip --require-hashes -r requirements/base.txt

lock: ## write requirements/*.txt anew from requirements/*.in (needs uv)
	@cd requirements && for set in base demo dev browser; do \
		uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-config \
			--custom-compile-command "make lock" $$set.in -o $$set.txt || exit 1; done
