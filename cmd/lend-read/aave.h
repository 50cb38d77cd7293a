/* aave.h - the parts of lend-read that know Aave v3. */
#ifndef MM_LEND_READ_AAVE_H
#define MM_LEND_READ_AAVE_H

#include "chain/aave_abi.h"
#include "data/rec_emode.h"
#include "data/rec_oracle.h"
#include "data/rec_reserve.h"
#include "market.h"

/* A contract that was found by asking another, and may be another one by now. */
struct found {
	bool known;
	struct evm_address at;
};

/* What is asked of a reserve in a frame; NULL: not yet. */
struct asset_views {
	const struct evm_view *data, *price, *source, *round;
	const struct evm_view *grace, *counted, *deficit, *balance, *treasury;
	const struct evm_view *scaled_supply, *scaled_debt, *supply, *debt;
	const struct evm_view **own_supply, **own_debt; /* by wallet */
};

struct asset {
	/* Known from frame to frame. */
	struct evm_address at; /* the asset itself */
	struct aave_said said; /* its contracts; of this frame once read */
	struct found feed, treasury;
	bool met;      /* said is of this frame or an earlier one */
	uint64_t told; /* hash of its record as told last; 0: not yet */

	/* Of the frame. */
	bool read;
	struct asset_views views;
	const char *name; /* in ASSETS, or its address */
	const char *address;
	bool is_named;
	struct rec_reserve rec;
	struct rec_oracle oracle;
};

/* A category of efficiency mode. */
struct category {
	bool known;
	uint64_t told;
	const struct evm_view *rules, *label, *pledged, *borrowed, *worthless,
		*isolated, *price;
	bool read;
	struct rec_emode rec;
};

struct own_views {
	const struct evm_view *account, *bits, *emode;
};

struct aave {
	/* Known from frame to frame. */
	struct found provider, oracle, sentinel;
	int64_t revision;     /* -1: not known yet */
	struct asset *assets; /* in the order of getReservesList */
	size_t n_assets;
	struct category emodes[AAVE_EMODES_MAX]; /* by number */
	bool seek_emodes; /* an account is in one that is not known */

	/* Of the frame. */
	const struct evm_view *view_revision, *view_provider, *view_list,
		*view_premium, *view_oracle, *view_sentinel, *view_open,
		*view_unit;
	struct own_views *own; /* by wallet */
	int64_t premium_bps;
	struct dec base_unit;
	bool open;
	const char *oracle_text;
};

static inline struct aave *aave_of(const struct market *m)
{
	return m->part;
}

static inline bool is_answered(const struct evm_view *v)
{
	return v && v->state != EVM_VIEW_OPEN;
}

/* aave_ask: a question of the frame, with at most one word. */
const struct evm_view *aave_ask(struct evm_rounds *rounds,
				const struct evm_address *to,
				enum aave_view what, struct u256 word);
struct u256 aave_word(const struct evm_address *at);

/* aave_address_said, aave_amount_said: an answer of one word; false: it is none. */
MM_CHECKED bool aave_address_said(struct evm_address *out,
				  const struct evm_view *v);
MM_CHECKED bool aave_amount_said(unsigned __int128 *out,
				 const struct evm_view *v);

/* aave_asset_of: the reserve of that number; NULL: there is none. */
struct asset *aave_asset_of(struct aave *a, int64_t id);

/* ---- aave_assets.c: reserves and prices ---- */

void assets_begin(struct aave *a);
void assets_ask(struct reader *r, struct market *m);
bool assets_settle(struct reader *r, struct market *m);
void assets_tell(struct reader *r, struct market *m);
void assets_commit(struct aave *a);

/* ---- aave_emodes.c ---- */

void emodes_begin(struct aave *a);
void emodes_ask(struct reader *r, struct market *m);
bool emodes_settle(struct reader *r, struct market *m);
void emodes_tell(struct reader *r, struct market *m);
void emodes_commit(struct aave *a);

/* ---- aave_users.c ---- */

bool aave_read(struct slice *s);
void aave_hear(struct heard_users *out, struct market *m,
	       const struct rec_event *e);

/* ---- aave_own.c: lend_rate, lend_account ---- */

void own_begin(struct reader *r, struct market *m);
void own_ask_asset(struct reader *r, struct asset *a);
void own_tell(struct reader *r, struct market *m);

#endif
