/* wallets.h - the maker of `wallet`: balances of ASSETS and the native coin, and
 * allowances. */
#ifndef MM_LP_READ_WALLETS_H
#define MM_LP_READ_WALLETS_H

#include "reader.h"

void wallets_begin(struct reader *r);
void wallets_make(struct reader *r);

#endif
