/* reader.h - what the parts of book-read share. */
#ifndef MM_BOOK_READ_READER_H
#define MM_BOOK_READ_READER_H

#include "cursor.h"
#include "data/frame.h"
#include "data/rec_lut.h"
#include "math/keyset.h"
#include "net.h"
#include "past.h"
#include "tips.h"
#include "venue/openbook_funds.h"
#include "venue/openbook_view.h"

struct settings {
	const char *market;  /* its address; not read with accounts */
	bool accounts;       /* every account over all markets */
	bool no_trades;      /* they are another reader's */
	int64_t gap_wait_ms; /* how long a gap may hold up a frame */
	int64_t days;        /* of history rebuilt; 0: frames */
};

/* A market, and our open-orders accounts on it. */
struct site {
	struct pubkey address;
	bool known; /* place is */
	struct openbook_place place;
	struct openbook_own *own; /* every wallet's own address first */
	size_t n_own;
};

struct gap;                    /* trades.c */
void gap_close(struct gap *g); /* NULL is no error */

struct reader {
	const struct settings *settings;
	struct sol_conf conf;
	struct arena life; /* what is known until the end */
	struct net net;
	struct tips tips;

	/* Known between frames. */
	struct site site;            /* of the one market */
	struct arena found;          /* its own */
	int64_t found_ms;            /* frame they were looked for in */
	struct openbook_coins coins; /* in life */
	int64_t slot;                /* the newest read */
	struct gap *gap;             /* one that is being filled; NULL: none */

	/* Of the frame. */
	int64_t landed_slot; /* our newest landing */
	struct cursor cursor;
	struct keyset known; /* of the files */
	int64_t ts_ms;
	struct openbook_fault fault;
};

/* reader_min_slot: nothing older is read in this frame. */
int64_t reader_min_slot(const struct reader *r);

/* ---- find.c: markets, mints and accounts ---- */

/* find_site finds what is not known of a market: it, its mints, our accounts there
 * (again from time to time).  False: r->fault. */
MM_CHECKED bool find_site(struct reader *r, struct arena *a);

/* find_place: one market that is not known.  life: where its texts live. */
MM_CHECKED bool find_place(struct reader *r, struct site *site,
			   struct arena *life, struct arena *a);

/* find_coins: wSOL, ASSETS, and the mints of the sites.  Owner: life. */
MM_CHECKED bool find_coins(struct reader *r, struct openbook_coins *out,
			   const struct site *sites, size_t n_sites,
			   struct arena *life, struct arena *a);

/* find_own: our open-orders accounts, of one market or (NULL) of all.
 * out:     list of struct solana_account by wallet: accounts of wallet i are
 *          out[i]. */
MM_CHECKED bool find_own(struct reader *r, struct solana_accounts *out,
			 const struct pubkey *market, struct arena *a);

/* ---- round.c: one reading of everything ---- */

struct round {
	struct openbook_view *views; /* one for each site */
	size_t n_views;
	struct rec_wallet *wallets; /* one for each of conf */
	struct rec_supply supply;   /* of the first site's base */
	struct rec_lut *luts;
	size_t n_luts;
	struct rec_chain chain;
};

/* round_read reads the sites as of one slot each, and the rest at or past the first
 * one's.  False: r->fault, and nothing of *out is to be used. */
MM_CHECKED bool round_read(struct reader *r, struct round *out,
			   const struct site *sites, size_t n_sites,
			   const struct openbook_coins *coins, struct arena *a);

/* ---- the frames and the file ---- */

/* frame_book: the one market; frame_accounts: everything of the wallets. */
void frame_book(struct frame *f, struct reader *r);
void frame_accounts(struct frame *f, struct reader *r);

/* ---- history.c: --backfill, a reduction of files ---- */

/* What stands in the files is known and is not made again: trades and fills. */
bool history_take(struct frame *f, struct reader *r,
		  const struct rec_type *type, const void *rec);
void history_make(struct frame *f, struct reader *r);

#endif
