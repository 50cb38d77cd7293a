/* test_sol_message - transactions: what is refused, that what is written is read
 * back, and the limits.  Bytes of other implementations are in tests/vectors. */
#include "chain/sol_message.h"
#include "chain/sol_wire.h"
#include "check.h"

#include <string.h>

static struct arena arena;

static struct pubkey key_of(uint8_t tag)
{
	struct pubkey k = { { 0 } };

	k.b[0] = tag;
	k.b[31] = 1;
	return k;
}

/* ---- compact-u16 ---- */

static bool read_compact(const char *bytes, size_t len, size_t *n)
{
	struct sol_reader r = { (const uint8_t *)bytes, len };
	bool ok = sol_read_compact(&r, n);

	CHECK(ok || r.left == len);
	return ok;
}

static void test_compact(void)
{
	static const struct {
		const char *bytes;
		size_t len;
	} bad[] = {
		{ "", 0 },
		{ "\x80", 1 },
		{ "\xff\xff", 2 },
		{ "\x80\x00", 2 },     /* 0, long */
		{ "\xff\x80\x00", 3 }, /* 127, long */
		{ "\x80\x80\x04", 3 }, /* 65536 */
		{ "\xff\xff\x07", 3 },
		{ "\x80\x80\x80\x01", 4 },
		{ "\xff\xff\x83\x00", 4 },
	};
	size_t n = 77;

	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(!read_compact(bad[i].bytes, bad[i].len, &n) && n == 77);
	for (size_t want = 0; want <= UINT16_MAX; want++) {
		uint8_t b[COMPACT_U16_MAX_LEN];
		size_t len = (size_t)(compact_u16_put(b, want) - b);

		CHECK(len == compact_u16_len(want));
		CHECK(read_compact((char *)b, len, &n) && n == want);
		for (size_t cut = 0; cut < len; cut++)
			CHECK(!read_compact((char *)b, cut, &n));
	}
}

/* ---- a message whose every part is known ---- */

struct sample {
	struct sol_meta accounts[4];
	struct sol_ix ixs[2];
	struct pubkey in_table[3];
	struct sol_lut lut;
	struct sol_plan plan;
};

/* Payer 1; program 9 with writable 2, readonly signer 3, readonly 4, which a table
 * has, and the payer; program 8 with nothing. */
static void sample(struct sample *s, enum sol_version version)
{
	*s = (struct sample){
		.accounts = { { .key = key_of(2), .writable = true },
			      { .key = key_of(3), .signer = true },
			      { .key = key_of(4) },
			      { .key = key_of(1) } },
		.in_table = { key_of(7), key_of(4), key_of(1) },
	};
	s->ixs[0] = (struct sol_ix){ key_of(9), s->accounts, 4,
				     (const uint8_t *)"data", 4 };
	s->ixs[1] = (struct sol_ix){ key_of(8), NULL, 0, NULL, 0 };
	s->lut = (struct sol_lut){ key_of(6), s->in_table, 3 };
	s->plan = (struct sol_plan){ .version = version,
				     .payer = key_of(1),
				     .blockhash = key_of(200),
				     .ixs = s->ixs,
				     .n_ixs = 2 };
	if (version == SOL_V0) {
		s->plan.luts = &s->lut;
		s->plan.n_luts = 1;
	}
}

static void test_layout(void)
{
	/* header, keys, blockhash, two instructions, one lookup */
	static const uint8_t head[] = { 0x80, 2, 1, 2, 5 };
	static const uint8_t order[] = { 1, 3, 2, 9, 8 };
	static const uint8_t calls[] = { 2,   3,   4,   2,   1, 5, 0, 4,
					 'd', 'a', 't', 'a', 4, 0, 0 };
	static const uint8_t lookup[] = { 0, 1, 1 };
	struct sample s;
	uint8_t *msg, *p;
	size_t len, size;

	sample(&s, SOL_V0);
	CHECK(!sol_message_build(&arena, &msg, &len, &s.plan));
	p = msg;
	CHECK(!memcmp(p, head, sizeof(head)));
	p += sizeof(head);
	for (size_t i = 0; i < COUNT(order); i++, p += PUBKEY_LEN)
		CHECK(*p == order[i]);
	CHECK(*p == 200);
	p += PUBKEY_LEN;
	CHECK(!memcmp(p, calls, sizeof(calls)));
	p += sizeof(calls);
	CHECK(*p++ == 1 && *p == 6);
	p += PUBKEY_LEN;
	CHECK(!memcmp(p, lookup, sizeof(lookup)));
	CHECK(p + sizeof(lookup) == msg + len);
	CHECK(!sol_message_size(&arena, &size, &s.plan));
	CHECK(size == 1 + 2 * SOL_SIG_LEN + len);
}

