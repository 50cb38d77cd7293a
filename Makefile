# mmutils.  One makefile, no recursion.  Local settings: config.mak.
#   make [V=1] [SAN=1] [CC=clang] | make demo | make check | make bench
#   make install PREFIX=/usr DESTDIR=stage
PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share/mmutils
MANDIR  ?= $(PREFIX)/share/man
BASHDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR  ?= $(PREFIX)/share/zsh/site-functions
FISHDIR ?= $(PREFIX)/share/fish/vendor_completions.d
CFLAGS  ?= -O2 -g
-include config.mak
VERSION := $(shell cat VERSION)

WARN = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
       -Wpointer-arith -Wwrite-strings -Wvla -Wformat=2 -Wundef -Wswitch-enum
O = obj$(if $(SAN),-san)
SANFLAGS = $(if $(SAN),-fsanitize=address$(,)undefined -fno-sanitize-recover=all)
ALL_CFLAGS = -std=c11 -D_DEFAULT_SOURCE -ffp-contract=off -Ilib -Itests/unit -Itests/fuzz $(WARN) $(SANFLAGS) \
             -ffunction-sections -fdata-sections -MMD -MP $(DEFS) $(CPPFLAGS) $(CFLAGS)
LINK = $(CC) $(SANFLAGS) -Wl,--gc-sections $(LDFLAGS)

# What a program links is what it is able to do: a library it does not name here
# it cannot call.
LIBS_mm-pivot    = -lsqlite3 -lgmp
LIBS_store-log   = -lsqlite3
LIBS_paper-trade = -lsqlite3 -lsodium
LIBS_order-diff  = -lsodium
LIBS_stat-calc   = -lsqlite3 -lgmp
LIBS_back-test   = -lsodium -lnettle -lgmp
LIBS_fund-plan   = -lsodium
LIBS_range-roll  = -lsodium -lnettle -lgmp
LIBS_mm-submit  = -lsqlite3 -lsodium -lnettle -lsecp256k1 -lgmp
LIBS_key-vault   = -lsodium -lnettle -lsecp256k1
LIBS_price-read  = -lsodium -lnettle
LIBS_book-read   = -lsodium
LIBS_event-watch = -lsqlite3 -lsodium -lnettle -lgmp -lwebsockets
LIBS_mm-sign     = -lsqlite3 -lsodium -lnettle -lsecp256k1 -lgmp
LIBS_tx-build    = -lsqlite3 -lsodium -lnettle -lgmp
LIBS_tx-sim      = -lsodium -lnettle -lgmp
LIBS_rent-reclaim = -lsodium
LIBS_il-calc     = -lsodium -lnettle -lgmp
LIBS_liq-scan    = -lsodium -lnettle -lgmp
LIBS_route-find  = -lsodium -lnettle -lgmp
LIBS_evm-call    = -lsodium -lnettle
LIBS_lp-read     = -lsqlite3 -lsodium -lnettle -lgmp
LIBS_lend-read   = -lsodium -lnettle -lgmp
LIBS_hedge-sync  = -lsqlite3 -lsodium
LIBS_tests       = -lsqlite3 -lsodium -lnettle -lsecp256k1 -lgmp -lcjson -lwebsockets -lpthread

