#include "market.h"

#include "data/rec_user_reserve.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define AT_ONCE 1000 /* accounts of a slice */

bool slice_ask(struct slice *s)
{
	struct evm_no no;

	if (!evm_rounds_open(&s->rounds) || evm_rounds_run(&s->rounds, &no))
		return true;
	reader_refuse(s->r, no.reason, "%s", no.text);
	return false;
}

void slice_row(struct slice *s, const struct row *row)
{
	struct rows *rows = &s->m->rows;

	if (rows->n == rows->cap) {
		rows->cap = rows->cap ? 2 * rows->cap : AT_ONCE;
		rows->v = mem_realloc(rows->v, rows->cap, sizeof(*rows->v));
	}
	rows->v[rows->n++] = *row;
}

/* ---- what was read ---- */

static uint64_t mix(uint64_t h, unsigned __int128 x)
{
	h = (h ^ (uint64_t)x) * UINT64_C(0x9e3779b97f4a7c15);
	h ^= h >> 31;
	h = (h ^ (uint64_t)(x >> 64)) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

/* What grows with time by itself is not held. */
static uint64_t hash_row(uint64_t h, const struct row *row)
{
	h = mix(h, row->reserve);
	h = mix(h, row->supply);
	h = mix(h, row->debt_index ? row->debt != 0 : row->debt);
	h = mix(h, row->stable != 0);
	return mix(h, (unsigned __int128)row->emode << 1 | row->collateral);
}

static void add_read(struct rows *rows, uint32_t account, size_t from)
{
	struct was_read *w;

	if (rows->n_read == rows->cap_read) {
		rows->cap_read = rows->cap_read ? 2 * rows->cap_read : AT_ONCE;
		rows->read = mem_realloc(rows->read, rows->cap_read,
					 sizeof(*rows->read));
	}
	w = &rows->read[rows->n_read++];
	*w = (struct was_read){ .account = account };
	for (size_t i = from; i < rows->n; i++) {
		w->in |= (unsigned __int128)1 << rows->v[i].reserve;
		w->held = hash_row(w->held, &rows->v[i]);
	}
	if (w->in && !w->held)
		w->held = 1;
}

/* Rows come in the order of the slice. */
static void close_slice(struct slice *s, size_t from)
{
	struct rows *rows = &s->m->rows;
	size_t end = rows->n, at = from;

	for (size_t i = 0; i < s->n; i++) {
		rows->n = at;
		while (rows->n < end && rows->v[rows->n].account == s->v[i])
			rows->n++;
		add_read(rows, s->v[i], at);
		at = rows->n;
	}
	rows->n = end;
}

static int by_number(const void *x, const void *y)
{
	const uint32_t *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

/* The places of the accounts to be read, in order. */
static const uint32_t *places(struct reader *r, struct market *m, size_t *n)
{
	struct accounts *all = &m->accounts;
	uint32_t *v;

	*n = m->whole ? all->n : all->n_touched;
	v = arena_alloc(r->a, *n * sizeof(*v));
	for (size_t i = 0; i < *n; i++)
		v[i] = m->whole ? (uint32_t)i : all->touched[i];
	if (*n)
		qsort(v, *n, sizeof(*v), by_number);
	return v;
}

bool rows_read(struct reader *r, struct market *m)
{
	struct rows *rows = &m->rows;
	size_t n;
	const uint32_t *v = places(r, m, &n);
	struct slice s = { .r = r, .m = m };
	bool ok = true;

	rows->n = rows->n_read = 0;
	for (size_t i = 0; ok && i < n; i += s.n) {
		size_t from = rows->n;

		arena_reset(&s.arena);
		s.rounds = (struct evm_rounds){ .batch = &r->batch,
						.a = &s.arena };
		s.v = v + i;
		s.n = n - i < AT_ONCE ? n - i : AT_ONCE;
		ok = m->protocol->read(&s);
		if (ok)
			close_slice(&s, from);
	}
	arena_free(&s.arena);
	return ok;
}

bool rows_check(struct reader *r, struct market *m)
{
	const struct rows *rows = &m->rows;
	const struct account *first = NULL;
	size_t n = 0;

	for (size_t i = 0; i < rows->n_read; i++) {
		struct account *a = &m->accounts.v[rows->read[i].account];

		if (a->touched || a->held == rows->read[i].held)
			continue;
		a->held = rows->read[i].held;
		first = first ? first : a;
		n++;
	}
	if (!n)
		return true;
	reader_refuse(r, "state_differs",
		      "%s: %zu accounts are not as they were held, the first "
		      "%s",
		      m->address, n, reader_address(r, &first->at));
	return false;
}

/* ---- records ---- */

static void put(struct dec *out, unsigned __int128 x)
{
	if (x && !reader_dec(out, x))
		abort(); /* the protocol reads none such */
}

static void tell(struct reader *r, const struct market *m, const char *user,
		 const struct row *row)
{
	struct rec_user_reserve out;

	rec_clear(&rec_user_reserve_type, &out);
	out.ts_ms = r->ts_ms;
	out.chain_id = r->conf.chain_id;
	out.pool = m->address;
	out.user = user;
	out.reserve = row->reserve;
	put(&out.scaled_supply, row->supply);
	put(&out.scaled_debt, row->debt);
	put(&out.debt_index, row->debt_index);
	put(&out.stable_debt, row->stable);
	out.collateral = row->collateral;
	if (row->emode)
		out.emode = row->emode;
	out.block = r->chain->block;
	frame_emit(r->f, &rec_user_reserve_type, &out);
}

/* Of an account its rows, and an empty one for each reserve where it has no more: its
 * category is that of the others. */
void rows_tell(struct reader *r, struct market *m)
{
	const struct row *row = m->rows.v; /* NULL where there are none */
	const struct row *end = m->rows.n ? row + m->rows.n : row;

	for (size_t i = 0; i < m->rows.n_read; i++) {
		const struct was_read *w = &m->rows.read[i];
		const struct account *a = &m->accounts.v[w->account];
		unsigned __int128 all = m->whole ? w->in : w->in | a->told;
		int16_t emode = w->in ? row->emode : 0;
		char user[EVM_ADDRESS_STR_SZ];

		if (all)
			evm_address_format(user, &a->at);
		for (unsigned id = 0; all; id++, all >>= 1) {
			const struct row none = { .reserve = (uint8_t)id,
						  .emode = emode };

			if (!(all & 1))
				continue;
			if (row < end && row->account == w->account &&
			    row->reserve == id)
				tell(r, m, user, row++);
			else
				tell(r, m, user, &none);
		}
	}
}

size_t rows_users(const struct market *m)
{
	size_t n = m->users;

	for (size_t i = 0; i < m->rows.n_read; i++) {
		const struct was_read *w = &m->rows.read[i];

		n += (w->in != 0);
		n -= (m->accounts.v[w->account].told != 0);
	}
	return n;
}

void rows_commit(struct market *m)
{
	m->users = rows_users(m);
	for (size_t i = 0; i < m->rows.n_read; i++) {
		const struct was_read *w = &m->rows.read[i];
		struct account *a = &m->accounts.v[w->account];

		a->told = w->in;
		a->in |= w->in;
		a->held = w->held;
	}
	accounts_settled(&m->accounts);
}

void rows_free(struct rows *rows)
{
	free(rows->v);
	free(rows->read);
}
