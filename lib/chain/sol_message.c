#include "chain/sol_message.h"

#include "chain/sol_wire.h"

#include <string.h>

#define V0_PREFIX 0x80

const char *sol_strerror(enum sol_err e)
{
	switch (e) {
	case SOL_OK:
		return "ok";
	case SOL_ETOOBIG:
		return "over 1232 bytes";
	case SOL_EKEYS:
		return "too many addresses or signers";
	case SOL_EPLAN:
		return "lookup tables in a legacy transaction";
	case SOL_ECUT:
		return "cut short";
	case SOL_ETRAILING:
		return "bytes behind the end";
	case SOL_ELENGTH:
		return "a length not in its shortest form";
	case SOL_EVERSION:
		return "of an unknown version";
	case SOL_EHEADER:
		return "a header that contradicts itself";
	case SOL_EINDEX:
		return "an index behind the last address";
	case SOL_EPROGRAM:
		return "a program that pays or comes from a table";
	case SOL_EREPEATED:
		return "an address or table twice";
	case SOL_ETABLE:
		return "a lookup table that is not known or too short";
	case SOL_ESIGNERS:
		return "not as many signatures as signers";
	}
	return "unknown error";
}

/* ---- writing ---- */

size_t sol_message_len(const struct sol_message *m)
{
	size_t len = 3 + compact_u16_len(m->n_keys) + m->n_keys * PUBKEY_LEN +
		     PUBKEY_LEN + compact_u16_len(m->n_calls);

	for (size_t i = 0; i < m->n_calls; i++) {
		const struct sol_call *c = &m->calls[i];

		len += 1 + compact_u16_len(c->n_accounts) + c->n_accounts +
		       compact_u16_len(c->data_len) + c->data_len;
	}
	if (m->version == SOL_LEGACY)
		return len;
	len += 1 + compact_u16_len(m->n_lookups);
	for (size_t i = 0; i < m->n_lookups; i++) {
		const struct sol_lookup *l = &m->lookups[i];

		len += PUBKEY_LEN + compact_u16_len(l->n_writable) +
		       l->n_writable + compact_u16_len(l->n_readonly) +
		       l->n_readonly;
	}
	return len;
}

size_t sol_tx_len(const struct sol_message *m)
{
	return compact_u16_len(m->n_signers) +
	       (size_t)m->n_signers * SOL_SIG_LEN + sol_message_len(m);
}

/* A length, then that many bytes. */
static uint8_t *put_run(uint8_t *p, const uint8_t *bytes, size_t n)
{
	return sol_put_bytes(compact_u16_put(p, n), bytes, n);
}

uint8_t *sol_message_write(uint8_t *p, const struct sol_message *m)
{
	if (m->version == SOL_V0)
		*p++ = V0_PREFIX;
	*p++ = m->n_signers;
	*p++ = m->n_readonly_signed;
	*p++ = m->n_readonly;
	p = compact_u16_put(p, m->n_keys);
	p = sol_put_bytes(p, m->keys, m->n_keys * PUBKEY_LEN);
	p = sol_put_bytes(p, m->blockhash.b, PUBKEY_LEN);
	p = compact_u16_put(p, m->n_calls);
	for (size_t i = 0; i < m->n_calls; i++) {
		const struct sol_call *c = &m->calls[i];

		*p++ = c->program;
		p = put_run(p, c->accounts, c->n_accounts);
		p = put_run(p, c->data, c->data_len);
	}
	if (m->version == SOL_LEGACY)
		return p;
	p = compact_u16_put(p, m->n_lookups);
	for (size_t i = 0; i < m->n_lookups; i++) {
		const struct sol_lookup *l = &m->lookups[i];

		p = sol_put_bytes(p, l->table.b, PUBKEY_LEN);
		p = put_run(p, l->writable, l->n_writable);
		p = put_run(p, l->readonly, l->n_readonly);
	}
	return p;
}

enum sol_err sol_message_build(struct arena *a, uint8_t **msg, size_t *len,
			       const struct sol_plan *plan)
{
	struct sol_message m;
	enum sol_err e = sol_message_compile(a, &m, plan);

	if (e)
		return e;
	if (sol_tx_len(&m) > SOL_TX_MAX)
		return SOL_ETOOBIG;
	*len = sol_message_len(&m);
	*msg = arena_alloc(a, *len);
	sol_message_write(*msg, &m);
	return SOL_OK;
}

enum sol_err sol_message_size(struct arena *a, size_t *size,
			      const struct sol_plan *plan)
{
	struct sol_message m;
	enum sol_err e = sol_message_compile(a, &m, plan);

	if (!e)
		*size = sol_tx_len(&m);
	return e;
}

/* ---- whole transactions ---- */

/* How many sign a message, as its header says. */
static enum sol_err signers_of(size_t *n, const uint8_t *msg, size_t len)
{
	struct sol_reader r = { msg, len };
	uint8_t first;

	if (!sol_read_u8(&r, &first))
		return SOL_ECUT;
	if (first > V0_PREFIX)
		return SOL_EVERSION;
	if (first == V0_PREFIX && !sol_read_u8(&r, &first))
		return SOL_ECUT;
	*n = first;
	return SOL_OK;
}

enum sol_err sol_tx_wire(struct arena *a, uint8_t **tx, size_t *len,
			 const struct sol_tx *parts)
{
	size_t n_signers;
	enum sol_err e = signers_of(&n_signers, parts->msg, parts->msg_len);
	uint8_t *p;

	if (e)
		return e;
	if (n_signers != parts->n_sigs)
		return SOL_ESIGNERS;
	*len = compact_u16_len(parts->n_sigs) + parts->n_sigs * SOL_SIG_LEN +
	       parts->msg_len;
	if (*len > SOL_TX_MAX)
		return SOL_ETOOBIG;
	*tx = arena_alloc(a, *len);
	p = compact_u16_put(*tx, parts->n_sigs);
	p = sol_put_bytes(p, parts->sigs, parts->n_sigs * SOL_SIG_LEN);
	sol_put_bytes(p, parts->msg, parts->msg_len);
	return SOL_OK;
}

enum sol_err sol_tx_parse(struct sol_tx *out, const uint8_t *bytes, size_t len)
{
	struct sol_reader r = { bytes, len };
	size_t n_signers, n_sigs;
	const uint8_t *sigs;
	enum sol_err e;

	if (len > SOL_TX_MAX)
		return SOL_ETOOBIG;
	if (!sol_read_compact(&r, &n_sigs))
		return len < COMPACT_U16_MAX_LEN ? SOL_ECUT : SOL_ELENGTH;
	sigs = sol_read_bytes(&r, n_sigs * SOL_SIG_LEN);
	if (!sigs)
		return SOL_ECUT;
	e = signers_of(&n_signers, r.p, r.left);
	if (e)
		return e;
	if (n_signers != n_sigs)
		return SOL_ESIGNERS;
	*out = (struct sol_tx){ sigs, n_sigs, r.p, r.left };
	return SOL_OK;
}
