/* test_rec - records: what a decoder must refuse, absence kept absent, identities,
 * copies that outlive their line, and every type through a round trip. */
#include "check.h"
#include "data/rec.h"
#include "data/rec_book.h"
#include "data/rec_fill.h"
#include "data/rec_grid.h"
#include "data/rec_market.h"
#include "data/rec_pending.h"
#include "data/rec_trade.h"
#include "data/rec_wallet.h"

#include <string.h>
#include <unistd.h>

#define TRADE                                                                  \
	"{\"type\":\"trade\",\"ts_ms\":5,\"market\":\"m\",\"price\":\"1.5\","  \
	"\"size\":\"2\",\"side\":\"sell\",\"id\":\"7\",\"source\":\"s\""

static struct json scanner;
static struct arena arena;
static char line[4096];

/* Decodes text into rec; the reason of a refusal, or NULL. */
static const char *decoded(const struct rec_type *type, void *rec,
			   const char *text)
{
	size_t n = strlen(text);

	CHECK(n < sizeof(line));
	memcpy(line, text, n + 1);
	CHECK(!json_scan(&scanner, line, n));
	return rec_decode(type, rec, &scanner, &arena);
}

static const struct {
	const char *text, *why; /* NULL: accepted */
} trades[] = {
	{ TRADE "}", NULL },
	{ TRADE ",\"unknown\":[1,{\"x\":null}],\"big\":1e999}", NULL },
	{ TRADE ",\"own_maker\":true,\"own_taker\":false}", NULL },
	{ TRADE ",\"own_maker\":1}", "'own_maker': not true or false" },
	{ TRADE ",\"own_maker\":null}", "'own_maker': not true or false" },
	{ TRADE ",\"ts_max_err_ms\":9007199254740992}",
	  "'ts_max_err_ms': an integer of 2^53 or more" },
	{ TRADE ",\"ts_max_err_ms\":1.0}", "'ts_max_err_ms': not an integer" },
	{ TRADE ",\"ts_max_err_ms\":1e3}", "'ts_max_err_ms': not an integer" },
	{ TRADE ",\"ts_max_err_ms\":\"1\"}", "'ts_max_err_ms': not a number" },
	{ "{\"type\":\"trade\"}", "'ts_ms': missing" },
	{ "{\"ts_ms\":5,\"market\":\"m\",\"price\":1.5}",
	  "'price': not a decimal string" },
	{ "{\"ts_ms\":5,\"market\":\"m\",\"price\":\"1e5\"}",
	  "'price': not a decimal" },
	{ "{\"ts_ms\":5,\"market\":\"m\",\"price\":\"\"}",
	  "'price': not a decimal" },
	{ "{\"ts_ms\":5,\"market\":\"m\",\"price\":9007199254740992}",
	  "'price': not a decimal string" },
	{ "{\"ts_ms\":5,\"market\":\"m\",\"price\":"
	  "\"0.000000000000000000000000000000000000001\"}",
	  "'price': a decimal of over 38 digits" },
	{ "{\"ts_ms\":5,\"market\":\"\"}", "'market': empty" },
	{ "{\"ts_ms\":5,\"market\":5}", "'market': not a string" },
	{ "{\"ts_ms\":5,\"side\":\"BUY\"}", "'side': not one of its words" },
};

static void test_refusals(void)
{
	for (size_t i = 0; i < COUNT(trades); i++) {
		struct rec_trade t;
		const char *why = decoded(&rec_trade_type, &t, trades[i].text);

		if (why && (!trades[i].why || strcmp(why, trades[i].why)))
			fprintf(stderr, "%s: %s\n", trades[i].text, why);
		CHECK(!why == !trades[i].why);
		CHECK(!why || !strcmp(why, trades[i].why));
	}
}

