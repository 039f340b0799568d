# What people and CI do in this repository, by name. Needed: Node 20 or newer with npm, and make. The Node that runs Ream itself
# comes with the dependencies. `make` alone lists the verbs.

SYSTEM_PATH := $(PATH)
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)

INSTALLED := node_modules/.package-lock.json
SAMPLES_OUTPUT := out/samples

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## List these verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

# npm runs with the machine's own Node: the one under node_modules/ is replaced while it works.
$(INSTALLED): package-lock.json
	@command -v npm >/dev/null || { echo "npm is missing: install Node 20 or newer, https://nodejs.org" >&2; exit 1; }
	@PATH="$(SYSTEM_PATH)" node -e 'if (parseInt(process.versions.node, 10) < 20) { console.error("Node " + process.versions.node + " is too old: install Node 20 or newer, https://nodejs.org"); process.exit(1); }'
	@echo "Installing the dependencies (once; about a minute)"
	@PATH="$(SYSTEM_PATH)" npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: install
install: $(INSTALLED) ## Install the dependencies; every other verb does it when needed
	@:

.PHONY: run
run: $(INSTALLED) ## Read the text of the sample documents, into out/samples
	@test ! -e $(SAMPLES_OUTPUT)/summary.json || echo "$(SAMPLES_OUTPUT) is there from an earlier run, and what it holds is kept. To begin anew: make clean run"
	./ream run --pipeline ocr test/corpus/samples --output $(SAMPLES_OUTPUT)

.PHONY: test
test: $(INSTALLED) ## Types, lint, generated files, unit and conformance tests; ends with "N passed, N failed"
	@node tools/run-tests.ts typecheck lint generate unit conformance

.PHONY: integration
integration: $(INSTALLED) ## Tests that need more of the machine: the commands of Tesseract and poppler
	@node tools/run-tests.ts integration

.PHONY: lint typecheck deadcode
lint: $(INSTALLED) ## Only the lint, with the directions between folders
	@oxlint
typecheck: $(INSTALLED) ## Only the types
	@tsc --noEmit
deadcode: $(INSTALLED) ## Only the search for what nothing uses
	@knip

.PHONY: generate verify
generate: $(INSTALLED) ## Write crds/ and docs/reference/ anew from contract/
	@node tools/generate.ts
verify: $(INSTALLED) ## Everything that is checked without running the tests
	@node tools/run-tests.ts generate lint typecheck deadcode

.PHONY: samples
samples: $(INSTALLED) ## Draw the sample documents anew (needs fonts-liberation)
	@node tools/make-samples.ts

.PHONY: known
known: $(INSTALLED) ## Draw the documents with known texts (needs fonts-liberation and fonts-dejavu-core)
	@node tools/make-known.ts

.PHONY: bench bench-engine bench-local bench-memory bench-ocr
bench: bench-engine bench-local bench-memory bench-ocr ## All measurements, against their targets
bench-engine: $(INSTALLED) ## How fast the ledger is decoded and folded, and how much memory it takes
	@node --expose-gc test/bench/engine.ts
bench-local: $(INSTALLED) ## How many documents a second local mode takes when the handler takes no time
	@node test/bench/local.ts
bench-ocr: $(INSTALLED) known ## How fast and how well documents are read, beside a script around tesseract (25 minutes)
	@node test/bench/ocr.ts

bench-memory: $(INSTALLED) ## Is memory flat over 2,000 mixed documents? (some minutes)
	@node test/bench/memory.ts

.PHONY: planted-bugs kill-test sample-run
planted-bugs: $(INSTALLED) ## Do the engine's tests catch each mistake of test/planted-bugs?
	@node tools/check-planted-bugs.ts
kill-test: $(INSTALLED) ## Kill runs at 50 moments, go on, and compare with an undisturbed run
	@node test/kill/kill-test.ts
sample-run: $(INSTALLED) ## make run from the start, with its outputs judged by the samples' known texts
	@rm -rf $(SAMPLES_OUTPUT)
	@$(MAKE) --no-print-directory run
	@node test/corpus/check-sample-run.ts $(SAMPLES_OUTPUT)

.PHONY: ci
ci: ## All of it, as CI does
	@.ci/run

.PHONY: clean
clean: ## Remove out/: runs and measurements
	@rm -rf out
