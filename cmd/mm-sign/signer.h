/* signer.h - a program that signs in our place: an agent, a hardware wallet.
 *
 * It is started once for each wallet, with the wallet's address as its argument.
 * A line on its standard input is what is to be signed, in base64: a message of
 * Solana, an unsigned transaction of Ethereum; never a hash of one, which nobody
 * could read.  It answers with a line: the signature, in base64.  One that is late,
 * dies or answers anything else is ended, and started anew for the next one.
 */
#ifndef MM_SIGN_SIGNER_H
#define MM_SIGN_SIGNER_H

#include "base/mem.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define SIGNER_SIG_MAX 65

/* Zero is one that does not run. */
struct signer {
	pid_t pid; /* 0: not started */
	int to, from;
};

/* What is asked. */
struct signer_question {
	const char *program, *address; /* whose key */
	const uint8_t *bytes;          /* to be signed */
	size_t len;
	size_t sig_len; /* at most SIGNER_SIG_MAX */
	/* Is sig one of these bytes by whose key it should be?  by: for it. */
	bool (*is_right)(const struct signer_question *q, const uint8_t *sig);
	const void *by;
	int64_t timeout_ms; /* for the whole of it */
};

/* signer_ask: NULL, and sig holds q->sig_len bytes that are right; or why not: a
 * constant phrase.  a: scratch. */
MM_CHECKED const char *signer_ask(struct arena *a, struct signer *s,
				  uint8_t sig[static SIGNER_SIG_MAX],
				  const struct signer_question *q);

/* signer_end: it is told by the end of its input, and killed if that is not
 * enough. */
void signer_end(struct signer *s);

#endif
