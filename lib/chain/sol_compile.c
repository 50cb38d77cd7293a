/* sol_compile.c - from a plan to a message; see sol_message.h. */
#include "chain/sol_message.h"

/* An address of the plan, with the rights of all its uses together. */
struct entry {
	struct pubkey key;
	bool signer, writable, invoked;
	size_t lut;      /* 1 + which table it comes from; 0: none */
	uint8_t in_lut;  /* its index there */
	uint8_t in_keys; /* its index in the transaction */
};

struct compiler {
	struct entry entries[SOL_KEYS_MAX];
	size_t n;
};

/* The entry of key, made if there is none; NULL: too many. */
static struct entry *entry_of(struct compiler *c, const struct pubkey *key)
{
	struct entry *e;

	for (e = c->entries; e < c->entries + c->n; e++)
		if (pubkey_eq(&e->key, key))
			return e;
	if (c->n == SOL_KEYS_MAX)
		return NULL;
	c->entries[c->n++] = (struct entry){ .key = *key };
	return e;
}

/* All addresses as they first appear.  uses: the entry of every program and
 * account in turn. */
static bool collect(struct compiler *c, uint8_t *uses,
		    const struct sol_plan *plan)
{
	struct entry *e = entry_of(c, &plan->payer);

	e->signer = e->writable = true;
	for (size_t i = 0; i < plan->n_ixs; i++) {
		const struct sol_ix *ix = &plan->ixs[i];

		e = entry_of(c, &ix->program);
		if (!e)
			return false;
		e->invoked = true;
		*uses++ = (uint8_t)(e - c->entries);
		for (size_t k = 0; k < ix->n_accounts; k++) {
			e = entry_of(c, &ix->accounts[k].key);
			if (!e)
				return false;
			e->signer |= ix->accounts[k].signer;
			e->writable |= ix->accounts[k].writable;
			*uses++ = (uint8_t)(e - c->entries);
		}
	}
	return true;
}

/* What needs not stand in the message comes from the first table that has it. */
static void look_up(struct compiler *c, const struct sol_plan *plan)
{
	for (struct entry *e = c->entries; e < c->entries + c->n; e++) {
		for (size_t t = 0; t < plan->n_luts && !e->lut; t++) {
			const struct sol_lut *lut = &plan->luts[t];

			if (e->signer || e->invoked)
				break;
			for (size_t i = 0; i < lut->n && !e->lut; i++) {
				if (!pubkey_eq(&e->key, &lut->addresses[i]))
					continue;
				e->lut = t + 1;
				e->in_lut = (uint8_t)i;
			}
		}
	}
}

/* Appends to keys the static addresses of one class. */
static uint8_t place(struct compiler *c, struct pubkey *keys, size_t *n,
		     bool signer, bool writable)
{
	uint8_t placed = 0;

	for (struct entry *e = c->entries; e < c->entries + c->n; e++) {
		if (e->lut || e->signer != signer || e->writable != writable)
			continue;
		e->in_keys = (uint8_t)*n;
		keys[(*n)++] = e->key;
		placed++;
	}
	return placed;
}

/* The indexes one table gives for addresses of one right; next is the first index
 * of the transaction that is free. */
static const uint8_t *draw(struct arena *a, struct compiler *c, size_t *n,
			   size_t lut, bool writable, size_t *next)
{
	uint8_t *v = arena_alloc(a, c->n);

	*n = 0;
	for (struct entry *e = c->entries; e < c->entries + c->n; e++) {
		if (e->lut != lut + 1 || e->writable != writable)
			continue;
		e->in_keys = (uint8_t)(*next)++;
		v[(*n)++] = e->in_lut;
	}
	return v;
}

static void add_lookups(struct arena *a, struct compiler *c,
			struct sol_message *m, const struct sol_plan *plan)
{
	struct sol_lookup *v = arena_alloc(a, plan->n_luts * sizeof(*v));
	size_t next = m->n_keys, n = 0;

	for (size_t t = 0; t < plan->n_luts; t++)
		v[t].writable = draw(a, c, &v[t].n_writable, t, true, &next);
	for (size_t t = 0; t < plan->n_luts; t++)
		v[t].readonly = draw(a, c, &v[t].n_readonly, t, false, &next);
	for (size_t t = 0; t < plan->n_luts; t++) {
		if (!v[t].n_writable && !v[t].n_readonly)
			continue;
		v[n] = v[t];
		v[n++].table = plan->luts[t].address;
	}
	m->lookups = v;
	m->n_lookups = n;
}

static void add_calls(struct arena *a, const struct compiler *c,
		      struct sol_message *m, uint8_t *uses,
		      const struct sol_plan *plan)
{
	struct sol_call *v = arena_alloc(a, plan->n_ixs * sizeof(*v));

	for (size_t i = 0; i < plan->n_ixs; i++) {
		const struct sol_ix *ix = &plan->ixs[i];

		v[i].program = c->entries[*uses++].in_keys;
		v[i].accounts = uses;
		v[i].n_accounts = ix->n_accounts;
		v[i].data = ix->data;
		v[i].data_len = ix->data_len;
		for (size_t k = 0; k < ix->n_accounts; k++, uses++)
			*uses = c->entries[*uses].in_keys;
	}
	m->calls = v;
	m->n_calls = plan->n_ixs;
}

enum sol_err sol_message_compile(struct arena *a, struct sol_message *m,
				 const struct sol_plan *plan)
{
	struct compiler c = { .n = 0 };
	struct pubkey *keys;
	size_t n_uses = plan->n_ixs, n_signers;
	uint8_t *uses;

	if (plan->version == SOL_LEGACY && plan->n_luts)
		return SOL_EPLAN;
	for (size_t i = 0; i < plan->n_ixs; i++)
		n_uses += plan->ixs[i].n_accounts;
	uses = arena_alloc(a, n_uses);
	if (!collect(&c, uses, plan))
		return SOL_EKEYS;
	if (c.entries[0].invoked)
		return SOL_EPROGRAM;
	look_up(&c, plan);

	*m = (struct sol_message){ .version = plan->version,
				   .blockhash = plan->blockhash };
	keys = arena_alloc(a, c.n * sizeof(*keys));
	m->keys = keys;
	n_signers = place(&c, keys, &m->n_keys, true, true);
	m->n_readonly_signed = place(&c, keys, &m->n_keys, true, false);
	n_signers += m->n_readonly_signed;
	if (n_signers > SOL_SIGNERS_MAX)
		return SOL_EKEYS;
	m->n_signers = (uint8_t)n_signers;
	place(&c, keys, &m->n_keys, false, true);
	m->n_readonly = place(&c, keys, &m->n_keys, false, false);
	add_lookups(a, &c, m, plan);
	add_calls(a, &c, m, uses, plan);
	return SOL_OK;
}
