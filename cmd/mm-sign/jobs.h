/* jobs.h - the transactions of a frame, each with its verdict, in the units they are
 * signed in: a bundle, or a transaction of its own.
 */
#ifndef MM_SIGN_JOBS_H
#define MM_SIGN_JOBS_H

#include "chain/policy_evm.h"
#include "data/rec_quote.h"
#include "data/rec_tx.h"

#include <stdbool.h>
#include <stddef.h>

struct job {
	struct rec_tx *tx;  /* without what is signed */
	const uint8_t *msg; /* what is signed */
	size_t len;
	struct policy_verdict v; /* Solana's */
	/* Of a chain of Ethereum's kind; else NULL. */
	struct policy_evm_verdict *evm;
	struct evm_address from;
	uint8_t hash[KECCAK256_LEN]; /* once signed */
	bool risk;    /* by decoding, or because the record says so */
	uint8_t *raw; /* once signed: the transaction */
	size_t raw_len;
	unsigned char sig[64]; /* its first signature, of Solana */
};

/* Whole or not at all. */
struct unit {
	struct job **jobs; /* in the order of the bundle */
	size_t n;
	bool risk;
	struct policy_sums sums; /* of jobs on Solana */
	const char *reason;      /* why it is refused; NULL: it is not */
	const char *text;
};

struct jobs {
	struct job **v; /* as they came */
	size_t n;
};

/* job_add checks a transaction and keeps it.  The record's strings are copied. */
void job_add(struct arena *a, struct jobs *jobs, const struct policy *p,
	     const struct rec_tx *tx, int64_t now_s, bool in_words);

/* units_of: the jobs as units, in the order of each one's first job.  A bundle that
 * is not whole, a record that says what the message is not and a swap that is not
 * what was quoted are refused here, beside what the policy refuses. */
struct unit *units_of(struct arena *a, size_t *n, const struct jobs *jobs,
		      const struct policy *p, const struct rec_list *quotes);

/* unit_refuse, once: the first reason stands. */
void unit_refuse(struct unit *u, const char *reason, const char *text);

/* unit_intents: of all its jobs, in the arena. */
struct rec_list unit_intents(struct arena *a, const struct unit *u);

#endif
