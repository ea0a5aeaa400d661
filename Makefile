# An index of commands: `make` lists the targets. Each target is a few lines that call scripts/ or the tools' own
# commands.
.DEFAULT_GOAL := help
# scripts/need.sh installs a newer Node here if the system's is too old.
export PATH := $(CURDIR)/.tools/node_modules/node/bin:$(PATH)
# The folder in which suites outside cargo find its output.
export AFTERGLOW_TARGET_DIR ?= $(abspath $(or $(CARGO_TARGET_DIR),target))/debug
.PHONY: help run test soak fuzz reproduce release lint fmt bench bench-compare bench-core bench-phone bench-portal monkey portal web kotlin swift phone phone-shots apk pictures clean

help: ## what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

run: ## the demo practice with portal and phones, until Ctrl-C (PORT=8087 DATA_DIR=./data SAMPLE=demo/data/practice.json)
	@scripts/run.sh

test: ## everything tested, with what it needs installed and started
	@scripts/test.sh

soak: ## the lying server of the simulation, for hours (SEEDS=100000), the property tests with new seeds (ROUNDS=20), then the fuzz targets (SECONDS=600 each)
	@scripts/need.sh build portal
	AFTERGLOW_SEEDS=$(or $(SEEDS),100000) cargo test -p journal --release --lib a_server_that_lies -- --nocapture
	@for round in $$(seq $(or $(ROUNDS),20)); do cargo test -q -p protocol -p journal || exit 1; done
	@scripts/fuzz.sh $(or $(SECONDS),600)

fuzz: ## made-up bytes for everything that reads bytes from outside (SECONDS=60 each, TARGETS="seal wire record picture import")
	@scripts/need.sh build portal
	@scripts/fuzz.sh $(or $(SECONDS),60) $(TARGETS)

reproduce: ## portal, WebAssembly and server binary, built twice in two folders, compared byte for byte
	@scripts/need.sh build portal wasm
	@scripts/reproduce.sh

release: ## a release in release/: the server binary, its portal's list, bills of materials, hashes
	@scripts/need.sh build portal wasm maven
	@scripts/release.sh

lint: ## formatting, clippy, the portal's types and rules, ktlint, swift-format: no warning stays
	@scripts/need.sh build lint portal wasm maven
	@scripts/portal.sh
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	npm --prefix server/portal run --silent check
	npm --prefix server/portal run --silent lint
	@scripts/packages.sh tests/browser
	npm --prefix tests/browser run --silent check
	mvn -B -q -ntp -f bindings/kotlin/lint/pom.xml exec:exec
	@if scripts/swift.sh way >/dev/null 2>&1; then scripts/swift.sh lint; else echo 'lint: no Swift 6 here, its sources are not looked at'; fi

fmt: ## everything put into the house's form
	cargo fmt --all
	mvn -B -q -ntp -f bindings/kotlin/lint/pom.xml exec:exec -Dktlint.how=--format
	npm --prefix server/portal run --silent format

bench: ## everything measured: the server on both databases beside the raw limit, then the three below
	@scripts/need.sh build portal wasm postgres
	@scripts/portal.sh
	# Only the server's own features: a build of the workspace would add the phones' SQLCipher and OpenSSL.
	scripts/postgres.sh with --durable cargo bench -p server --bench sync
	@$(MAKE) --no-print-directory bench-core
	@$(MAKE) --no-print-directory bench-phone
	@$(MAKE) --no-print-directory bench-portal

bench-compare: ## the commit before trust and this tree, measured in turns (COMMIT=8784e84 ROUNDS=3 PARTS="sync journal portal")
	@scripts/need.sh build portal wasm postgres chromium
	@scripts/bench-compare.sh $(or $(COMMIT),8784e84)

bench-core: ## the phone's core on journals of several lengths, beside plain SQLCipher (SIZES=1000,10000,100000)
	@scripts/need.sh build portal wasm
	@scripts/portal.sh
	BENCH_ENTRIES=$(or $(SIZES),1000,10000,100000) cargo bench --workspace --bench journal