CMDS    := $(patsubst cmd/%.c,%,$(wildcard cmd/*.c))
UNITS   := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/test_*.c))
FUZZ    := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
BENCH   := $(patsubst tests/bench/%.c,$(O)/tests/bench/%,$(wildcard tests/bench/*.c))
GOLDEN  := $(patsubst tests/vectors/%.c,$(O)/tests/golden/%.o,$(wildcard tests/vectors/*.c))
SCRIPTS := $(sort $(wildcard scripts/mm-* scripts/*-bot))
LIBO    := $(patsubst %.c,$(O)/%.o,$(wildcard lib/*/*.c))
CMDO     = $(patsubst %.c,$(O)/%.o,$(wildcard cmd/$(1)/*.c))
TESTS   := $(UNITS:%=$(O)/%) $(FUZZ:%=$(O)/%) $(O)/tests/vectors $(O)/tests/tables $(BENCH)
, := ,
Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2))

all: $(CMDS:%=$(O)/%)

# The flags of the last build: other flags, and what they made is made again.
FLAGS = $(CC) $(ALL_CFLAGS) | $(LDFLAGS) $(LDLIBS) | $(VERSION)
ifneq ($(strip $(FLAGS)),$(strip $(file <$(O)/flags)))
$(O)/flags: force
endif
$(O)/flags:
	$(Q)mkdir -p $(@D) && printf '%s\n' '$(subst ','\'',$(FLAGS))' >$@

$(O)/lib/base/opt.o: DEFS = -DMM_VERSION='"$(VERSION)"'
define compile
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) -c -o $@ $<
endef
$(O)/%.o: %.c $(O)/flags | deps
	$(compile)
# The reader of vectors has the name of their folder: its objects go beside.
$(O)/tests/golden/%.o: tests/vectors/%.c $(O)/flags | deps
	$(compile)

# An archive: the linker drops what a program does not use.  A folder is newer when a
# file came or went.
$(O)/libmm.a: $(LIBO) $(wildcard lib/*)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $(LIBO)

.SECONDEXPANSION:
$(CMDS:%=$(O)/%):  $(O)/%: $(O)/cmd/%.o $$(call CMDO,$$*) $(O)/libmm.a
$(UNITS:%=$(O)/%): $(O)/%: $(O)/tests/unit/%.o $(O)/libmm.a
$(FUZZ:%=$(O)/%):  $(O)/%: $(O)/tests/fuzz/%.o $(O)/tests/fuzz/main.o $(O)/libmm.a
$(O)/tests/vectors: $(GOLDEN) $(O)/libmm.a
$(BENCH): %: %.o $(O)/libmm.a
$(O)/tests/tables: $(O)/tests/schema/tables.o $(O)/libmm.a
$(CMDS:%=$(O)/%):
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $^ $(LIBS_$(@F)) -Wl,--as-needed -lm $(LDLIBS)
$(TESTS):
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $^ -Wl,--as-needed $(LIBS_tests) -lm $(LDLIBS)

vectors: $(O)/tests/vectors
	$(Q)$< $(wildcard tests/vectors/*.jsonl)

# Targets that a fresh machine may run first install what they need.
NEEDS = $(if $(filter check check-% soak bench,$(MAKECMDGOALS)),check,$(filter demo world-solana world-evm world-cex,$(MAKECMDGOALS)))
deps:
	$(if $(NEEDS),$(Q)scripts/install-deps $(NEEDS))

# check-unit, check-bats ... run one part; scripts/check-run lists them.
check: all $(TESTS)
	$(Q)scripts/check-run $(O)
check-%: all $(TESTS)
	$(Q)scripts/check-run $(O) $*
soak: all $(TESTS)
	$(Q)MM_SOAK=$(or $(MM_SOAK),20) MM_FUZZ_RUNS=10000000 MM_FUZZ_SEED=$$(date +%s) \
		scripts/check-run $(O) fuzz unit bats
bench: all $(BENCH)
	$(Q)set -e; for b in tests/bench/*.sh; do MM_OBJ=$(O) bash $$b; done
demo: all
	$(Q)MM_OBJ=$(O) scripts/demo

# A Solana on this machine, for a person to trade in; with MM_OPENBOOK_SO=FILE on the
# real programs.
world-solana: all
	$(Q)scripts/world-solana $(O)

# An Ethereum on this machine: anvil, the real contracts, a relay.
world-evm: all
	$(Q)scripts/world-evm $(O)

# An exchange of perpetual futures on this machine, in the dialects of two.
world-cex: all
	$(Q)scripts/world-cex $(O)

# Every installed file once, as mode:source:place; install and uninstall walk it.
place = $(foreach f,$(2),$(1):$f:$(3)/$(notdir $f))
tree = $(foreach f,$(if $(wildcard $(2)),$(shell find $(2) -type f | sort)),$(1):$f:$(3)/$(f:$(2)/%=%))
FILES = $(call place,0755,$(CMDS:%=$(O)/%) $(SCRIPTS),$(BINDIR)) \
	$(foreach s,1 5 7,$(call place,0644,$(wildcard man/*.$s),$(MANDIR)/man$s)) \
	$(call tree,0644,share,$(DATADIR)) $(call tree,0644,cron,$(DATADIR)/cron) \
	$(call place,0644,completions/mmutils.bash completions/mmutils.fish,$(DATADIR)/completions) \
	$(foreach c,$(CMDS),link:$(DATADIR)/completions/mmutils.bash:$(BASHDIR)/$c) \
	$(foreach c,$(CMDS),link:$(DATADIR)/completions/mmutils.fish:$(FISHDIR)/$c.fish) \
	0644:$(O)/_mmutils:$(ZSHDIR)/_mmutils
OWN_DIRS = $(DESTDIR)$(DATADIR)

$(O)/_mmutils: completions/_mmutils $(O)/flags
	$(Q)sed 's/@programs@/$(CMDS)/' $< >$@
install: all $(O)/_mmutils
	$(Q)set -e; for f in $(FILES); do IFS=:; set -- $$f; unset IFS; \
		install -d "$(DESTDIR)$${3%/*}"; \
		case $$1 in link) ln -sf "$$2" "$(DESTDIR)$$3" ;; \
		*) install -m "$$1" "$$2" "$(DESTDIR)$$3" ;; esac; done
uninstall:
	$(Q)for f in $(FILES); do rm -f "$(DESTDIR)$${f##*:}"; done
	$(Q)[ ! -d "$(OWN_DIRS)" ] || find "$(OWN_DIRS)" -depth -type d -empty -delete
dist:
	$(Q)git archive --prefix=mmutils-$(VERSION)/ -o mmutils-$(VERSION).tar.gz HEAD
clean:
	rm -rf obj obj-* mmutils-*.tar.gz

.PHONY: all vectors deps check soak bench demo world-solana world-evm world-cex install uninstall dist clean force
.SECONDARY:
.DELETE_ON_ERROR:
-include $(wildcard $(O)/*/*.d $(O)/*/*/*.d)
