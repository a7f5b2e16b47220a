# Two commands do all the set-up on a fresh machine: `make run` and `make test`.

PREFIX ?= /usr/local
JOBS ?=
SWIFT ?= swift
BUILD_FLAGS := --explicit-target-dependency-import-check error
PROGRAM := .build/release/dropout-lab

DEBIAN_PACKAGES := pkg-config libsqlite3-dev libpng-dev libcairo2-dev libfontconfig-dev zlib1g-dev libssl-dev libcmark-gfm-dev libcmark-gfm-extensions-dev fonts-dejavu-core
BREW_PACKAGES := pkgconf libpng cairo fontconfig openssl@3 cmark-gfm

.PHONY: run test build packages lint pages-check cluster-check kills faults-check fuzz sanitize sanitize-c sanitize-thread bench install uninstall clean help

help: ## List the targets.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 14

run: build ## Install what is missing, build, run the main experiment on synthetic digits, build its report.
	$(PROGRAM) run experiments/rates.yaml $(if $(JOBS),--jobs $(JOBS))
	$(PROGRAM) report rates

test: packages lint ## Install what is missing, build everything and run all tests.
	$(SWIFT) build --build-tests $(BUILD_FLAGS)
	$(SWIFT) test --skip-build $(BUILD_FLAGS)
	Tests/Sanitizers/short.sh $(SWIFT) .build/short

build: packages ## Install what is missing and build the release product.
	$(SWIFT) build -c release --product dropout-lab $(BUILD_FLAGS)

lint: ## Check the formatting of all Swift files.
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Benchmarks

pages-check: build ## Check the pages of the published report and its site in Chromium: accessibility, narrow screens, keyboard.
	$(PROGRAM) report --results results/published --out .build/pages
	$(PROGRAM) catalog dropout --format html -o .build/pages/family.html
	$(PROGRAM) catalog --format html -o .build/pages/catalog.html
	python3 Tests/Pages/check_pages.py .build/pages
	$(PROGRAM) archive build --results results/published --out .build/site
	python3 Tests/Pages/check_pages.py .build/site --most 4
	python3 Tests/Pages/check_site.py .build/site
	python3 Tests/Pages/check_live.py $(PROGRAM)

cluster-check: build ## Hold runs on a real Slurm of three nodes against a run here (root, Debian: munge slurmctld slurmd slurm-client).
	python3 Tests/Slurm/campaign.py $(PROGRAM)

kills: packages ## Kill imports, also into new archives, and migrations a hundred times each.
	$(SWIFT) build --build-tests $(BUILD_FLAGS)
	DROPOUT_LAB_KILLS=100 $(SWIFT) test --skip-build --filter KillTests

faults-check: build ## Let every call into the system fail in turn, kill runs, cut the power, fill disks (root for some; clang, python3).
	python3 Tests/Faults/faults.py $(PROGRAM)
	python3 Tests/Faults/hostile.py $(PROGRAM)

FUZZ_SECONDS ?= 600

fuzz: packages ## Let libFuzzer loose on every reader of what comes from outside, FUZZ_SECONDS each (READERS="spec idx" for some).
	DROPOUT_LAB_FUZZERS=1 $(SWIFT) build -c release --sanitize fuzzer --product fuzz --scratch-path .build/fuzz -Xswiftc -enable-testing
	Tests/Fuzzing/fuzz.sh .build/fuzz/release/fuzz $(FUZZ_SECONDS) $(READERS)

sanitize-c: packages ## Run the tests of the C code with AddressSanitizer and UndefinedBehaviorSanitizer, as `make test` does.
	Tests/Sanitizers/short.sh $(SWIFT) .build/short

sanitize-thread: packages ## Run the tests with ThreadSanitizer (FILTER=Name for some).
	Tests/Sanitizers/Lock/check.sh $(SWIFT) .build/tsan
	$(SWIFT) build --build-tests --sanitize thread --scratch-path .build/tsan -Xlinker $(CURDIR)/.build/tsan/lock.o
	$(SWIFT) test --skip-build --sanitize thread --scratch-path .build/tsan $(if $(FILTER),--filter '$(FILTER)')

# Leaks are not looked for: XCTest and the runtime keep what they made until the end.
sanitize: sanitize-thread ## Run the tests with ThreadSanitizer, then with AddressSanitizer (FILTER=Name for some).
	$(SWIFT) build --build-tests --sanitize address --scratch-path .build/asan
	ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test --skip-build --sanitize address --scratch-path .build/asan $(if $(FILTER),--filter '$(FILTER)')

bench: build ## Measure the networks of Benchmarks/ (with PyTorch beside them when it is present).
	Benchmarks/compare.py

install: build ## Install binary, templates, experiments and man pages under PREFIX.
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/dropout-lab" "$(DESTDIR)$(PREFIX)/share/man/man1"
	install -m 755 $(PROGRAM) "$(DESTDIR)$(PREFIX)/bin/dropout-lab"
	cp -R templates experiments "$(DESTDIR)$(PREFIX)/share/dropout-lab/"
	$(SWIFT) package --allow-writing-to-package-directory generate-manual --multi-page
	install -m 644 .build/plugins/GenerateManual/outputs/dropout-lab/*.1 "$(DESTDIR)$(PREFIX)/share/man/man1/"

uninstall: ## Remove what `make install` put under PREFIX.
	rm -f "$(DESTDIR)$(PREFIX)/bin/dropout-lab" "$(DESTDIR)$(PREFIX)"/share/man/man1/dropout-lab*.1
	rm -rf "$(DESTDIR)$(PREFIX)/share/dropout-lab"

clean: ## Remove what was built; results stay.
	$(SWIFT) package clean

packages: ## Install the system libraries that are missing.
	@command -v $(SWIFT) >/dev/null || { echo "dropout-lab needs a Swift toolchain, 6.2 or newer: https://www.swift.org/install" >&2; exit 1; }
	@$(SWIFT) --version 2>/dev/null | grep -qE 'Swift version (6\.([2-9]|[1-9][0-9])|[7-9]|[1-9][0-9])' || { echo "dropout-lab needs Swift 6.2 or newer; found: $$($(SWIFT) --version 2>/dev/null | head -1)" >&2; exit 1; }
	@if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then \
	  missing=""; for p in $(DEBIAN_PACKAGES); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'install ok' || missing="$$missing $$p"; done; \
	  if [ -n "$$missing" ]; then echo "Installing$$missing"; \
	    root=""; [ "$$(id -u)" = 0 ] || root="sudo"; \
	    $$root apt-get update -qq && $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; fi; \
	elif command -v brew >/dev/null; then \
	  for p in $(BREW_PACKAGES); do brew list --versions $$p >/dev/null 2>&1 || brew install $$p; done; \
	else echo "Neither apt nor brew is here; dropout-lab needs the development files of: SQLite 3, libpng, Cairo, fontconfig, zlib, libcrypto (OpenSSL 3), cmark-gfm with its extensions, and the DejaVu fonts" >&2; fi
