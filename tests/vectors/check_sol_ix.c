/* check_sol_ix.c - instructions of the common programs, made and read. */
#include "chain_args.h"

#include "chain/sol_ix.h"
#include "line.h"

/* Where each word of a vector stands. */
static const struct {
	const char *word;
	size_t offset;
} addresses[] = {
#define ADDRESS(m)                                                             \
	{                                                                      \
#m, offsetof(struct sol_action, m)                             \
	}
	ADDRESS(payer),       ADDRESS(account),   ADDRESS(source),
	ADDRESS(destination), ADDRESS(authority), ADDRESS(owner),
	ADDRESS(delegate),    ADDRESS(mint),      ADDRESS(base),
	ADDRESS(program),
};

#define N_ADDRESSES (sizeof(addresses) / sizeof(*addresses))

static const struct pubkey **address_at(struct sol_action *act, size_t i)
{
	return (const struct pubkey **)((char *)act + addresses[i].offset);
}

static enum ix_kind kind_of(const char *name)
{
	for (int k = 1; k < IX_KINDS; k++)
		if (!strcmp(ix_name((enum ix_kind)k), name))
			return (enum ix_kind)k;
	line_fail("'%s': no such instruction", name);
}

static uint64_t number(const cJSON *in, const char *key)
{
	return vec_has(in, key) ? vec_u64(in, key) : 0;
}

static cJSON *check_make(const cJSON *in)
{
	struct sol_action act = { .kind = kind_of(vec_text(in, "kind")) };
	struct pubkey *keys = NULL;
	struct sol_ix ix;
	cJSON *out = vec_out(), *list;

	for (size_t i = 0; i < N_ADDRESSES; i++)
		if (vec_has(in, addresses[i].word))
			*address_at(&act, i) = vec_key(in, addresses[i].word);
	act.amount = number(in, "amount");
	act.space = number(in, "space");
	act.slot = number(in, "slot");
	act.decimals = (uint8_t)number(in, "decimals");
	act.bump = (uint8_t)number(in, "bump");
	if (vec_has(in, "seed")) {
		act.seed = vec_text(in, "seed");
		act.seed_len = strlen(act.seed);
	}
	if (vec_has(in, "keys"))
		act.n_keys = vec_keys(&keys, in, "keys");
	act.keys = keys;

	ix = sol_ix_make(vec_arena(), &act);
	vec_put_key(out, "programId", &ix.program);
	vec_put_hex(out, "dataHex", ix.data, ix.data_len);
	list = vec_put_array(out, "keys");
	for (size_t i = 0; i < ix.n_accounts; i++) {
		cJSON *m = vec_out();

		vec_put_key(m, "pubkey", &ix.accounts[i].key);
		vec_put_bool(m, "signer", ix.accounts[i].signer);
		vec_put_bool(m, "writable", ix.accounts[i].writable);
		vec_add(list, m);
	}
	return out;
}

static cJSON *check_read(const cJSON *in)
{
	struct sol_action act;
	struct sol_ix ix;
	cJSON *out = vec_out();

	vec_ix(&ix, in);
	if (sol_ix_read(&act, &ix))
		return vec_err(ST_FORMAT);
	vec_put_text(out, "kind", ix_name(act.kind));
	for (size_t i = 0; i < N_ADDRESSES; i++)
		if (*address_at(&act, i))
			vec_put_key(out, addresses[i].word,
				    *address_at(&act, i));
	vec_put_u64(out, "amount", act.amount);
	vec_put_u64(out, "space", act.space);
	vec_put_u64(out, "slot", act.slot);
	vec_put_u64(out, "decimals", act.decimals);
	vec_put_u64(out, "bump", act.bump);
	if (act.seed) {
		char *text = vec_alloc(act.seed_len + 1, 1);

		memcpy(text, act.seed, act.seed_len);
		vec_put_text(out, "seed", text);
	}
	if (act.keys)
		vec_put_keys(out, "keys", act.keys, act.n_keys);
	return out;
}

const struct checker check_sol_ix[] = {
	{ "sol_ix_make", check_make },
	{ "sol_ix_read", check_read },
	{ NULL, NULL },
};
