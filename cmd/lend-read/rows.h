/* rows.h - what accounts have and owe: asked for in slices, told as user_reserve. */
#ifndef MM_LEND_READ_ROWS_H
#define MM_LEND_READ_ROWS_H

#include "reader.h"

#include "venue/evm_rounds.h"

/* An account in a reserve; smallest parts, as rec_user_reserve.h says. */
struct row {
	uint32_t account; /* its place in the market's list */
	uint8_t reserve;
	bool collateral;
	int16_t emode; /* 0: none */
	unsigned __int128 supply, debt, stable, debt_index;
};

struct rows {
	struct row *v; /* by place of the account as read, then reserve */
	size_t n, cap;
	/* The accounts that were read, with what their rows come to. */
	struct was_read {
		uint32_t account;
		unsigned __int128 in; /* reserves they have rows of */
		uint64_t held;
	} * read;
	size_t n_read, cap_read;
};

/* Some accounts that are read together. */
struct slice {
	struct reader *r;
	struct market *m;
	struct arena arena;       /* of the questions; reset behind the slice */
	struct evm_rounds rounds; /* in it */
	const uint32_t *v;        /* places */
	size_t n;
};

/* slice_ask: what was asked of it is answered.  False: refused. */
MM_CHECKED bool slice_ask(struct slice *s);

/* slice_row adds a row; those of an account stand together, by number of the reserve,
 * accounts in the order of the slice. */
void slice_row(struct slice *s, const struct row *row);

/* rows_read: the accounts that were touched, or all of them.  False: refused. */
MM_CHECKED bool rows_read(struct reader *r, struct market *m);

/* rows_check, after rows_read of all: those that were not touched are as they were held.
 * False: refused (state_differs); what was read is held from then on. */
MM_CHECKED bool rows_check(struct reader *r, struct market *m);

/* rows_tell: user_reserve of all that were read. */
void rows_tell(struct reader *r, struct market *m);

/* rows_users: how many accounts have anything in the market, with what was read. */
size_t rows_users(const struct market *m);

/* rows_commit: they are held, and no longer touched. */
void rows_commit(struct market *m);

void rows_free(struct rows *rows);

#endif
