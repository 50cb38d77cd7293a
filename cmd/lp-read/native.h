/* native.h - native coins that transactions of a wallet moved: pools of v4 pay them in
 * and out without a log. */
#ifndef MM_LP_READ_NATIVE_H
#define MM_LP_READ_NATIVE_H

#include "reader.h"
#include "venue/evm_moves.h"

/* native_moves counts, in place of what the logs say of the coin, by how much the
 * balance of the account is another behind each block of these receipts than before
 * it, the gas of its transactions aside.  It holds only where they are all that the
 * account sent in those blocks, which its nonce says; what a stranger gave it in one
 * of them would be counted as theirs.
 * returns: NULL, or why it is not known: a constant or in the frame's arena. */
MM_CHECKED const char *native_moves(struct evm_moves *m, struct reader *r,
				    const struct evm_receipt *const *receipts,
				    size_t n);

#endif
