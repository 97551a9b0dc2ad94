# Short names for what the README describes. Everything is anchored at this file's folder, so
# `make -C folder` and `make -f folder/Makefile` do the same from anywhere.
ROOT := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))

# All of these may come from the command line or the environment.
ROLLOUT       ?= $(ROOT)/build/release/rollout
COMPOSE_FILE  ?= $(ROOT)/docker-compose.yml
STATE_FILE    ?= $(or $(ROLLOUT_STATE_PATH),$(ROOT)/state/active-color)
UPSTREAM_CONF ?= $(or $(ROLLOUT_UPSTREAM_CONF),$(ROOT)/nginx/conf.d/upstream.conf)
PROJECT_NAME  ?=
SERVICE       ?=
PREFIX        ?= /usr/local

rollout = ROLLOUT_STATE_PATH='$(STATE_FILE)' ROLLOUT_UPSTREAM_CONF='$(UPSTREAM_CONF)' \
    '$(ROLLOUT)' -f '$(COMPOSE_FILE)' $(if $(PROJECT_NAME),-p '$(PROJECT_NAME)')

# A knob that is not set stays out, so that rollout's own defaults and variables decide.
smoke = $(if $(SMOKE_URL),--smoke-url '$(SMOKE_URL)') \
    $(if $(SMOKE_STATUS),--smoke-status '$(SMOKE_STATUS)') \
    $(if $(SMOKE_ATTEMPTS),--smoke-attempts '$(SMOKE_ATTEMPTS)') \
    $(if $(SMOKE_TIMEOUT),--smoke-timeout '$(SMOKE_TIMEOUT)') \
    $(if $(SMOKE_DELAY),--smoke-delay '$(SMOKE_DELAY)')

.DEFAULT_GOAL := help
.PHONY: help init build install up down deploy status logs test check clean demo

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  %-8s %s\n", $$1, $$2}' '$(ROOT)/Makefile'

init: ## make the folder of the deploy record
	@mkdir -p '$(dir $(STATE_FILE))'

build: ## build rollout and the sample app (scripts/setup installs what that needs)
	cmake -S '$(ROOT)' --preset release
	cmake --build '$(ROOT)/build/release' --target rollout rollout_app
	install -D '$(ROOT)/build/release/app/rollout-app' '$(ROOT)/app/dist/rollout-app'

install: build ## install rollout below PREFIX (/usr/local)
	cmake --install '$(ROOT)/build/release' --component rollout --prefix '$(PREFIX)'

up: init ## start the blue app and the proxy
	$(rollout) up app proxy

down: ## remove what up and deploy made
	$(rollout) down

deploy: init ## replace the running color by the other one, without losing a request
	$(rollout) deploy $(smoke) </dev/null

status: ## what is live, and do record and proxy agree
	$(rollout) status

logs: ## the containers' output; SERVICE=app for one service
	$(rollout) logs $(SERVICE)

test: ## install what is needed, build, and run every test
	'$(ROOT)/scripts/test'

check: ## format, scripts, layers, documents, headers, clang-tidy; runs nothing
	'$(ROOT)/scripts/check'

clean: ## remove the local record file; the engine keeps its own, and no container is touched
	rm -f '$(STATE_FILE)'

demo: ## install what is needed and show a good and a bad deploy under load
	'$(ROOT)/scripts/demo'
