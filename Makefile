# mmutils.  One makefile, no recursion.  Local settings: config.mak.
#   make [V=1] [SAN=1] [CC=clang] | make demo | make check | make bench
#   make install PREFIX=/usr DESTDIR=stage
PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share/mmutils
MANDIR  ?= $(PREFIX)/share/man
CFLAGS  ?= -O2 -g
-include config.mak
VERSION := $(shell git describe --tags --dirty 2>/dev/null || cat VERSION)

WARN = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
       -Wpointer-arith -Wwrite-strings -Wvla -Wformat=2 -Wundef -Wswitch-enum
O = obj$(if $(SAN),-san)
SANFLAGS = $(if $(SAN),-fsanitize=address$(,)undefined -fno-sanitize-recover=all)
ALL_CFLAGS = -std=c11 -D_DEFAULT_SOURCE -ffp-contract=off -Ilib -Itests/unit $(WARN) $(SANFLAGS) \
             -DMM_VERSION='"$(VERSION)"' -MMD -MP $(CPPFLAGS) $(CFLAGS)

# What a program links is what it is able to do: a library it does not name here
# it cannot call.
LIBS_mm-pivot    = -lsqlite3 -lgmp
LIBS_store-log   = -lsqlite3
LIBS_paper-trade = -lsqlite3 -lsodium
LIBS_order-diff  = -lsodium
LIBS_stat-calc   = -lsqlite3
LIBS_back-test   = -lsqlite3 -lgmp -lpthread

CMDS  := $(patsubst cmd/%.c,%,$(wildcard cmd/*.c))
UNITS := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/test_*.c))
VECS  := $(patsubst tests/vectors/%.c,$(O)/tests/vec/%.o,$(wildcard tests/vectors/*.c))
FUZZ  := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
LIBO  := $(patsubst %.c,$(O)/%.o,$(wildcard lib/*/*.c))
CMDO   = $(patsubst %.c,$(O)/%.o,$(wildcard cmd/$(1)/*.c))
, := ,
Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2))

all: $(CMDS:%=$(O)/%)

$(O)/%.o: %.c
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) -c -o $@ $<

$(O)/libmm.a: $(LIBO)        # an archive: the linker drops what a program does not use
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

.SECONDEXPANSION:
$(CMDS:%=$(O)/%):  $(O)/%: $(O)/cmd/%.o $$(call CMDO,$$*) $(O)/libmm.a
$(UNITS:%=$(O)/%): $(O)/%: $(O)/tests/unit/%.o $(O)/libmm.a
$(CMDS:%=$(O)/%):
	$(call say,LINK,$@)
	$(Q)$(CC) $(SANFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS_$(@F)) -lm $(LDLIBS)
$(UNITS:%=$(O)/%):
	$(call say,LINK,$@)
	$(Q)$(CC) $(SANFLAGS) $(LDFLAGS) -o $@ $^ -lsqlite3 -lsodium -lgmp -lcjson -lpthread -lm $(LDLIBS)

check-unit: $(UNITS:%=$(O)/%)
	$(Q)set -e; for t in $^; do ./$$t; done

# The runner is called vectors, so its objects live beside it in vec/.
$(O)/tests/vec/%.o: tests/vectors/%.c
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) -c -o $@ $<
$(O)/tests/vectors: $(VECS) $(O)/libmm.a
	$(call say,LINK,$@)
	$(Q)$(CC) $(SANFLAGS) $(LDFLAGS) -o $@ $^ -lcjson -lgmp -lsqlite3 -lsodium -lm $(LDLIBS)
vectors: $(O)/tests/vectors
	$(Q)$< $(wildcard tests/vectors/*.jsonl)

clean:
	rm -rf obj obj-san

.PHONY: all check-unit vectors clean
.SECONDARY:
-include $(wildcard $(O)/*/*.d $(O)/*/*/*.d)