static void test_plans_refused(void)
{
	struct sample s;
	struct sol_meta many[300];
	uint8_t *msg, data[SOL_TX_MAX] = { 0 };
	size_t len, size;

	sample(&s, SOL_V0);
	s.plan.version = SOL_LEGACY;
	CHECK(sol_message_build(&arena, &msg, &len, &s.plan) == SOL_EPLAN);
	sample(&s, SOL_LEGACY);
	s.plan.payer = key_of(8);
	CHECK(sol_message_build(&arena, &msg, &len, &s.plan) == SOL_EPROGRAM);

	/* Exactly as much as fits, then a byte more. */
	sample(&s, SOL_LEGACY);
	s.ixs[1].data = data;
	CHECK(!sol_message_size(&arena, &size, &s.plan));
	s.ixs[1].data_len = SOL_TX_MAX - size - 1;
	CHECK(!sol_message_size(&arena, &size, &s.plan) && size == SOL_TX_MAX);
	CHECK(!sol_message_build(&arena, &msg, &len, &s.plan));
	s.ixs[1].data_len++;
	CHECK(!sol_message_size(&arena, &size, &s.plan));
	CHECK(size == SOL_TX_MAX + 1);
	CHECK(sol_message_build(&arena, &msg, &len, &s.plan) == SOL_ETOOBIG);

	for (size_t i = 0; i < COUNT(many); i++) {
		many[i] = (struct sol_meta){ .key = key_of((uint8_t)i) };
		many[i].key.b[1] = (uint8_t)(1 + i / 256);
	}
	sample(&s, SOL_LEGACY);
	s.ixs[0].accounts = many;
	s.ixs[0].n_accounts = SOL_KEYS_MAX - 3; /* and payer, two programs */
	CHECK(!sol_message_size(&arena, &size, &s.plan));
	s.ixs[0].n_accounts++;
	CHECK(sol_message_size(&arena, &size, &s.plan) == SOL_EKEYS);
	for (size_t i = 0; i < SOL_SIGNERS_MAX; i++)
		many[i].signer = true;
	s.ixs[0].n_accounts = SOL_SIGNERS_MAX - 1;
	CHECK(!sol_message_size(&arena, &size, &s.plan));
	s.ixs[0].n_accounts++;
	CHECK(sol_message_size(&arena, &size, &s.plan) == SOL_EKEYS);
}

/* ---- bytes that are refused ---- */

static enum sol_err parse(const uint8_t *bytes, size_t len)
{
	/* Its own block, so that a sanitizer sees a byte too far. */
	uint8_t *copy = malloc(len ? len : 1);
	struct sol_message m;
	enum sol_err e;

	memcpy(copy, bytes, len);
	e = sol_message_parse(&arena, &m, copy, len);
	free(copy);
	return e;
}

