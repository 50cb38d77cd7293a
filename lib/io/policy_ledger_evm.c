#include "io/policy_ledger_evm.h"

#include "base/hex.h"
#include "io/policy_ledger_parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define WHAT_SZ  HEX_SZ(EVM_ADDRESS_LEN)
#define PLACE_SZ (2 * U256_STR_SZ + HEX_SZ(EVM_ADDRESS_LEN))
#define PART_SZ  (WHAT_SZ + U256_STR_SZ)
#define SUMS_SZ  ((POLICY_EVM_ASSETS_MAX + 3) * PART_SZ)

/* ---- sums as rows: an asset is its address, whatever the policy calls it ---- */

enum { ROW_FEES, ROW_GAS, ROW_COUNT, ROW_OUT };

static const char *what_of(char buf[static WHAT_SZ], const struct policy_evm *p,
			   size_t row)
{
	static const char *const names[] = { "fees", "gas", "count", "native" };

	return row <= ROW_OUT + POLICY_EVM_NATIVE
		       ? names[row]
		       : hex_format(buf, p->assets[row - ROW_OUT].address.b,
				    EVM_ADDRESS_LEN);
}

static size_t n_rows(const struct policy_evm *p)
{
	return ROW_OUT + p->n_assets;
}

static struct u256 get(const struct policy_evm_sums *s, size_t row)
{
	switch (row) {
	case ROW_FEES:
		return s->fees;
	case ROW_GAS:
		return u256_of_u64(s->gas);
	case ROW_COUNT:
		return u256_of_u64(s->count);
	}
	return s->out[row - ROW_OUT];
}

static uint64_t narrow(struct u256 x)
{
	uint64_t n;

	return u256_to_u64(&n, x) == ST_OK ? n : UINT64_MAX;
}

static void set(struct policy_evm_sums *s, size_t row, struct u256 x)
{
	switch (row) {
	case ROW_FEES:
		s->fees = x;
		break;
	case ROW_GAS:
		s->gas = narrow(x);
		break;
	case ROW_COUNT:
		s->count = narrow(x);
		break;
	default:
		s->out[row - ROW_OUT] = x;
	}
}

static struct u256 more(struct u256 x, struct u256 y)
{
	struct u256 sum;

	return u256_add(&sum, x, y) == ST_OK ? sum : U256_MAX;
}

/* Adds what a row says; of an asset p does not know nothing.  An amount that cannot
 * be read is an error, and nothing is signed. */
static bool add_row(struct policy_evm_sums *s, const struct policy_evm *p,
		    const char *what, size_t what_len, const char *amount,
		    size_t len)
{
	char buf[WHAT_SZ];
	struct u256 x;

	if (u256_parse(&x, amount, len) != ST_OK)
		return false;
	for (size_t row = 0; row < n_rows(p); row++) {
		const char *name = what_of(buf, p, row);

		if (strlen(name) == what_len &&
		    memcmp(name, what, what_len) == 0) {
			set(s, row, more(get(s, row), x));
			break;
		}
	}
	return true;
}

static enum db_err broken(struct policy_ledger *l)
{
	return db_say(&l->db, DB_CORRUPT, "an amount that is none");
}

/* ---- spans ---- */

static enum db_err read_span(struct policy_ledger *l,
			     const struct policy_evm *p, int span,
			     int64_t now_ms, struct policy_evm_sums *s)
{
	struct db *d = &l->db;
	sqlite3_stmt *st = db_stmt(d, LEDGER_EVM_ROWS);
	enum db_err e;
	bool row;

	memset(s, 0, sizeof(*s));
	db_bind_int(d, st, 1, span);
	db_bind_int(d, st, 2, ledger_first(span, now_ms));
	while (!(e = db_next(d, st, &row)) && row) {
		const char *what = db_text_at(st, 0), *x = db_text_at(st, 1);

		if (add_row(s, p, what, strlen(what), x, strlen(x)))
			continue;
		sqlite3_reset(st);
		return broken(l);
	}
	return e;
}

enum db_err
policy_ledger_evm_spans(struct policy_ledger *l, const struct policy_evm *p,
			int64_t now_ms,
			struct policy_evm_sums spans[static POLICY_SPANS])
{
	enum db_err e = DB_OK;

	for (int s = POLICY_HOUR; s < POLICY_SPANS && !e; s++)
		e = read_span(l, p, s, now_ms, &spans[s]);
	return e;
}

static enum db_err add_amount(struct policy_ledger *l, int span, int64_t bucket,
			      const char *what, struct u256 add)
{
	struct db *d = &l->db;
	sqlite3_stmt *st;
	char text[U256_STR_SZ];
	struct u256 sum = add, old;
	enum db_err e;
	bool row;

	if (u256_is_zero(add))
		return DB_OK;
	st = db_stmt(d, LEDGER_EVM_AMOUNT);
	db_bind_int(d, st, 1, span);
	db_bind_int(d, st, 2, bucket);
	db_bind_text(d, st, 3, what);
	e = db_next(d, st, &row);
	if (!e && row) {
		const char *x = db_text_at(st, 0);

		if (u256_parse(&old, x, strlen(x)) != ST_OK)
			e = broken(l);
		else
			sum = more(old, add);
	}
	sqlite3_reset(st);
	if (e)
		return e;
	u256_format(text, sum);
	st = db_stmt(d, LEDGER_EVM_SET);
	db_bind_int(d, st, 1, span);
	db_bind_int(d, st, 2, bucket);
	db_bind_text(d, st, 3, what);
	db_bind_text(d, st, 4, text);
	return db_run(d, st);
}

