# khung: the whole build. `make demo` and `make test` install what is missing by themselves.
#
#   make                 library and program in build/release       make VARIANT=debug|san|cov|fuzz
#   make demo            the main job on real input, into out/      make test        the suite, plain and under sanitizers
#   make bench           ratios beside peers and limits             make lint        the rules of the house
#   make fuzz-short      a minute of fuzzing; `fuzz`: an hour each  make valgrind    the unit tests under valgrind
#   make cov             line coverage of the suite                 make bare        both commands in a bare Debian chroot
#   make kill            a writer killed 1000 times                 make together    eight writers at once for a minute
#   make install         PREFIX=/usr/local DESTDIR=                 make docs        what is generated in the manual pages
#   make gallery         the README's pictures
#   make schema          frameworks/*.schema.json                   make deps        only installs the packages
#   make browser         HTML documents in headless Chromium        make browser-short  half of it, for CI; deps-browser installs
#   make odk             XLSForms in pyxform, ODK Validate, ODK's engine  make bench-import  speed of imports beside bare parses and Python
#   make badge           certificates as Open Badges, in other people's verifier (npm)
#   make archive         PDF/A-1b of every document by Preflight    make deps-archive  installs Java and Preflight
#   make deps-peers      what the bench measures documents beside, when installed
#
# It must parse on a machine that has nothing but make, so everything about compilers and libraries is asked late.

VARIANT ?= release
BUILD   ?= build
PREFIX  ?= /usr/local
DESTDIR ?=
PYTHON  ?= /usr/bin/python3
JOBS    ?= $(shell nproc)
VERSION  = $(shell sed -n 's/^\#define KHUNG_VERSION "\(.*\)"/\1/p' src/khung.h)
B       := $(BUILD)/$(VARIANT)
SUB      = $(MAKE) --no-print-directory -j$(JOBS) BUILD=$(BUILD)

# ---- packages ----

DEPS_BUILD = gcc libc6-dev pkg-config libyaml-dev libsqlite3-dev libhpdf-dev libutf8proc-dev libharfbuzz-dev \
             libdeflate-dev libpng-dev libgmp-dev libsodium-dev nettle-dev zlib1g-dev libzip-dev libexpat1-dev libcsv-dev libzstd-dev \
             libjansson-dev libxlsxwriter-dev libqrencode-dev libssl-dev \
             fonts-noto-core fonts-dejavu-core
DEPS_TEST  = libcmocka-dev clang libclang-rt-14-dev python3 python3-yaml python3-reportlab poppler-utils qpdf mupdf-tools \
             valgrind mandoc universal-ctags python3-openpyxl zbar-tools imagemagick openssl
DEPS_ODK   = default-jre-headless python3-openpyxl python3-yaml
DEPS_BROWSER = chromium poppler-utils python3 python3-yaml
DEPS_ARCHIVE = default-jre-headless libpdfbox2-java libactivation-java libjaxb-api-java libcommons-logging-java
DEPS_PEERS   = weasyprint libreoffice-writer-nogui

# ---- compilers and flags ----

WARN     = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla $(if $(findstring clang,$(CC)),-Wno-gnu-zero-variadic-macro-arguments)
LINKED   = yaml-0.1 sqlite3 libutf8proc libsodium nettle
# Loaded when first needed, so that starting stays quick (src/late.h): libharu, HarfBuzz and libdeflate for documents; libpng for logos; libzip, expat
# and libcsv (which has no .pc file) for tables; libzstd for bundles; libqrencode for certificates;
# libcrypto for signatures of PDF files.
PACKAGES = $(LINKED) harfbuzz harfbuzz-subset libdeflate libpng zlib libzip expat libzstd libqrencode libcrypto
# The program carries in itself what the libraries are linked with as usual: to find them takes a third of its start.
# Asked once, when a recipe first needs it.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell pkg-config --cflags $(PACKAGES)))$(PKG_CFLAGS)
PKG_LIBS   = $(eval PKG_LIBS := $(shell pkg-config --libs $(LINKED)))$(PKG_LIBS)
LIBS       = $(PKG_LIBS) -lgmp -lm

