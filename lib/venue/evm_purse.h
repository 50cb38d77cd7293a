/* evm_purse.h - what our wallets hold on a chain of Ethereum's kind, and what contracts
 * may take of it: the record wallet.  Layer: venue. */
#ifndef MM_EVM_PURSE_H
#define MM_EVM_PURSE_H

#include "data/evm_conf.h"
#include "data/frame.h"
#include "data/rec_chain.h"
#include "venue/evm_rounds.h"

/* Who may spend. */
struct evm_spender {
	struct evm_address at;
	bool by_permit2; /* through Permit2; else by the token itself */
};

struct evm_purses {
	const struct evm_conf *conf;
	struct evm_rounds *rounds;
	const struct evm_spender *spenders;
	size_t n_spenders;
	const struct evm_address *permit2; /* NULL: nobody is by it */
	struct evm_purse *v;               /* of each wallet; private */
};

/* evm_purses_ask asks of each wallet its balance of every asset, and what each spender
 * may take.  The members above v are set; they are kept. */
void evm_purses_ask(struct evm_purses *p);

/* evm_purses_tell, after the round: a wallet record each.  False: a balance cannot be
 * read; that was refused (wallet_unread). */
bool evm_purses_tell(struct frame *f, const struct evm_purses *p,
		     const struct rec_chain *chain, int64_t ts_ms);

#endif