static enum db_err add_span(struct policy_ledger *l, const struct policy_evm *p,
			    int span, int64_t now_ms,
			    const struct policy_evm_sums *add)
{
	int64_t bucket = ledger_bucket(span, now_ms);
	struct db *d = &l->db;
	sqlite3_stmt *st = db_stmt(d, LEDGER_EVM_FORGET);
	char buf[WHAT_SZ];
	enum db_err e;

	db_bind_int(d, st, 1, span);
	db_bind_int(d, st, 2, ledger_old(span, now_ms));
	e = db_run(d, st);
	for (size_t row = 0; row < n_rows(p) && !e; row++)
		e = add_amount(l, span, bucket, what_of(buf, p, row),
			       get(add, row));
	return e;
}

enum db_err
policy_ledger_evm_add(struct policy_ledger *l, const struct policy_evm *p,
		      int64_t now_ms,
		      const struct policy_evm_sums adds[static POLICY_SPANS])
{
	struct db *d = &l->db;
	sqlite3_stmt *st = db_stmt(d, LEDGER_EVM_FORGET_NONCES);
	enum db_err e;

	db_bind_int(d, st, 1, ledger_old(POLICY_DAY, now_ms));
	e = db_run(d, st);
	for (int s = POLICY_HOUR; s < POLICY_SPANS && !e; s++)
		e = add_span(l, p, s, now_ms, &adds[s]);
	return e;
}

/* ---- nonces: "fees 21000 count 1 native 5" ---- */

static void put_sums(char buf[static SUMS_SZ], const struct policy_evm *p,
		     const struct policy_evm_sums *s)
{
	char what[WHAT_SZ], amount[U256_STR_SZ];
	size_t n = 0;

	buf[0] = '\0';
	for (size_t row = 0; row < n_rows(p); row++) {
		struct u256 x = get(s, row);

		if (u256_is_zero(x))
			continue;
		u256_format(amount, x);
		n += (size_t)snprintf(buf + n, SUMS_SZ - n, "%s%s %s",
				      n ? " " : "", what_of(what, p, row),
				      amount);
	}
}

static bool read_sums(struct policy_evm_sums *s, const struct policy_evm *p,
		      const char *text)
{
	while (*text) {
		size_t what = strcspn(text, " "), amount;

		if (text[what] != ' ')
			return false;
		amount = strcspn(text + what + 1, " ");
		if (!add_row(s, p, text, what, text + what + 1, amount))
			return false;
		text += what + 1 + amount;
		text += *text == ' ';
	}
	return true;
}

static void place_of(char buf[static PLACE_SZ], const struct evm_address *from,
		     const struct evm_tx *tx)
{
	char who[HEX_SZ(EVM_ADDRESS_LEN)];

	snprintf(buf, PLACE_SZ, "%" PRIu64 ":%s:%" PRIu64, tx->chain_id,
		 hex_format(who, from->b, EVM_ADDRESS_LEN), tx->nonce);
}

enum db_err
policy_ledger_evm_counted(struct policy_ledger *l, const struct policy_evm *p,
			  const struct evm_address *from,
			  const struct evm_tx *tx, int64_t now_ms,
			  struct policy_evm_sums spans[static POLICY_SPANS])
{
	struct db *d = &l->db;
	sqlite3_stmt *st = db_stmt(d, LEDGER_EVM_NONCE);
	char place[PLACE_SZ];
	enum db_err e;
	bool row;

	memset(spans, 0, POLICY_SPANS * sizeof(*spans));
	place_of(place, from, tx);
	db_bind_text(d, st, 1, place);
	e = db_next(d, st, &row);
	for (int s = POLICY_HOUR; s < POLICY_SPANS && !e && row; s++) {
		int at = 2 * (s - POLICY_HOUR);

		/* What is out of the span counts anew. */
		if (sqlite3_column_int64(st, at) >= ledger_first(s, now_ms) &&
		    !read_sums(&spans[s], p, db_text_at(st, at + 1)))
			e = broken(l);
	}
	sqlite3_reset(st);
	return e;
}

static void most_of(struct policy_evm_sums *out, const struct policy_evm *p,
		    const struct policy_evm_sums *a,
		    const struct policy_evm_sums *b)
{
	for (size_t row = 0; row < n_rows(p); row++)
		set(out, row,
		    u256_cmp(get(a, row), get(b, row)) > 0 ? get(a, row)
							   : get(b, row));
}

/* When a span first counted a nonce says when it stops doing so: a span that counts
 * it already keeps that time. */
enum db_err policy_ledger_evm_count(
	struct policy_ledger *l, const struct policy_evm *p,
	const struct evm_address *from, const struct evm_tx *tx, int64_t now_ms,
	const struct policy_evm_sums *sums,
	const struct policy_evm_sums counted[static POLICY_SPANS])
{
	struct db *d = &l->db;
	sqlite3_stmt *st = db_stmt(d, LEDGER_EVM_COUNT);
	char place[PLACE_SZ], text[POLICY_SPANS][SUMS_SZ];

	place_of(place, from, tx);
	db_bind_text(d, st, 1, place);
	for (int s = POLICY_HOUR; s < POLICY_SPANS; s++) {
		struct policy_evm_sums most;
		int at = 2 + 2 * (s - POLICY_HOUR);

		most_of(&most, p, sums, &counted[s]);
		put_sums(text[s], p, &most);
		db_bind_int(d, st, at, ledger_bucket(s, now_ms));
		db_bind_text(d, st, at + 1, text[s]);
		db_bind_int(d, st, 6 + s - POLICY_HOUR,
			    ledger_first(s, now_ms));
	}
	return db_run(d, st);
}
