/* sol_parse.c - from bytes to a message, and to addresses; see sol_message.h. */
#include "chain/sol_message.h"
#include "chain/sol_wire.h"

#define V0_PREFIX  0x80
#define CALL_MIN   3                /* bytes of an empty instruction */
#define LOOKUP_MIN (PUBKEY_LEN + 2) /* of an empty lookup       */

static enum sol_err read_length(struct sol_reader *r, size_t *n)
{
	if (sol_read_compact(r, n))
		return SOL_OK;
	return r->left < COMPACT_U16_MAX_LEN ? SOL_ECUT : SOL_ELENGTH;
}

/* A length of things of at least min bytes each: not more than can follow. */
static enum sol_err read_count(struct sol_reader *r, size_t *n, size_t min)
{
	enum sol_err e = read_length(r, n);

	return e ? e : *n > r->left / min ? SOL_ECUT : SOL_OK;
}

/* A length, then that many bytes. */
static enum sol_err read_run(struct sol_reader *r, const uint8_t **p, size_t *n)
{
	enum sol_err e = read_length(r, n);

	if (e)
		return e;
	*p = sol_read_bytes(r, *n);
	return *p ? SOL_OK : SOL_ECUT;
}

static enum sol_err read_header(struct sol_reader *r, struct sol_message *m)
{
	uint8_t first;

	if (!sol_read_u8(r, &first))
		return SOL_ECUT;
	if (first > V0_PREFIX)
		return SOL_EVERSION;
	m->version = first == V0_PREFIX ? SOL_V0 : SOL_LEGACY;
	m->n_signers = first;
	if ((m->version == SOL_V0 && !sol_read_u8(r, &m->n_signers)) ||
	    !sol_read_u8(r, &m->n_readonly_signed) ||
	    !sol_read_u8(r, &m->n_readonly))
		return SOL_ECUT;
	/* The payer signs and is written to. */
	if (m->n_signers > SOL_SIGNERS_MAX ||
	    m->n_readonly_signed >= m->n_signers)
		return SOL_EHEADER;
	return SOL_OK;
}

static enum sol_err read_keys(struct sol_reader *r, struct sol_message *m)
{
	enum sol_err e = read_count(r, &m->n_keys, PUBKEY_LEN);
	const uint8_t *p;

	if (e)
		return e;
	if (m->n_keys > SOL_KEYS_MAX)
		return SOL_EKEYS;
	if (m->n_keys < (size_t)m->n_signers + m->n_readonly)
		return SOL_EHEADER;
	m->keys = (const struct pubkey *)sol_read_bytes(r,
							m->n_keys * PUBKEY_LEN);
	for (size_t i = 1; i < m->n_keys; i++)
		for (size_t k = 0; k < i; k++)
			if (pubkey_eq(&m->keys[i], &m->keys[k]))
				return SOL_EREPEATED;
	p = sol_read_bytes(r, PUBKEY_LEN);
	if (!p)
		return SOL_ECUT;
	m->blockhash = pubkey_at(p);
	return SOL_OK;
}

static enum sol_err read_calls(struct arena *a, struct sol_reader *r,
			       struct sol_message *m)
{
	enum sol_err e = read_count(r, &m->n_calls, CALL_MIN);
	struct sol_call *v;

	if (e)
		return e;
	m->calls = v = arena_alloc(a, m->n_calls * sizeof(*v));
	for (size_t i = 0; i < m->n_calls; i++) {
		if (!sol_read_u8(r, &v[i].program))
			return SOL_ECUT;
		e = read_run(r, &v[i].accounts, &v[i].n_accounts);
		if (!e)
			e = read_run(r, &v[i].data, &v[i].data_len);
		if (e)
			return e;
	}
	return SOL_OK;
}

/* No index twice in a lookup: the address would be in the transaction twice. */
static bool distinct(const struct sol_lookup *l)
{
	bool seen[SOL_LUT_MAX] = { false };

	for (size_t i = 0; i < l->n_writable + l->n_readonly; i++) {
		uint8_t at = i < l->n_writable ? l->writable[i]
					       : l->readonly[i - l->n_writable];

		if (seen[at])
			return false;
		seen[at] = true;
	}
	return true;
}

static enum sol_err read_lookup(struct sol_reader *r, struct sol_lookup *l)
{
	const uint8_t *table = sol_read_bytes(r, PUBKEY_LEN);
	enum sol_err e;

	if (!table)
		return SOL_ECUT;
	l->table = pubkey_at(table);
	e = read_run(r, &l->writable, &l->n_writable);
	if (!e)
		e = read_run(r, &l->readonly, &l->n_readonly);
	if (e)
		return e;
	if (!l->n_writable && !l->n_readonly)
		return SOL_EINDEX;
	return distinct(l) ? SOL_OK : SOL_EREPEATED;
}

static enum sol_err read_lookups(struct arena *a, struct sol_reader *r,
				 struct sol_message *m, size_t *n_all)
{
	enum sol_err e = read_count(r, &m->n_lookups, LOOKUP_MIN);
	struct sol_lookup *v;

	if (e)
		return e;
	m->lookups = v = arena_alloc(a, m->n_lookups * sizeof(*v));
	for (size_t i = 0; i < m->n_lookups; i++) {
		e = read_lookup(r, &v[i]);
		if (e)
			return e;
		for (size_t k = 0; k < i; k++)
			if (pubkey_eq(&v[i].table, &v[k].table))
				return SOL_EREPEATED;
		*n_all += v[i].n_writable + v[i].n_readonly;
	}
	return *n_all > SOL_KEYS_MAX ? SOL_EKEYS : SOL_OK;
}

