#include "pairs.h"

#include "base/conf.h"
#include "base/err.h"
#include "base/hex.h"

#include <string.h>

#define HEARTBEAT_S     3600 /* of most feeds */
#define HEARTBEAT_MAX_S (7 * 86400)

static const struct {
	const char *name;
	enum source_kind kind;
} kinds[] = {
	{ "pyth", SOURCE_PYTH },
	{ "hermes", SOURCE_HERMES },
	{ "switchboard", SOURCE_SWITCHBOARD },
	{ "chainlink", SOURCE_CHAINLINK },
	{ "binance", SOURCE_BINANCE },
	{ "bybit", SOURCE_BYBIT },
	{ "jupiter", SOURCE_JUPITER },
	{ "book", SOURCE_BOOK },
	{ "via", SOURCE_VIA },
};

noreturn static void unfit(const char *key, const char *entry, const char *why)
{
	mm_die(MM_USAGE, "%s: '%s': %s", key, entry, why);
}

/* The next entry of a list separated by commas, NULL at its end. */
static const char *next_entry(const char **list, struct arena *a)
{
	const char *start = *list + strspn(*list, ",");
	size_t len = strcspn(start, ",");

	*list = start + len;
	return len ? arena_strndup(a, start, len) : NULL;
}

/* Cuts text at the first such character; returns what stands behind it, "" if there
 * is none. */
static char *cut(char *text, char at)
{
	char *p = strchr(text, at);

	if (!p)
		return text + strlen(text);
	*p = '\0';
	return p + 1;
}

struct pair *pairs_find(const struct pairs *p, const char *base,
			const char *quote)
{
	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->v[i].base, base) &&
		    !strcmp(p->v[i].quote, quote))
			return &p->v[i];
	return NULL;
}

/* The pair of that name; a new one where there is none. */
static struct pair *pair_of(struct pairs *p, struct arena *a, const char *key,
			    const char *name)
{
	char *base = arena_strdup(a, name), *quote = cut(base, '/');
	struct pair *pair;

	if (!*base || !*quote || strchr(quote, '/'))
		unfit(key, name, "not a pair like SOL/USD");
	pair = pairs_find(p, base, quote);
	if (pair)
		return pair;
	p->v = arena_grow(a, p->v, p->n * sizeof(*p->v),
			  (p->n + 1) * sizeof(*p->v));
	pair = &p->v[p->n++];
	*pair = (struct pair){ .name = arena_strdup(a, name),
			       .base = base,
			       .quote = quote,
			       .agree = (int)conf_int("PRICE_AGREE") };
	return pair;
}

static void feed_in(struct source *s, const char *key, const char *entry)
{
	const char *hex = s->arg + (strncmp(s->arg, "0x", 2) ? 0 : 2);

	if (!hex_parse(s->feed, PYTH_FEED_LEN, hex, strlen(hex)))
		unfit(key, entry, "not a feed id of 64 hexadecimal digits");
	if (!pyth_account(&s->account, s->feed, 0))
		unfit(key, entry, "a feed without an account");
}

/* "wSOL:USDC" or "wSOL:USDC:10" */
static void swap_in(struct source *s, struct arena *a, const char *key,
		    const char *entry)
{
	char *mint = arena_strdup(a, s->arg), *out = cut(mint, ':');
	char *amount = cut(out, ':');

	s->mint = mint;
	s->mint_out = out;
	s->amount = dec_make(1, 0);
	if (!*mint || !*out)
		unfit(key, entry, "not two assets like wSOL:USDC");
	if (*amount && (dec_parse(&s->amount, amount, strlen(amount)) ||
			dec_sign(s->amount) <= 0))
		unfit(key, entry, "not an amount above 0");
}

/* "0x5f4e...8419" or "0x5f4e...8419:3600" */
static void contract_in(struct source *s, struct arena *a, const char *key,
			const char *entry)
{
	char *address = arena_strdup(a, s->arg), *beat = cut(address, ':');
	struct dec d = dec_make(HEARTBEAT_S, 0);
	int64_t n;

	if (!evm_address_parse(&s->contract, address, strlen(address)))
		unfit(key, entry, "not the address of a feed");
	if (*beat && dec_parse(&d, beat, strlen(beat)))
		unfit(key, entry, "not a number of seconds");
	if (dec_units(&n, d, dec_make(1, 0)) || n < 1 || n > HEARTBEAT_MAX_S)
		unfit(key, entry, "not 1 to 604800 seconds");
	s->heartbeat_ms = n * 1000;
}

