/* paper_conf.h - the paper venue as the configuration describes it (MARKET and
 * the PAPER_ keys, mm.conf(5)).  Layer: venue. */
#ifndef MM_PAPER_CONF_H
#define MM_PAPER_CONF_H

#include "base/status.h"
#include "io/paper_db.h"

#include <stdbool.h>

#define PAPER_WHY_SZ 256

struct paper_conf {
	struct paper_terms terms;
	struct match_rules rules;
	struct paper_wallet *wallets;
	int n_wallets;
	bool post_only; /* of every order placed */
};

/* paper_conf_read, after conf_load.
 *
 * out:     *c, to be freed by paper_conf_free whatever is returned; why, if
 *          false: which key is wrong, and how.
 * returns: false: the keys do not make a venue together, such as a lot that is
 *          no whole number of atoms. */
MM_CHECKED bool paper_conf_read(struct paper_conf *c,
				char why[static PAPER_WHY_SZ]);
void paper_conf_free(struct paper_conf *c);

/* paper_conf_open opens MM_HOME/paper.db.
 *
 * out:     *p is set even on error, for paper_db_close; why, unless DB_OK.
 * in:      make: make the venue where there is none, and give a wallet that is
 *          new in the configuration its funds.
 * returns: as paper_db_open; DB_RANGE: the venue there has other terms. */
MM_CHECKED enum db_err paper_conf_open(const struct paper_conf *c,
				       struct paper_db **p, bool make,
				       char why[static PAPER_WHY_SZ]);

/* paper_conf_create makes the venue, or anew makes it in the place of one. */
MM_CHECKED enum db_err paper_conf_create(const struct paper_conf *c,
					 struct paper_db *p, bool anew);

#endif
