/* policy.json: what is written reads as it was, whatever part is taken away is
 * noticed, pins replace pins. */
#include "data/policy_conf.h"
#include "policy_fixture.h"

static char *text_of(const struct policy *p, size_t *len)
{
	struct buf b;
	char *text;

	buf_init(&b, POLICY_FILE_MAX);
	CHECK(policy_write(&b, p));
	text = arena_strndup(&fx, b.p, b.len);
	*len = b.len;
	buf_free(&b);
	return text;
}

static const char *read_back(struct policy *p, const char *text, size_t len)
{
	return policy_read(&fx, p, arena_strndup(&fx, text, len), len);
}

static void round_trip(const struct policy *p)
{
	struct policy q;
	size_t len, again;
	const char *text = text_of(p, &len), *other;

	CHECK(!read_back(&q, text, len));
	other = text_of(&q, &again);
	CHECK(len == again && memcmp(text, other, len) == 0);
	CHECK(memcmp(p->ceilings, q.ceilings, sizeof(p->ceilings)) == 0);
	CHECK(p->allow == q.allow && p->n_tables == q.n_tables &&
	      p->n_references == q.n_references);
}

/* Cut anywhere, or with a byte changed: refused, or another policy, or one that
 * differs in blanks; never a crash. */
static void damaged(const struct policy *p)
{
	uint64_t rng = 7;
	struct policy q;
	size_t len, n = 0;
	const char *text = text_of(p, &len);

	for (size_t i = 0; i + 2 < len; i += 7)
		CHECK(read_back(&q, text, i));
	for (int64_t i = 0; i < check_times(2000); i++) {
		char *bad = arena_strndup(&fx, text, len);

		bad[check_rand(&rng) % len] = (char)check_pick(&rng, 1, 255);
		n += policy_read(&fx, &q, bad, len) != NULL;
	}
	CHECK(n > 500);
}

static void table_pins(struct policy p)
{
	const char *two[] = { "So11111111111111111111111111111111111111112",
			      "11111111111111111111111111111111" };
	const char *bad[] = { "So1" };
	char address[PUBKEY_STR_SZ];
	struct rec_lut r;

	rec_clear(&rec_lut_type, &r);
	r.address = pubkey_format(address, &p.tables[0].address);
	r.addresses = (struct rec_list){ two, 2 };
	CHECK(!policy_pin_table(&fx, &p, &r));
	CHECK(p.n_tables == 1 && p.tables[0].n == 2);
	CHECK(pubkey_eq(&p.tables[0].addresses[0], &sol_native_mint));
	r.address = two[0];
	CHECK(!policy_pin_table(&fx, &p, &r) && p.n_tables == 2);
	CHECK(!policy_index(&fx, &p));
	r.addresses = (struct rec_list){ bad, 1 };
	CHECK(policy_pin_table(&fx, &p, &r));
	r.addresses = (struct rec_list){ two, 2 };
	r.deactivated = true;
	CHECK(policy_pin_table(&fx, &p, &r));
	r.deactivated = false;
	r.address = "x";
	CHECK(policy_pin_table(&fx, &p, &r) && p.n_tables == 2);
}

int main(void)
{
	struct policy p = fixture(), nothing = { .n_wallets = 0 };

	round_trip(&p);
	p.markets[0].min_price = DEC_NONE;
	p.markets[0].max_price = DEC_NONE;
	round_trip(&p);
	damaged(&p);
	table_pins(p);
	nothing.assets = p.assets;
	nothing.n_assets = 2;
	nothing.order_ttl_s = 1;
	CHECK(!policy_index(&fx, &nothing));
	arena_free(&fx);
	puts("pass");
	return 0;
}
