/* lend_aave.h - records of a market of Aave as the calculation takes them.
 * Layer: data.
 *
 * Each returns NULL, or why the record cannot be used: a constant that names the key.
 */
#ifndef MM_LEND_AAVE_H
#define MM_LEND_AAVE_H

#include "data/rec_emode.h"
#include "data/rec_reserve.h"
#include "data/rec_user_reserve.h"
#include "math/aave.h"
#include "math/lend_store.h"

MM_CHECKED const char *lend_aave_reserve(struct aave_reserve *out,
					 const struct rec_reserve *r);
MM_CHECKED const char *lend_aave_emode(struct aave_emode *out,
				       const struct rec_emode *r);
MM_CHECKED const char *lend_aave_hold(struct lend_address *user,
				      struct aave_hold *out, uint8_t *emode,
				      const struct rec_user_reserve *r);

/* lend_aave_user_reserve: the way back; amounts, flag, category and number only. */
void lend_aave_user_reserve(struct rec_user_reserve *out,
			    const struct aave_hold *hold, uint8_t emode);

#endif