CC_release    = gcc
CC_debug      = gcc
CC_cov        = gcc
CC_san        = clang
CC_fuzz       = clang
CFLAGS_release = -O2 -g
CFLAGS_debug   = -O0 -g -DKHUNG_DEBUG_ARENA
CFLAGS_san     = -O1 -gline-tables-only -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all -DKHUNG_DEBUG_ARENA
CFLAGS_cov     = -O0 -g --coverage -DKHUNG_DEBUG_ARENA
CFLAGS_fuzz    = $(CFLAGS_san) -fsanitize=fuzzer-no-link
ifeq ($(origin CC),default)
CC = $(CC_$(VARIANT))
endif
CFLAGS  ?=
FLAGS    = -std=c11 -D_GNU_SOURCE $(WARN) -fPIC -fvisibility=hidden $(CFLAGS_$(VARIANT)) $(CFLAGS) \
           -DKHUNG_DATADIR='"$(PREFIX)/share/khung"'
# V=1 shows the commands.
Q        = $(if $(V),,@)
SAY      = @echo '  $(1) $(2)'
# Checks as calls instead of in line: a third less to compile, which is more than they cost when run.
COMPILE_san = -mllvm -asan-instrumentation-with-call-threshold=0
COMPILE  = $(CC) $(FLAGS) $(COMPILE_$(VARIANT)) -MMD -MP

# ---- files ----