/* Lines that one pass reads, and those that need two. */
static const struct {
	const char *text;
	bool read;
} forms[] = {
	{ TRADE "}", true },
	{ TRADE ",\"ts_max_err_ms\":0}", true },
	{ TRADE ",\"ts_max_err_ms\":-5}", true },
	{ TRADE ",\"ts_max_err_ms\":9007199254740991}", true },
	{ TRADE ",\"own_maker\":true,\"own_taker\":false}", true },
	{ TRADE ",\"ts_max_err_ms\":01}", false },
	{ TRADE ",\"ts_max_err_ms\":-}", false },
	{ TRADE ",\"ts_max_err_ms\":1.0}", false },
	{ TRADE ",\"ts_max_err_ms\":1e3}", false },
	{ TRADE ",\"ts_max_err_ms\":9007199254740992}", false },
	{ TRADE ",\"ts_max_err_ms\":\"1\"}", false },
	{ TRADE ",\"own_taker\":true,\"own_maker\":false}", false },
	{ TRADE ",\"own_maker\":true,\"own_maker\":true}", false },
	{ TRADE ",\"own_maker\":null}", false },
	{ TRADE ",\"own_maker\":truth}", false },
	{ TRADE ",\"unknown\":1}", false },
	{ TRADE ",}", false },
	{ TRADE, false },
	{ TRADE "} ", false },
	{ TRADE " }", false },
	{ TRADE "}}", false },
	{ "{\"type\":\"trade\"}", false },
	{ "{\"type\":\"trades\",\"ts_ms\":5}", false },
	{ "{\"type\":\"trade\"", false },
	{ "{\"type\":\"trad", false },
	{ "", false },
	{ "{\"type\":\"trade\",\"ts_ms\":5,\"market\":\"\\u0061\"", false },
	{ "{\"type\":\"trade\",\"ts_ms\":5,\"market\":\"\"", false },
	{ "{\"type\":\"trade\",\"ts_ms\":5,\"market\":\"m", false },
};

static bool read_at_once(const struct rec_type *type, void *rec,
			 const char *text)
{
	size_t n = strlen(text);

	CHECK(n < sizeof(line));
	memcpy(line, text, n + 1);
	return rec_read(type, rec, line, n, &scanner, &arena);
}

static void test_at_once(void)
{
	for (size_t i = 0; i < COUNT(forms); i++) {
		struct rec_trade t;

		CHECK(read_at_once(&rec_trade_type, &t, forms[i].text) ==
		      forms[i].read);
		CHECK(!forms[i].read ||
		      (t.ts_ms == 5 && !strcmp(t.source, "s")));
	}
}

struct soft {
	int64_t n;
};
static const struct rec_field soft_fields[] = { REC_FIELD(soft, n, REC_INT,
							  REC_OPT) };
static const struct rec_shape soft_shape = REC_SHAPE(soft, soft_fields);

struct holder {
	struct rec_list list;
	struct soft one;
};
static const struct rec_field holder_fields[] = {
	REC_FIELD_OF(holder, list, REC_OBJECTS, REC_MUST, &soft_shape),
	REC_FIELD_OF(holder, one, REC_OBJECT, REC_MUST, &soft_shape),
};
static const struct rec_type holder_type = { "holder", REC_ANYWHERE,
					     REC_SHAPE(holder, holder_fields) };

/* An object of which nothing has to be there has its braces all the same. */
#define HOLDER "{\"type\":\"holder\",\"list\":"
static void test_empty_objects(void)
{
	static const struct {
		const char *text;
		bool read;
	} v[] = {
		{ HOLDER "[{}],\"one\":{}}", true },
		{ HOLDER "[{\"n\":1},{}],\"one\":{\"n\":2}}", true },
		{ HOLDER "[}],\"one\":{}}", false },
		{ HOLDER "[],\"one\":}}", false },
		{ HOLDER "[{}},\"one\":{}}", false },
		{ HOLDER "[{\"n\":1],\"one\":{}}", false },
		{ HOLDER "[],\"one\":{\"n\":2}", false },
	};

	for (size_t i = 0; i < COUNT(v); i++) {
		struct holder h;

		CHECK(read_at_once(&holder_type, &h, v[i].text) == v[i].read);
	}
}

static void test_absence(void)
{
	struct rec_trade t;
	struct rec_grid g;

	CHECK(!decoded(&rec_trade_type, &t, TRADE "}"));
	CHECK(t.ts_max_err_ms == REC_NONE_INT && !t.own_maker);
	CHECK(t.side == 1 && !strcmp(t.source, "s"));
	CHECK(!decoded(
		&rec_trade_type, &t,
		"{\"ts_ms\":1,\"market\":\"m\",\"price\":3,\"size\":\"1\","
		"\"side\":\"buy\",\"id\":\"1\",\"source\":\"s\"}"));
	CHECK(!dec_cmp(t.price, dec_make(3, 0)));
	CHECK(!decoded(&rec_grid_type, &g,
		       "{\"ts_ms\":1,\"market\":\"m\",\"decision\":\"pull\","
		       "\"reason\":\"no_price\",\"n_orders\":0}"));
	CHECK(dec_is_none(g.pivot) && g.side_pulled == -1);
	CHECK(isnan(g.control_ratio) && !g.parameters.n);
	CHECK(g.rebuild_ms == REC_NONE_INT);
}