static void test_bytes_refused(void)
{
	struct sample s;
	uint8_t *msg, bad[SOL_TX_MAX + 1];
	size_t len, calls = 5 + 6 * PUBKEY_LEN, lookup;

	sample(&s, SOL_V0);
	CHECK(!sol_message_build(&arena, &msg, &len, &s.plan));
	CHECK(!parse(msg, len));
	lookup = len - 3 - PUBKEY_LEN;
	for (size_t cut = 0; cut < len; cut++)
		CHECK(parse(msg, cut) == SOL_ECUT);
	memcpy(bad, msg, len);
	bad[len] = 0;
	CHECK(parse(bad, len + 1) == SOL_ETRAILING);
	memset(bad, 0, sizeof(bad));
	CHECK(parse(bad, sizeof(bad)) == SOL_ETOOBIG);

#define WITH(at, value, err)                                                   \
	do {                                                                   \
		memcpy(bad, msg, len);                                         \
		bad[at] = (value);                                             \
		CHECK(parse(bad, len) == (err));                               \
	} while (0)
	WITH(0, 0x81, SOL_EVERSION);
	WITH(0, 0xff, SOL_EVERSION);
	WITH(1, 0, SOL_EHEADER); /* nobody signs */
	WITH(1, 128, SOL_EHEADER);
	WITH(1, 4, SOL_EHEADER); /* 4 sign, 2 are readonly, of 5 */
	WITH(2, 2, SOL_EHEADER); /* the payer is readonly */
	WITH(3, 4, SOL_EHEADER);
	WITH(4, 2,
	     SOL_EHEADER); /* two keys, four of them said to be of a kind */
	WITH(5 + PUBKEY_LEN, 1,
	     SOL_EREPEATED);              /* the second key as the first */
	WITH(calls + 1, 0, SOL_EPROGRAM); /* the payer */
	WITH(calls + 1, 5, SOL_EPROGRAM); /* from the table */
	WITH(calls + 1, 6, SOL_EINDEX);
	WITH(calls + 3, 6, SOL_EINDEX);
	WITH(lookup + PUBKEY_LEN, 1, SOL_ECUT);
	WITH(lookup - 1, 0, SOL_ETRAILING);
#undef WITH
	/* A table that gives nothing, and an index twice. */
	memcpy(bad, msg, len);
	bad[len - 2] = 0;
	CHECK(parse(bad, len - 1) == SOL_EINDEX);
	memcpy(bad, msg, len);
	bad[len - 2] = 2;
	bad[len] = bad[len - 1];
	CHECK(parse(bad, len + 1) == SOL_EREPEATED);
	/* A length in a longer form than it needs. */
	memcpy(bad, msg, len);
	memmove(bad + 6, bad + 5, len - 5);
	bad[4] = 0x85;
	bad[5] = 0;
	CHECK(parse(bad, len + 1) == SOL_ELENGTH);
}

/* A message that fits, but not with its signatures. */
static void test_signatures_count(void)
{
	struct sample s;
	struct sol_message m;
	uint8_t bytes[SOL_TX_MAX], data[SOL_TX_MAX] = { 0 };
	size_t len;

	sample(&s, SOL_LEGACY);
	s.ixs[1].data = data;
	s.ixs[1].data_len = 800;
	CHECK(!sol_message_compile(&arena, &m, &s.plan));
	len = sol_message_len(&m);
	CHECK(len < SOL_TX_MAX && sol_tx_len(&m) < SOL_TX_MAX);
	s.ixs[1].data_len += SOL_TX_MAX - len;
	CHECK(!sol_message_compile(&arena, &m, &s.plan));
	sol_message_write(bytes, &m);
	CHECK(sol_message_len(&m) == SOL_TX_MAX);
	CHECK(parse(bytes, SOL_TX_MAX) == SOL_ETOOBIG);
}

static void test_table_twice(void)
{
	struct sample s;
	uint8_t *msg, bad[SOL_TX_MAX];
	size_t len, one = PUBKEY_LEN + 3;

	sample(&s, SOL_V0);
	CHECK(!sol_message_build(&arena, &msg, &len, &s.plan));
	memcpy(bad, msg, len);
	memcpy(bad + len, msg + len - one, one);
	bad[len - one - 1] = 2;
	bad[len + one - 1] = 0; /* another index of the same table */
	CHECK(parse(bad, len + one) == SOL_EREPEATED);
	bad[len] ^= 1;
	CHECK(!parse(bad, len + one));
	bad[len + one - 2] =
		0; /* a table for nothing, which ends it a byte early */
	CHECK(parse(bad, len + one - 1) == SOL_EINDEX);
}

/* ---- resolving ---- */