LIB_SRC  := $(filter-out src/cli/%,$(wildcard src/*.c src/*/*.c))
CLI_SRC  := $(wildcard src/cli/*.c)
LIB_OBJ  := $(LIB_SRC:src/%.c=$(B)/obj/%.o)
CLI_OBJ  := $(CLI_SRC:src/%.c=$(B)/obj/%.o)
# Data the library carries in itself: src/store.sql becomes store.sql.h, the inside of a char array, NUL at its end.
EMBED    := $(wildcard src/*.sql reports/*.yaml src/*/*.css src/*/*.js)
# Tables: data/provinces-34.csv becomes provinces-34.csv.h, a line ROW("…", "…") a row.
TABLES   := $(wildcard data/*.csv)
EMBED_H  := $(addprefix $(B)/gen/,$(addsuffix .h,$(notdir $(EMBED) $(TABLES))))
UNIT     := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_*.c))
FUZZ     := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
BENCH    := $(patsubst tests/bench/%.c,$(B)/bench/%,$(wildcard tests/bench/*.c))
TOOLS    := $(patsubst tests/tools/%.c,$(B)/tools/%,$(wildcard tests/tools/*.c))
EXAMPLES := $(patsubst examples/%.c,$(B)/examples/%,$(wildcard examples/*.c))
LIB_A    := $(B)/libkhung.a
LIB_SO   := $(B)/libkhung.so.0
PROGRAM  := $(if $(CLI_SRC),$(B)/khung)

.PHONY: all archive badge deps-archive deps deps-badge deps-build deps-browser deps-odk deps-peers browser browser-short odk bench-import demo test kill together lint bench fuzz fuzz-short valgrind cov bare schema docs install uninstall clean \
        unit replay fuzzers benches tools examples FORCE
.DELETE_ON_ERROR:
.SECONDARY:

all: $(LIB_A) $(LIB_SO) $(PROGRAM)
unit: $(UNIT)
replay: $(FUZZ:%=$(B)/replay/%)
fuzzers: $(FUZZ:%=$(B)/fuzz/%)
benches: $(BENCH)
tools: $(TOOLS) $(B)/clock.so
examples: $(EXAMPLES)

# Rewritten only when the compiler or its flags change; every object depends on it.
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(CC) $(FLAGS))' | cmp -s - $@ || printf '%s\n' '$(subst ','\'',$(CC) $(FLAGS))' > $@

$(B)/gen/%.csv.h: data/%.csv data/rows.awk
	@mkdir -p $(@D)
	@awk -f data/rows.awk $< > $@
$(B)/gen/%.h:
	@mkdir -p $(@D)
	@od -An -v -tx1 $< | sed "s/ \([0-9a-f][0-9a-f]\)/'\\\\x\1',/g" > $@ && echo 0 >> $@
$(foreach f,$(EMBED),$(eval $(B)/gen/$(notdir $(f)).h: $(f)))

$(LIB_OBJ): $(B)/obj/%.o: src/%.c $(B)/flags | $(EMBED_H)
	@mkdir -p $(@D)
	$(call SAY,cc,$<)
	$(Q)$(COMPILE) $(PKG_CFLAGS) -Isrc -I$(B)/gen -c $< -o $@

# The program sees the public header and its own files, nothing else.
$(B)/include/khung.h: src/khung.h
	@mkdir -p $(@D)
	@cp $< $@
$(CLI_OBJ): $(B)/obj/%.o: src/%.c $(B)/include/khung.h $(B)/flags
	@mkdir -p $(@D)
	$(call SAY,cc,$<)
	$(Q)$(COMPILE) -I$(B)/include -Isrc/cli -c $< -o $@

$(LIB_A): $(LIB_OBJ)
	@mkdir -p $(@D) && rm -f $@
	$(call SAY,ar,$@)
	$(Q)ar rcs $@ $^
$(LIB_SO): $(LIB_OBJ)
	$(call SAY,ld,$@)
	$(Q)$(CC) $(FLAGS) -shared -Wl,-soname,libkhung.so.0 $(if $(filter san fuzz,$(VARIANT)),,-Wl,-z,defs) -o $@ $^ $(LIBS)
	@ln -sf libkhung.so.0 $(B)/libkhung.so
$(B)/khung: $(CLI_OBJ) $(LIB_A)
	$(call SAY,ld,$@)
	$(Q)$(CC) $(FLAGS) -o $@ $^ -Wl,-Bstatic $(PKG_LIBS) -Wl,-Bdynamic -lgmp -lm

# Programs of the tests, one source file each, linked with the static library; they may look inside it.
PROG = mkdir -p $(@D) && rm -f $@ && $(COMPILE) $(PKG_CFLAGS) -Isrc -Itests -I$(B)/gen -DKHUNG_TESTS_DIR='"tests"' -MF $@.d -o $@ $<
$(B)/unit/%: tests/unit/%.c $(LIB_A)
	@$(PROG) $(LIB_A) -lcmocka $(LIBS)
$(B)/bench/%: tests/bench/%.c $(LIB_A)
	@$(PROG) $(LIB_A) $(LIBS) -ldeflate $(if $(findstring import,$@),-lcsv -lzip -lexpat)
$(B)/clock.so: tests/clock/clock.c
	@mkdir -p $(@D)
	@$(CC) -std=c11 -O1 -Wall -Wextra -fPIC -shared -o $@ $<

$(B)/tools/%: tests/tools/%.c $(LIB_A)
	@$(PROG) $(LIB_A) $(LIBS)
$(B)/replay/%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c $(LIB_A)
	@$(PROG) tests/fuzz/replay.c $(LIB_A) $(LIBS)
$(B)/fuzz/%: tests/fuzz/fuzz_%.c $(LIB_A)
	@$(PROG) -fsanitize=fuzzer $(LIB_A) $(LIBS)
# The examples are built as a user builds them: public header, shared library.
$(B)/examples/%: examples/%.c $(B)/include/khung.h $(LIB_SO)
	@mkdir -p $(@D) && $(COMPILE) -I$(B)/include -MF $@.d -o $@ $< $(LIB_SO) -Wl,-rpath,$(abspath $(B))

-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(wildcard $(B)/*/*.d)

# ---- what people run ----

# Installs those packages that are missing, as root or through sudo; asks the network for nothing when all are there.
INSTALL_MISSING = missing=; for p in $(1); do \
	    dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
	    sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; echo "installing:$$missing"; \
	    $$sudo apt-get update -qq && \
	    $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; fi