static void test_nested(void)
{
	struct rec_book b;
	struct rec_wallet w;
	const struct rec_level *bids;
	const struct rec_balance *held;

	CHECK(!decoded(&rec_book_type, &b,
		       "{\"ts_ms\":1,\"market\":\"m\",\"bids\":[[\"1\",\"2\"],"
		       "[\"0.5\",3]],\"asks\":[],\"own_bids\":[],"
		       "\"own_asks\":[],\"slot\":1}"));
	bids = b.bids.v;
	CHECK(b.bids.n == 2 && !dec_cmp(bids[1].price, dec_make(5, 1)));
	CHECK(!b.asks.n && !b.synthetic);
	CHECK(!strcmp(decoded(&rec_book_type, &b,
			      "{\"ts_ms\":1,\"bids\":[[\"1\",\"2\",\"3\"]]}"),
		      "'bids': not a list of [price,size]"));
	CHECK(!strcmp(decoded(&rec_book_type, &b, "{\"ts_ms\":1,\"bids\":{}}"),
		      "'bids': not an array"));
	CHECK(!decoded(&rec_wallet_type, &w,
		       "{\"ts_ms\":1,\"wallet\":\"w\",\"chain\":\"paper\","
		       "\"balances\":{\"SOL\":{\"free\":\"1\",\"locked\":\"2\","
		       "\"unsettled\":\"0\"}}}"));
	held = w.balances.v;
	CHECK(w.balances.n == 1 && !strcmp(held->asset, "SOL"));
	CHECK(!dec_cmp(held->locked, dec_make(2, 0)));
	CHECK(!strcmp(decoded(&rec_wallet_type, &w,
			      "{\"ts_ms\":1,\"balances\":{\"SOL\":{}}}"),
		      "'balances': 'free': missing"));
}

static void test_identity(void)
{
	struct rec_trade t;
	struct rec_fill f;
	struct buf b;

	buf_init(&b, 4096);
	CHECK(!decoded(&rec_trade_type, &t, TRADE "}"));
	rec_identity(&b, &rec_trade_type, &t);
	CHECK(b.len == strlen("\"m\" \"7\" \"s\""));
	CHECK(!memcmp(b.p, "\"m\" \"7\" \"s\"", b.len));
	b.len = 0;
	t.market = "m\" \"7"; /* no value can pass for two */
	rec_identity(&b, &rec_trade_type, &t);
	CHECK(memcmp(b.p, "\"m\" \"7\" ", 8));
	b.len = 0;
	memset(&f, 0, sizeof(f));
	f.id = "9";
	rec_identity(&b, &rec_fill_type, &f);
	CHECK(b.len == 3 && !memcmp(b.p, "\"9\"", 3));
	buf_free(&b);
}

/* Writes rec, reads it back as text without the newline. */
static char *written(const struct rec_type *type, const void *rec)
{
	static char text[8192];
	struct out out;
	int fds[2];
	ssize_t n;

	CHECK(!pipe(fds));
	out_open(&out, fds[1]);
	rec_write(&out, type, rec);
	out_close(&out);
	close(fds[1]);
	n = read(fds[0], text, sizeof(text) - 1);
	close(fds[0]);
	CHECK(n > 0 && text[n - 1] == '\n');
	text[n - 1] = '\0';
	return text;
}

/* A value for every key of a shape, optional ones by chance. */
static void random_shape(const struct rec_shape *shape, char *rec,
			 uint64_t *seed);