bench-phone: ## the phone's screens: from a cold start to a line that can be written, and typing while drafts are saved
	@scripts/need.sh build portal wasm maven screens
	@scripts/portal.sh
	@scripts/generate.sh kotlin
	cargo build --workspace --lib --example phone --release
	mvn -B -q -f bindings/android/pom.xml -pl ../kotlin,desktop -Pbench -Dbench.library=$(AFTERGLOW_TARGET_DIR)/../release process-test-classes

bench-portal: ## the portal's rules alone; then a client of many records and a full caseload in a real browser (RECORDS=10000 CLIENTS=200 EACH=300)
	@scripts/need.sh build portal wasm chromium
	@scripts/portal.sh
	@scripts/packages.sh tests/browser
	cargo bench --workspace --bench brief
	cargo build --workspace --bin afterglow --bin demo --example phone
	npm --prefix tests/browser run --silent bench

monkey: ## random taps, kills and a flapping network on the phone's screens (TAPS=10000 SEED=20261124)
	@scripts/need.sh build portal wasm maven screens
	@scripts/portal.sh
	@scripts/generate.sh kotlin
	cargo build --workspace --bin afterglow --bin therapist
	mvn -B -ntp -f bindings/android/pom.xml -pl ../kotlin,desktop -Dtest=MonkeyTest -Dsurefire.failIfNoSpecifiedTests=false -Dmonkey.taps=$(or $(TAPS),10000) -Dmonkey.seed=$(or $(SEED),20261124) test

portal: ## the therapist's web app, as the server's binary takes it
	@scripts/need.sh build portal wasm
	@scripts/portal.sh

web: ## the desk as WebAssembly, for the portal and its tests
	@scripts/need.sh build wasm
	@scripts/wasm.sh

kotlin: ## the phone's core for Kotlin: library and bindings
	@scripts/need.sh build portal wasm
	@scripts/portal.sh
	@scripts/generate.sh kotlin

swift: ## the phone's core for Swift: library and bindings
	@scripts/need.sh build portal wasm
	@scripts/portal.sh
	@scripts/generate.sh swift

phone: ## the phone in a window, with a journal of its own (PHONE_HOME=data/phone)
	@scripts/need.sh build portal wasm maven screens window
	@scripts/portal.sh
	@scripts/generate.sh kotlin
	mvn -B -q -f bindings/android/pom.xml -pl ../kotlin,desktop -Pphone -Dmaven.test.skip=true package
	bindings/android/desktop/phone.sh $(AFTERGLOW_TARGET_DIR)

phone-shots: ## every screen of the phone, each size, light, text size and language, in .pictures/phone
	@scripts/need.sh build portal wasm maven screens
	@scripts/portal.sh
	@scripts/generate.sh kotlin
	cargo build --workspace --bin afterglow --bin therapist
	mvn -B -ntp -f bindings/android/pom.xml -pl ../kotlin,desktop -Dtest=LooksTest,StatesTest,PreviewTest -Dsurefire.failIfNoSpecifiedTests=false -Dshots=$(CURDIR)/.pictures/phone -Dshots.all=yes test

apk: ## the Android app's debug package, checked; scripts/arm.sh builds the core for phones first, where an NDK is
	@scripts/need.sh build portal wasm maven android
	@scripts/portal.sh
	@scripts/generate.sh kotlin
	mvn -B -ntp -f bindings/android/pom.xml -DskipTests package

pictures: ## every page of the portal: sizes, light and dark, languages, paper, in .pictures/ (WHICH="phone dark de"); the README's in docs/pictures
	@scripts/need.sh build portal wasm chromium
	@scripts/portal.sh
	@scripts/packages.sh tests/browser
	cargo build --workspace --bin afterglow --bin demo --example phone
	npm --prefix tests/browser run --silent pictures $(if $(WHICH),-- -g "$(WHICH)")

clean: ## removes what was built and installed here; ./data stays
	cargo clean
	rm -rf server/portal/node_modules server/portal/build server/portal/.svelte-kit tests/browser/node_modules
	rm -rf bindings/web/pkg bindings/web/pkg-node bindings/kotlin/target bindings/kotlin/src/main/generated bindings/swift/Sources/Generated
	rm -rf bindings/android/*/target bindings/swift/.build