deps-build:
	@$(call INSTALL_MISSING,$(DEPS_BUILD))
deps:
	@$(call INSTALL_MISSING,$(DEPS_BUILD) $(DEPS_TEST))

# Chromium comes from Debian; what drives it and what judges accessibility, in exact versions, from npm by the lock file.
deps-browser: deps-build
	@$(call INSTALL_MISSING,$(DEPS_BROWSER))
	@command -v npm >/dev/null || { $(call INSTALL_MISSING,nodejs npm); }
	@cmp -s tests/browser/package-lock.json tests/browser/node_modules/.lock || \
	    { (cd tests/browser && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --silent) && \
	      cp tests/browser/package-lock.json tests/browser/node_modules/.lock; }

# pyxform and ODK Validate (Java) are inside cht-conf; the engine of ODK Web Forms needs jsdom. Exact versions from npm by the lock file.
deps-odk: deps-build
	@command -v java >/dev/null && $(call INSTALL_MISSING,$(filter-out default-jre-headless,$(DEPS_ODK))) || $(call INSTALL_MISSING,$(DEPS_ODK))
	@command -v npm >/dev/null || { $(call INSTALL_MISSING,nodejs npm); }
	@cmp -s tests/odk/package-lock.json tests/odk/node_modules/.lock || \
	    { (cd tests/odk && npm ci --no-audit --no-fund --silent) && cp tests/odk/package-lock.json tests/odk/node_modules/.lock; }

odk: deps-odk
	@$(SUB) VARIANT=release all
	@KHUNG=$(abspath $(BUILD)/release/khung) tests/odk/run $(BUILD)/odk

# Digital Bazaar's verifier of credentials and the contexts that it needs: exact versions from npm by the lock file, nothing from Debian but node.
deps-badge: deps-build
	@command -v npm >/dev/null || { $(call INSTALL_MISSING,nodejs npm); }
	@cmp -s tests/badge/package-lock.json tests/badge/node_modules/.lock || \
	    { (cd tests/badge && npm ci --no-audit --no-fund --silent) && cp tests/badge/package-lock.json tests/badge/node_modules/.lock; }

badge: deps-badge
	@$(SUB) VARIANT=release all tools
	@BUILD=$(abspath $(BUILD)/release) tests/badge/run $(BUILD)/badge

browser: deps-browser
	@$(SUB) VARIANT=release all tools
	@SHORT=$(SHORT) KHUNG=$(BUILD)/release/khung tests/browser/run $(BUILD)/browser

browser-short:
	@$(MAKE) --no-print-directory browser SHORT=1

# The archive variant of every document in both languages, judged by PDFBox Preflight (PDF/A-1b).
deps-archive: deps-build
	@$(call INSTALL_MISSING,$(DEPS_ARCHIVE) poppler-utils python3)
archive: deps-archive
	@$(SUB) VARIANT=release all tools
	@rm -rf $(BUILD)/archive
	@ROOT=$(CURDIR) BUILD=$(abspath $(BUILD)/release) PAGES=$(abspath $(BUILD)/release/tools/pages) \
	    tests/report/documents.py $(BUILD)/archive --archive

# The README's pictures.
gallery: deps-build
	@$(call INSTALL_MISSING,poppler-utils)
	@$(SUB) VARIANT=release all
	@tests/tools/gallery $(BUILD)/release/khung gallery

demo: deps-build
	@$(SUB) VARIANT=release all
	@KHUNG=$(BUILD)/release/khung tests/demo

test: deps
	@+tests/run --make "$(SUB)" --build $(BUILD) release san

# A writer killed a thousand times; eight writers for a minute. The suite has a short turn of both.
KILLS        ?= 1000
MANY_SECONDS ?= 60
kill: deps
	@$(SUB) VARIANT=release $(BUILD)/release/unit/test_store_kill
	@KILLS=$(KILLS) $(BUILD)/release/unit/test_store_kill
together: deps
	@$(SUB) VARIANT=release $(BUILD)/release/unit/test_store_many
	@MANY_SECONDS=$(MANY_SECONDS) $(BUILD)/release/unit/test_store_many