static void random_field(const struct rec_field *f, void *at, uint64_t *seed)
{
	static const char *const strs[] = { "x", "\"q\\", "\xc3\xa9\n", "a b" };
	const char *const *words = f->of;
	size_t n = (size_t)check_pick(seed, f->flags & REC_OPT ? 1 : 0, 3);
	struct rec_list *list = at;
	int n_words = 0;

	switch (f->kind) {
	case REC_DEC:
		*(struct dec *)at =
			dec_make(check_pick(seed, -99999, 99999), 3);
		return;
	case REC_INT:
		*(int64_t *)at =
			check_pick(seed, -REC_INT_MAX + 1, REC_INT_MAX - 1);
		return;
	case REC_U64:
		*(uint64_t *)at = check_rand(seed) | 1;
		return;
	case REC_REAL:
		*(double *)at = (double)check_pick(seed, -99999, 99999) / 7.0;
		return;
	case REC_STR:
		*(const char **)at = strs[check_pick(seed, 0, 3)];
		return;
	case REC_BOOL:
		*(bool *)at = check_pick(seed, 0, 1) || f->flags & REC_OPT;
		return;
	case REC_WORD:
		while (words[n_words])
			n_words++;
		*(int *)at = (int)check_pick(seed, 0, n_words - 1);
		return;
	case REC_OBJECT:
		random_shape(f->of, at, seed);
		return;
	case REC_STRS:
		list->v = arena_alloc(&arena, n * sizeof(char *));
		list->n = n;
		for (size_t i = 0; i < n; i++)
			((const char **)list->v)[i] = strs[i];
		return;
	case REC_LEVELS:
		list->v = arena_alloc(&arena, n * sizeof(struct rec_level));
		list->n = n;
		return;
	case REC_AMOUNTS:
		list->v = arena_alloc(&arena, n * sizeof(struct rec_amount));
		list->n = n;
		for (size_t i = 0; i < n; i++)
			((struct rec_amount *)list->v)[i].name = strs[i];
		return;
	case REC_TEXTS:
		list->v = arena_alloc(&arena, n * sizeof(struct rec_text));
		list->n = n;
		for (size_t i = 0; i < n; i++)
			((struct rec_text *)list->v)[i] =
				(struct rec_text){ strs[i], strs[3 - i] };
		return;
	case REC_U256:
		*(struct rec_u256 *)at = (struct rec_u256){ .known = true };
		for (int i = 0; i < U256_LIMBS; i++)
			((struct rec_u256 *)at)->v.limb[i] = check_rand(seed);
		return;
	case REC_TICKS:
		list->v = arena_alloc(&arena, n * sizeof(struct rec_tick));
		list->n = n;
		for (size_t i = 0; i < n; i++)
			((struct rec_tick *)list->v)[i].tick =
				check_pick(seed, -887272, 887272);
		return;
	case REC_OBJECTS:
	case REC_NAMED: {
		const struct rec_shape *of = f->of;

		list->v = arena_alloc(&arena, n * of->size);
		list->n = n;
		for (size_t i = 0; i < n; i++) {
			char *e = (char *)list->v + i * of->size;

			random_shape(of, e, seed);
			if (f->kind == REC_NAMED)
				memcpy(e, &strs[i], sizeof(*strs));
		}
		return;
	}
	}
}

static void random_shape(const struct rec_shape *shape, char *rec,
			 uint64_t *seed)
{
	for (size_t i = 0; i < shape->n_fields; i++)
		random_field(&shape->fields[i], rec + shape->fields[i].offset,
			     seed);
}

static void test_round_trips(void)
{
	uint64_t seed = 1;
	char first[8192];

	for (int i = 0; i < 400; i++) {
		for (size_t t = 0; rec_types[t]; t++) {
			const struct rec_type *type = rec_types[t];
			void *rec = arena_alloc(&arena, type->shape.size);
			void *back = arena_alloc(&arena, type->shape.size);
			void *copy;
			bool once; /* whatever is plain ASCII */

			random_shape(&type->shape, rec, &seed);
			snprintf(first, sizeof(first), "%s",
				 written(type, rec));
			CHECK(!decoded(type, back, first));
			CHECK(!strcmp(written(type, back), first));
			once = read_at_once(type, back, first);
			CHECK(once || strpbrk(first, "\\\xc3"));
			CHECK(!once || !strcmp(written(type, back), first));
			CHECK(!decoded(type, back, first));
			copy = rec_copy(&arena, type, back);
			memset(line, '#', sizeof(line));
			CHECK(!strcmp(written(type, copy), first));
			CHECK(rec_find(type->name, strlen(type->name)) == type);
		}
		arena_reset(&arena);
	}
	CHECK(!rec_find("trad", 4) && !rec_find("trades", 6));
}

int main(void)
{
	test_refusals();
	test_at_once();
	test_empty_objects();
	test_absence();
	test_nested();
	test_identity();
	test_round_trips();
	arena_free(&arena);
	json_free(&scanner);
	printf("test_rec: pass\n");
	return 0;
}