static void test_resolve(void)
{
	struct sample s;
	struct sol_message m;
	struct sol_ix *ixs;
	struct sol_lut wrong;
	uint8_t *msg;
	size_t len;

	sample(&s, SOL_V0);
	CHECK(!sol_message_build(&arena, &msg, &len, &s.plan));
	CHECK(!sol_message_parse(&arena, &m, msg, len));
	CHECK(sol_message_resolve(&arena, &ixs, &m, NULL, 0) == SOL_ETABLE);
	wrong = s.lut;
	wrong.address.b[5] = 1;
	CHECK(sol_message_resolve(&arena, &ixs, &m, &wrong, 1) == SOL_ETABLE);
	wrong = s.lut;
	wrong.n = 1;
	CHECK(sol_message_resolve(&arena, &ixs, &m, &wrong, 1) == SOL_ETABLE);
	/* The table gives an address that the message has too. */
	s.in_table[1] = key_of(2);
	CHECK(sol_message_resolve(&arena, &ixs, &m, &s.lut, 1) ==
	      SOL_EREPEATED);
	s.in_table[1] = key_of(4);
	CHECK(!sol_message_resolve(&arena, &ixs, &m, &s.lut, 1));
	CHECK(m.n_calls == 2 && ixs[0].n_accounts == 4);
	CHECK(ixs[0].program.b[0] == 9 && ixs[1].program.b[0] == 8);
	CHECK(ixs[0].accounts[0].key.b[0] == 2 && ixs[0].accounts[0].writable &&
	      !ixs[0].accounts[0].signer);
	CHECK(ixs[0].accounts[1].key.b[0] == 3 && ixs[0].accounts[1].signer &&
	      !ixs[0].accounts[1].writable);
	CHECK(ixs[0].accounts[2].key.b[0] == 4 &&
	      ixs[0].accounts[2].table == 1);
	CHECK(!ixs[0].accounts[2].signer && !ixs[0].accounts[2].writable);
	/* The payer signs and is writable wherever it stands. */
	CHECK(ixs[0].accounts[3].key.b[0] == 1 && ixs[0].accounts[3].signer &&
	      ixs[0].accounts[3].writable && !ixs[0].accounts[3].table);
}

/* ---- any plan ---- */

static void random_plan(uint64_t *seed, struct sol_plan *plan)
{
	size_t n_ixs = (size_t)check_pick(seed, 0, 6);
	size_t n_luts = (size_t)check_pick(seed, 0, 3);
	struct sol_ix *ixs = arena_alloc(&arena, n_ixs * sizeof(*ixs));
	struct sol_lut *luts = arena_alloc(&arena, n_luts * sizeof(*luts));

	for (size_t i = 0; i < n_ixs; i++) {
		size_t n = (size_t)check_pick(seed, 0, 12);
		struct sol_meta *m = arena_alloc(&arena, n * sizeof(*m));
		size_t len = (size_t)check_pick(seed, 0, 140);

		for (size_t k = 0; k < n; k++)
			m[k] = (struct sol_meta){
				.key = key_of((uint8_t)check_pick(seed, 2, 30)),
				.signer = check_pick(seed, 0, 7) == 0,
				.writable = check_pick(seed, 0, 1),
			};
		ixs[i] = (struct sol_ix){ key_of((uint8_t)check_pick(seed, 28,
								     40)),
					  m, n, arena_alloc(&arena, len), len };
	}
	for (size_t i = 0; i < n_luts; i++) {
		size_t n = (size_t)check_pick(seed, 0, 20);
		struct pubkey *keys = arena_alloc(&arena, n * sizeof(*keys));

		for (size_t k = 0; k < n; k++)
			keys[k] = key_of((uint8_t)check_pick(seed, 1, 40));
		luts[i] =
			(struct sol_lut){ key_of((uint8_t)(100 + i)), keys, n };
	}
	*plan = (struct sol_plan){
		.version =
			n_luts || check_pick(seed, 0, 1) ? SOL_V0 : SOL_LEGACY,
		.payer = key_of(1),
		.blockhash = key_of((uint8_t)check_pick(seed, 0, 255)),
		.ixs = ixs,
		.n_ixs = n_ixs,
		.luts = luts,
		.n_luts = n_luts,
	};
}

