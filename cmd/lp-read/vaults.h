/* vaults.h - deposits into vaults and withdrawals from them, and who holds their
 * shares. */
#ifndef MM_LP_READ_VAULTS_H
#define MM_LP_READ_VAULTS_H

#include "reader.h"

/* vaults_tell: a `capital` for each of VAULTS' final deposits and withdrawals of the
 * last CAPITAL_KEEP.  A vault whose events cannot be is refused, and nothing more is
 * told of it. */
void vaults_tell(struct reader *r);

#endif