static void argument_in(struct source *s, struct arena *a, const char *key,
			const char *entry)
{
	switch (s->kind) {
	case SOURCE_PYTH:
	case SOURCE_HERMES:
		feed_in(s, key, entry);
		return;
	case SOURCE_SWITCHBOARD:
		if (!pubkey_parse(&s->account, s->arg))
			unfit(key, entry, "not the address of a feed");
		return;
	case SOURCE_CHAINLINK:
		contract_in(s, a, key, entry);
		return;
	case SOURCE_JUPITER:
		swap_in(s, a, key, entry);
		return;
	case SOURCE_BOOK:
		if (!*s->arg)
			s->arg = conf_text("MARKET");
		if (!*s->arg)
			unfit(key, entry, "no market, and MARKET is not set");
		return;
	case SOURCE_BINANCE:
	case SOURCE_BYBIT:
	case SOURCE_VIA:
		if (!*s->arg || strpbrk(s->arg, ":/@"))
			unfit(key, entry, "not a symbol");
		return;
	}
}

/* "SOL/USD@binance:SOLUSDT" */
static void source_in(struct pairs *p, struct arena *a, const char *entry)
{
	static const char key[] = "PRICE_SOURCES";
	char *name = arena_strdup(a, entry), *text = cut(name, '@'), *kind;
	struct pair *pair = pair_of(p, a, key, name);
	struct source *s = arena_alloc(a, sizeof(*s));
	size_t i;

	s->text = text;
	kind = arena_strdup(a, text);
	s->arg = cut(kind, ':');
	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(kinds[i].name, kind))
			break;
	if (i == sizeof(kinds) / sizeof(*kinds))
		unfit(key, entry, "not a source that is known");
	s->kind = kinds[i].kind;
	argument_in(s, a, key, entry);
	if (pair->n == CONSENSUS_MAX)
		unfit(key, entry, "too many sources of one pair");
	pair->source[pair->n++] = s;
}

/* "SOL/USD", "SOL/USD:2" or "SOL/USD:2:optional" */
static void wanted_in(struct pairs *p, struct arena *a, const char *entry)
{
	static const char key[] = "PRICE_PAIRS";
	char *name = arena_strdup(a, entry), *agree = cut(name, ':');
	char *word = cut(agree, ':');
	struct pair *pair = pair_of(p, a, key, name);
	int64_t n;
	struct dec d;

	pair->wanted = true;
	pair->optional = !strcmp(word, "optional");
	if (*word && !pair->optional)
		unfit(key, entry, "not the word optional");
	if (!*agree)
		return;
	if (dec_parse(&d, agree, strlen(agree)) ||
	    dec_units(&n, d, dec_make(1, 0)) || n < 1 || n > CONSENSUS_MAX)
		unfit(key, entry, "not a number of sources");
	pair->agree = (int)n;
}

static bool leg_of(const struct pairs *p, struct leg *leg, const char *base,
		   const char *quote)
{
	leg->over = false;
	leg->pair = pairs_find(p, base, quote);
	if (leg->pair)
		return true;
	leg->over = true;
	leg->pair = pairs_find(p, quote, base);
	return leg->pair != NULL;
}

bool pairs_legs(const struct pairs *p, struct leg legs[static 2],
		const struct pair *pair, const char *via)
{
	return leg_of(p, &legs[0], pair->base, via) &&
	       leg_of(p, &legs[1], via, pair->quote);
}

/* Marks what a wanted pair needs.  A pair that needs itself has no price. */
static void need(const struct pairs *p, struct pair *pair)
{
	struct leg legs[2];

	if (pair->state == PAIR_BUSY)
		unfit("PRICE_SOURCES", pair->name, "a cross that needs itself");
	if (pair->needed)
		return;
	if (!pair->n)
		unfit("PRICE_SOURCES", pair->name, "a pair without a source");
	pair->state = PAIR_BUSY;
	for (size_t i = 0; i < pair->n; i++) {
		const struct source *s = pair->source[i];

		if (s->kind != SOURCE_VIA)
			continue;
		if (!pairs_legs(p, legs, pair, s->arg))
			unfit("PRICE_SOURCES", s->text,
			      "a cross of pairs that have no source");
		need(p, legs[0].pair);
		need(p, legs[1].pair);
	}
	pair->state = PAIR_OPEN;
	pair->needed = true;
}

void pairs_read(struct pairs *p, struct arena *a)
{
	const char *list, *entry;

	*p = (struct pairs){ 0 };
	list = conf_text("PRICE_SOURCES");
	while ((entry = next_entry(&list, a)))
		source_in(p, a, entry);
	list = conf_text("PRICE_PAIRS");
	while ((entry = next_entry(&list, a)))
		wanted_in(p, a, entry);
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].wanted)
			need(p, &p->v[i]);
}