lint: deps
	@+tests/run --make "$(SUB)" --build $(BUILD) --only lint release

# What the documents are measured beside; the bench leaves out whom it does not find.
deps-peers:
	@$(call INSTALL_MISSING,$(DEPS_PEERS))

bench: deps
	@$(SUB) VARIANT=release all benches
	@tests/bench/run $(BUILD)/release
bench-import: deps
	@$(SUB) VARIANT=release all $(BUILD)/release/bench/bench_import
	@tests/bench/import $(BUILD)/release

FUZZ_SECONDS ?= 3600
fuzz: deps
	@$(SUB) VARIANT=fuzz all fuzzers
	@tests/fuzz/run $(BUILD)/fuzz $(FUZZ_SECONDS)
fuzz-short:
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=20

valgrind: deps
	@+tests/run --make "$(SUB)" --build $(BUILD) --valgrind debug

cov: deps
	@find $(BUILD)/cov -name '*.gcda' -delete 2>/dev/null || true
	@+tests/run --make "$(SUB)" --build $(BUILD) --only unit,score,random,cli,report,replay cov
	@tests/coverage $(BUILD)/cov

# Needs root: both commands of the README in a Debian that has only make.
bare:
	@tests/bare/run.sh $(BUILD)/bare

schema:
	@$(SUB) VARIANT=release all tools
	@$(BUILD)/release/tools/schema frameworks

docs:
	@tests/tools/manual-ids src/diag.def src/man/khung.1

# ---- install ----

MAN1 = $(wildcard src/man/*.1)
MAN3 = $(wildcard src/man/*.3)
MAN5 = $(wildcard src/man/*.5)
MAN7 = $(wildcard src/man/*.7)
D    = $(DESTDIR)$(PREFIX)
install:
	@$(SUB) VARIANT=release PREFIX=$(PREFIX) all
	install -d $(D)/bin $(D)/include $(D)/lib/pkgconfig $(D)/share/khung/frameworks $(D)/share/khung/reports \
	    $(D)/share/khung/data
	install -m 755 $(BUILD)/release/khung $(D)/bin/khung
	install -m 644 src/khung.h $(D)/include/khung.h
	install -m 644 $(BUILD)/release/libkhung.a $(D)/lib/libkhung.a
	install -m 644 $(BUILD)/release/libkhung.so.0 $(D)/lib/libkhung.so.0
	ln -sf libkhung.so.0 $(D)/lib/libkhung.so
	printf '%s\n' 'prefix=$(PREFIX)' 'Name: khung' 'Description: capacity frameworks, exact scores, documents' \
	    'Version: $(VERSION)' 'Requires.private: $(LINKED)' 'Cflags: -I$${prefix}/include' 'Libs: -L$${prefix}/lib -lkhung' \
	    'Libs.private: -lgmp -lm' > $(D)/lib/pkgconfig/khung.pc
	$(foreach s,1 3 5 7,$(if $(MAN$(s)),install -d $(D)/share/man/man$(s) && install -m 644 $(MAN$(s)) $(D)/share/man/man$(s)$(N)))
	$(if $(wildcard frameworks/*),install -m 644 $(wildcard frameworks/*.yaml frameworks/*.json) $(D)/share/khung/frameworks)
	$(if $(wildcard reports/*),install -m 644 $(wildcard reports/*.yaml) $(D)/share/khung/reports)
	install -m 644 $(TABLES) data/README.md $(D)/share/khung/data
define N


endef

uninstall:
	rm -f $(D)/bin/khung $(D)/include/khung.h $(D)/lib/libkhung.a $(D)/lib/libkhung.so $(D)/lib/libkhung.so.0 \
	    $(D)/lib/pkgconfig/khung.pc $(foreach s,1 3 5 7,$(addprefix $(D)/share/man/man$(s)/,$(notdir $(MAN$(s)))))
	rm -rf $(D)/share/khung

clean:
	rm -rf $(BUILD) out
