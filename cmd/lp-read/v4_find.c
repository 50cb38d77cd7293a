/* v4_find.c - the tokens of a wallet, where the manager does not list them: from the
 * logs of their moves, the newest first. */
#include "v4.h"

#include "logs.h"

#include "base/conf.h"

struct search {
	struct reader *r;
	struct owned *owned;
	const struct owner *owner;
	struct u256 *settled; /* ids whose newest move was seen */
	size_t n_settled;
	int64_t missing;
};

/* Whether an earlier look, or a newer move, says who has the token. */
static bool is_settled(const struct search *s, struct u256 id)
{
	for (size_t i = 0; i < s->n_settled; i++)
		if (!u256_cmp(s->settled[i], id))
			return true;
	for (size_t i = 0; i < s->owned->n; i++)
		if (!u256_cmp(s->owned->v[i]->id, id))
			return true;
	return false;
}

static void settle(struct search *s, const struct log *l)
{
	if (l->u.event != LOG_NFT || is_settled(s, l->u.id))
		return;
	s->settled = arena_grow(s->r->a, s->settled,
				s->n_settled * sizeof(*s->settled),
				(s->n_settled + 1) * sizeof(*s->settled));
	s->settled[s->n_settled++] = l->u.id;
	if (!evm_address_eq(&l->u.to, &s->owner->address))
		return;
	owned_add(s->r, s->owned, l->u.id);
	s->missing--;
}

/* Both lists from their ends, the newest move first. */
static void settle_all(struct search *s, const struct logs *in,
		       const struct logs *out)
{
	size_t i = in->n, k = out->n;

	while (s->missing > 0 && (i || k)) {
		if (!k || (i && log_cmp(&in->v[i - 1], out->v[k - 1].block,
					out->v[k - 1].index) > 0))
			settle(s, &in->v[--i]);
		else
			settle(s, &out->v[--k]);
	}
}

static enum evm_logs_got look(struct search *s, struct asker *k, int64_t from,
			      int64_t to, struct evm_no *no)
{
	struct reader *r = s->r;
	const char *at = reader_address(r, &s->owned->manager->at);
	const char *event = uniswap_topic(LOG_NFT);
	const char *who =
		reader_word(r, uniswap_of_address(&s->owner->address));
	struct evm_filter f = { .from = from,
				.to = to,
				.addresses = &at,
				.n_addresses = 1,
				.topic = { { &event, 1 } } };
	struct logs in, out;
	enum evm_logs_got got;

	f.topic[2] = (struct evm_topics){ &who, 1 };
	got = logs_read(&in, r->a, k, &f, no);
	if (got != EVM_LOGS_ALL)
		return got;
	f.topic[2] = (struct evm_topics){ NULL, 0 };
	f.topic[1] = (struct evm_topics){ &who, 1 };
	got = logs_read(&out, r->a, k, &f, no);
	if (got == EVM_LOGS_ALL)
		settle_all(s, &in, &out);
	return got;
}

void v4_find(struct reader *r, struct owned *o, const struct owner *w,
	     int64_t missing)
{
	struct search s = { r, o, w, .missing = missing };
	int64_t to = r->chain->block;
	enum evm_logs_got got = EVM_LOGS_ALL;
	struct asker k;
	struct evm_no no;

	asker_open(&k, r->rpc, conf_int("LOGS_RANGE"));
	while (got == EVM_LOGS_ALL && s.missing > 0 && to >= 0) {
		int64_t from = to < k.logs.range ? 0 : to - k.logs.range + 1;

		got = look(&s, &k, from, to, &no);
		to = from - 1;
	}
	if (got == EVM_LOGS_FAIL)
		frame_refuse(r->f, no.reason, "%s", no.text);
	asker_close(&k);
}