/* Every index of an instruction is one of the n_all addresses; its program stands
 * in the message and does not pay. */
static enum sol_err check_calls(const struct sol_message *m, size_t n_all)
{
	for (size_t i = 0; i < m->n_calls; i++) {
		const struct sol_call *c = &m->calls[i];

		if (c->program >= n_all)
			return SOL_EINDEX;
		if (c->program == 0 || c->program >= m->n_keys)
			return SOL_EPROGRAM;
		for (size_t k = 0; k < c->n_accounts; k++)
			if (c->accounts[k] >= n_all)
				return SOL_EINDEX;
	}
	return SOL_OK;
}

enum sol_err sol_message_parse(struct arena *a, struct sol_message *m,
			       const uint8_t *bytes, size_t len)
{
	struct sol_reader r = { bytes, len };
	enum sol_err e;
	size_t n_all;

	if (len > SOL_TX_MAX)
		return SOL_ETOOBIG;
	*m = (struct sol_message){ .version = SOL_LEGACY };
	e = read_header(&r, m);
	if (!e)
		e = read_keys(&r, m);
	if (!e)
		e = read_calls(a, &r, m);
	n_all = m->n_keys;
	if (!e && m->version == SOL_V0)
		e = read_lookups(a, &r, m, &n_all);
	if (e)
		return e;
	if (r.left)
		return SOL_ETRAILING;
	if (sol_tx_len(m) > SOL_TX_MAX)
		return SOL_ETOOBIG;
	return check_calls(m, n_all);
}

/* ---- by address ---- */

static const struct sol_lut *lut_of(const struct pubkey *table,
				    const struct sol_lut *luts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (pubkey_eq(&luts[i].address, table))
			return &luts[i];
	return NULL;
}

/* One lookup's addresses of one right. */
static bool add_drawn(struct sol_meta *keys, size_t *n,
		      const struct sol_lut *lut, const uint8_t *at, size_t n_at,
		      struct sol_meta rights)
{
	for (size_t i = 0; i < n_at; i++) {
		if (at[i] >= lut->n)
			return false;
		rights.key = lut->addresses[at[i]];
		keys[(*n)++] = rights;
	}
	return true;
}

static enum sol_err add_looked_up(struct sol_meta *keys, size_t *n,
				  const struct sol_message *m, bool writable,
				  const struct sol_lut *luts, size_t n_luts)
{
	for (size_t i = 0; i < m->n_lookups; i++) {
		const struct sol_lookup *l = &m->lookups[i];
		const struct sol_lut *lut = lut_of(&l->table, luts, n_luts);
		struct sol_meta rights = { .writable = writable,
					   .table = (uint8_t)(i + 1) };

		if (!lut || !add_drawn(keys, n, lut,
				       writable ? l->writable : l->readonly,
				       writable ? l->n_writable : l->n_readonly,
				       rights))
			return SOL_ETABLE;
	}
	return SOL_OK;
}

enum sol_err sol_message_keys(struct arena *a, struct sol_meta **keys,
			      size_t *n, const struct sol_message *m,
			      const struct sol_lut *luts, size_t n_luts)
{
	struct sol_meta *v = arena_alloc(a, SOL_KEYS_MAX * sizeof(*v));
	enum sol_err e;

	for (*n = 0; *n < m->n_keys; (*n)++)
		v[*n] = (struct sol_meta){
			.key = m->keys[*n],
			.signer = *n < m->n_signers,
			.writable =
				*n < m->n_signers
					? *n < (size_t)(m->n_signers -
							m->n_readonly_signed)
					: *n < m->n_keys - m->n_readonly,
		};
	e = add_looked_up(v, n, m, true, luts, n_luts);
	if (!e)
		e = add_looked_up(v, n, m, false, luts, n_luts);
	if (e)
		return e;
	/* Those of the message are distinct, says sol_message_parse. */
	for (size_t i = m->n_keys; i < *n; i++)
		for (size_t k = 0; k < i; k++)
			if (pubkey_eq(&v[i].key, &v[k].key))
				return SOL_EREPEATED;
	*keys = v;
	return SOL_OK;
}

enum sol_err sol_message_resolve(struct arena *a, struct sol_ix **ixs,
				 const struct sol_message *m,
				 const struct sol_lut *luts, size_t n_luts)
{
	struct sol_meta *keys;
	struct sol_ix *v;
	size_t n;
	enum sol_err e = sol_message_keys(a, &keys, &n, m, luts, n_luts);

	if (e)
		return e;
	*ixs = v = arena_alloc(a, m->n_calls * sizeof(*v));
	for (size_t i = 0; i < m->n_calls; i++) {
		const struct sol_call *c = &m->calls[i];

		v[i].program = m->keys[c->program];
		v[i].accounts =
			arena_alloc(a, c->n_accounts * sizeof(*v[i].accounts));
		v[i].n_accounts = c->n_accounts;
		for (size_t k = 0; k < c->n_accounts; k++)
			v[i].accounts[k] = keys[c->accounts[k]];
		v[i].data = c->data;
		v[i].data_len = c->data_len;
	}
	return SOL_OK;
}
