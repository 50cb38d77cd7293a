/* signer.h - a program that signs in our place: an agent, a hardware wallet.
 *
 * It is started once for each wallet, with the wallet's address as its argument.
 * A line on its standard input is a message in base64; it answers with a line: the
 * signature, in base64.  One that is late, dies or answers anything else is ended,
 * and started anew for the next message.
 */
#ifndef MM_SIGN_SIGNER_H
#define MM_SIGN_SIGNER_H

#include "base/status.h"
#include "chain/ed25519.h"
#include "chain/pubkey.h"

#include <stdint.h>
#include <sys/types.h>

/* Zero is one that does not run. */
struct signer {
	pid_t pid; /* 0: not started */
	int to, from;
};

/* signer_ask: NULL, and sig is one of msg by key; or why not: a constant phrase.
 * in: len <= SOL_TX_MAX; timeout_ms for the whole of it. */
MM_CHECKED const char *signer_ask(struct signer *s,
				  unsigned char sig[static ED25519_SIG_LEN],
				  const char *program, const struct pubkey *key,
				  const uint8_t *msg, size_t len,
				  int64_t timeout_ms);

/* signer_end: it is told by the end of its input, and killed if that is not
 * enough. */
void signer_end(struct signer *s);

#endif