/* Each instruction says what the plan says, with at least its rights. */
static void check_same(const struct sol_plan *plan, const struct sol_ix *ixs)
{
	for (size_t i = 0; i < plan->n_ixs; i++) {
		const struct sol_ix *want = &plan->ixs[i];

		CHECK(pubkey_eq(&ixs[i].program, &want->program));
		CHECK(ixs[i].data_len == want->data_len);
		CHECK(!want->data_len ||
		      !memcmp(ixs[i].data, want->data, want->data_len));
		CHECK(ixs[i].n_accounts == want->n_accounts);
		for (size_t k = 0; k < want->n_accounts; k++) {
			const struct sol_meta *m = &ixs[i].accounts[k];

			CHECK(pubkey_eq(&m->key, &want->accounts[k].key));
			CHECK(m->signer >= want->accounts[k].signer);
			CHECK(m->writable >= want->accounts[k].writable);
			CHECK(!m->table || !m->signer);
		}
	}
}

static void test_round_trips(void)
{
	uint64_t seed = 3;
	int built = 0;

	for (int64_t round = check_times(20000); round--;) {
		struct sol_plan plan;
		struct sol_message m;
		struct sol_ix *ixs;
		struct sol_tx tx, back;
		uint8_t *msg, *wire, again[SOL_TX_MAX];
		uint8_t sigs[40 * SOL_SIG_LEN];
		size_t len, size, wire_len;
		enum sol_err e;

		arena_reset(&arena);
		random_plan(&seed, &plan);
		e = sol_message_build(&arena, &msg, &len, &plan);
		CHECK(!sol_message_size(&arena, &size, &plan));
		CHECK(e == (size > SOL_TX_MAX ? SOL_ETOOBIG : SOL_OK));
		if (e)
			continue;
		built++;
		CHECK(!sol_message_parse(&arena, &m, msg, len));
		CHECK(sol_message_write(again, &m) == again + len);
		CHECK(!memcmp(again, msg, len));
		CHECK(!sol_message_resolve(&arena, &ixs, &m, plan.luts,
					   plan.n_luts));
		check_same(&plan, ixs);

		memset(sigs, 7, sizeof(sigs));
		tx = (struct sol_tx){ sigs, m.n_signers, msg, len };
		CHECK(!sol_tx_wire(&arena, &wire, &wire_len, &tx));
		CHECK(wire_len == size && wire_len == sol_tx_len(&m));
		CHECK(!sol_tx_parse(&back, wire, wire_len));
		CHECK(back.n_sigs == m.n_signers && back.msg_len == len);
		CHECK(!memcmp(back.msg, msg, len));
		tx.n_sigs++;
		CHECK(sol_tx_wire(&arena, &wire, &wire_len, &tx) ==
		      SOL_ESIGNERS);
	}
	CHECK(built > 1000);
}

static void test_tx_refused(void)
{
	static const uint8_t two_of_one[1 + 128 + 3] = { 2, [129] = 1 };
	static const uint8_t one[1 + 64 + 3] = { 1, [65] = 1 };
	static const uint8_t other[1 + 64 + 3] = { 1, [65] = 0x81 };
	static const uint8_t large[SOL_TX_MAX + 1] = { 1, [65] = 1 };
	struct sol_tx tx;

	CHECK(!sol_tx_parse(&tx, one, sizeof(one)) && tx.msg_len == 3);
	CHECK(sol_tx_parse(&tx, two_of_one, sizeof(two_of_one)) ==
	      SOL_ESIGNERS);
	CHECK(sol_tx_parse(&tx, other, sizeof(other)) == SOL_EVERSION);
	CHECK(sol_tx_parse(&tx, large, sizeof(large)) == SOL_ETOOBIG);
	CHECK(sol_tx_parse(&tx, (const uint8_t *)"\x81\0\0", 3) == SOL_ELENGTH);
	for (size_t cut = 0; cut <= 65; cut++)
		CHECK(sol_tx_parse(&tx, one, cut) == SOL_ECUT);
}

int main(void)
{
	test_compact();
	test_layout();
	test_plans_refused();
	test_bytes_refused();
	test_signatures_count();
	test_table_twice();
	test_resolve();
	test_round_trips();
	test_tx_refused();
	arena_free(&arena);
	printf("test_sol_message: pass\n");
	return 0;
}
