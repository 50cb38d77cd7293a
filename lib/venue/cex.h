/* cex.h - an exchange of perpetual futures, as requests and replies.  Layer: venue.
 *
 * Nothing here touches a network: a venue is a table of functions that write the
 * exact bytes of a request and read the bytes of its reply.  venue/cex_session.h
 * signs, sends and waits.  A new venue is one file and its line in cex_venues.
 *
 * Sizes are contracts, signed where they are positions; prices are quote for one
 * contract.  All are exact decimals, as the venue wrote them.  Texts of replies are
 * in the arena of the reader.
 */
#ifndef MM_CEX_H
#define MM_CEX_H

#include "base/buf.h"
#include "base/dec.h"
#include "base/mem.h"
#include "data/rec_instrument.h"
#include "data/rec_venue_account.h"
#include "data/rec_venue_position.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CEX_TIME_MAX     INT64_C(9999999999999) /* ms, of any time: year 2286 */
#define CEX_CLIENT_ID_SZ 37 /* 36 of [A-Za-z0-9_-], for every venue */

/* What a reply says of what was asked for. */
enum cex_verdict {
	CEX_DONE, /* it was done, or it is so already (-4046, 110043 ...)   */
	CEX_REJECTED, /* it surely was not done and will not be                */
	CEX_RETRY,   /* it surely was not done; the same may be asked later   */
	CEX_UNKNOWN, /* nobody knows: look it up                              */
	CEX_FATAL,   /* it surely was not done, and nothing of this account
		       * will be: key, address, region, permission            */
};

/* Why, in the words the programs use; codes of a venue map to one of them. */
enum cex_why {
	CEX_OK,
	CEX_TRANSPORT,   /* no whole answer, or one that is no answer      */
	CEX_OVERLOADED,  /* the venue has trouble of its own               */
	CEX_LIMITED,     /* too many requests                              */
	CEX_BANNED,      /* and they went on: no request before retry_ms   */
	CEX_CLOCK,       /* the time of the request does not fit           */
	CEX_SIGNATURE,   /* signature or key                               */
	CEX_PERMISSION,  /* the key may not                                */
	CEX_MARGIN,      /* not enough margin                              */
	CEX_REDUCE_ONLY, /* nothing there to reduce: read the position     */
	CEX_DUPLICATE,   /* that client id is taken: look it up            */
	CEX_NO_ORDER,    /* no such order                                  */
	CEX_FILTER,      /* price, size or notional against the rules      */
	CEX_PRICE,       /* price outside the band, or nobody to trade with*/
	CEX_MODE,        /* position side or margin type do not fit        */
	CEX_CLOSED,      /* the symbol or the account does not trade now   */
	CEX_OTHER,
};

/* Where a key comes from: the first line of a secret of the vault is the API key,
 * the rest the HMAC secret (one line) or an Ed25519 key as PKCS#8 PEM. */
struct cex_creds {
	const char *key;
	const unsigned char *secret; /* HMAC: the text; Ed25519: 64 bytes as
				      * ed25519_sign takes them            */
	size_t secret_len;
	bool ed25519;
};

enum cex_method { CEX_GET, CEX_POST, CEX_PUT, CEX_DELETE };
enum cex_host {
	CEX_HOST_TRADE,
	CEX_HOST_KEYS
}; /* BINANCE_FAPI_URL, BINANCE_SAPI_URL */

/* A request as a venue writes it.  query and body are percent-encoded, or JSON,
 * as they will be sent, without time and signature until cex_venue.sign.  Zero is a
 * request not yet asked.  Owner: caller, cex_request_free. */
struct cex_request {
	enum cex_method method;
	enum cex_host host;
	const char *path; /* constant */
	struct buf query; /* NUL-terminated, as every text here */
	struct buf body;
	bool is_signed;
	bool once;  /* it may never arrive twice: no transport may repeat it */
	bool json;  /* of the body; else application/x-www-form-urlencoded   */
	int weight; /* against the limit of requests                         */
	int orders; /* against the limit of orders                           */
	struct buf headers[6]; /* made by sign: "Name: value" */
	size_t n_headers;
	size_t bare_len; /* sign's own: of what is signed, without signature */
};

/* What a reply means, beside its payload. */
struct cex_reply {
	enum cex_verdict verdict;
	enum cex_why why;
	int64_t code;     /* of the venue; 0: none     */
	const char *text; /* its words, cleaned; ""     */
	int64_t retry_ms; /* not before so long; -1: not said */
	int64_t until_ms; /* not before that time of the venue; -1: not said */
};

enum cex_order_state {
	CEX_NEW,
	CEX_PARTIAL, /* and still open                                  */
	CEX_FILLED,
	CEX_CANCELED, /* canceled, expired: over, executed may be above 0 */
	CEX_REFUSED,  /* rejected after it was taken: nothing executed     */
};

/* What to place. */
struct cex_order {
	const char *symbol;
	const char *client_id;
	bool buy;
	bool market;      /* else a limit that trades at once or not at all */
	bool reduce_only; /* one-way accounts                               */
	enum cex_position_side position_side; /* CEX_BOTH: a one-way account */
	struct dec size;
	struct dec price; /* of a limit */
};

/* What the venue says of one. */
struct cex_order_view {
	const char *symbol, *client_id;
	const char *order_id; /* text: beyond 2^53 */
	enum cex_order_state state;
	bool buy, reduce_only;
	enum cex_position_side position_side;
	struct dec size, executed, price, mean_price; /* DEC_NONE: not said */
	struct dec trigger_price; /* it waits for; DEC_NONE: for none */
	int64_t updated_ms;
};

struct cex_fill_view {
	const char *id, *order_id, *client_id; /* client_id NULL: not said */
	const char *symbol;
	bool buy, maker;
	struct dec price, size, fee;
	const char *fee_asset;
	int64_t ts_ms;
};

struct cex_funding_view {
	const char *id, *symbol, *asset;
	struct dec amount; /* received above 0 */
	int64_t ts_ms;
};

#define CEX_LIST(name, type)                                                   \
	struct name {                                                          \
		struct type *v;                                                \
		size_t n;                                                      \
		const char *cursor; /* NULL: that was all */                   \
	}
CEX_LIST(cex_orders, cex_order_view);
CEX_LIST(cex_fills, cex_fill_view);
CEX_LIST(cex_fundings, cex_funding_view);

/* What one may do with a key. */
struct cex_rights {
	bool read, trade;
	bool withdraw, transfer; /* either: refused */
	bool ip_bound;
	int64_t expires_ms;  /* -1: never, or not said */
	const char *account; /* id of the account; "" */
	bool is_master;
};

/* Questions whose answers make up what is known of one symbol of one account.  A
 * venue that answers two of them with one reply has no request for the second. */
enum cex_ask {
	CEX_ASK_TIME,      /* public: server_ms                               */
	CEX_ASK_RULES,     /* public: the instrument's rules                  */
	CEX_ASK_MARK,      /* public: mark and index price, funding           */
	CEX_ASK_FUNDING,   /* public: time between fundings                   */
	CEX_ASK_BOOK,      /* public: bids, asks                              */
	CEX_ASK_MODE,      /* one-way or hedge, may trade                     */
	CEX_ASK_ACCOUNT,   /* equity, free, margins                           */
	CEX_ASK_POSITIONS, /* of the symbol                                   */
	CEX_ASK_SETTINGS,  /* leverage, margin type of the symbol             */
	CEX_ASK_FEES,      /* of the symbol                                   */
	CEX_ASK_OPEN,      /* open orders of the symbol                       */
	CEX_ASK_WAITING,   /* those that wait for a price                     */
	CEX_ASK_OTHERS,    /* positions of other symbols                      */
	CEX_ASKS
};

/* A position of another symbol of the account. */
struct cex_other {
	const char *symbol;
	struct dec size; /* signed, not 0 */
};

/* One symbol of one account, as its answers fill it in. */
struct cex_seat {
	const char *symbol;
	int64_t server_ms;
	struct rec_instrument instrument;
	struct rec_venue_account account;
	struct rec_venue_position position[2]; /* one-way: the first */
	size_t n_positions;
	struct rec_list orders; /* struct rec_venue_order */
	struct rec_list others; /* struct cex_other; not in every reading */
	struct dec maker_ratio, taker_ratio, leverage;
	int margin_type; /* enum cex_margin; -1: not known */
	bool pooled; /* every asset of the account is margin for all of it */
};

struct cex_care;

#define CEX_ORDER_LIMITS 2

/* So much in so long a time; header: the one of answers that says how much is used
 * up, NULL: none does. */
struct cex_limit {
	int64_t window_ms; /* 0: there is no such limit */
	int64_t max;
	const char *header;
};

/* What a venue lets one do, as its documents say; the session keeps to it.  Some
 * answers tell how many more of such requests there may be, and until which venue
 * time (ms): left_header, reset_header, or NULL. */
struct cex_limits {
	struct cex_limit weight;                   /* of requests, by weight */
	struct cex_limit orders[CEX_ORDER_LIMITS]; /* of orders              */
	const char *left_header, *reset_header;
	int64_t forbidden_ms; /* how long a 403 keeps everything waiting */
};

/* A venue.  Every ask_* clears *r and writes a request without a signature; every
 * read_* takes the reply of a request that cex_venue.judge called CEX_DONE and
 * returns NULL, or why it is no such reply (constant phrase): then nothing is known,
 * as after CEX_UNKNOWN. */
struct cex_venue {
	const char *name;         /* "binance" */
	const char *url_key;      /* configuration: BINANCE_FAPI_URL */
	const char *keys_url_key; /* BINANCE_SAPI_URL; NULL: the same host */
	const char *account_key;  /* BINANCE_KEY */
	const struct cex_limits *limits; /* NULL: none */
	bool takes_ed25519;              /* else keys are HMAC secrets only */
	/* A client id protects while its order is open only (Binance): a second
	 * send after that is a second order. */
	bool id_reusable;

	/* sign finishes a request: time, window, signature, headers; one that is
	 * public stays as it is.  Signed again, it has the new time.
	 * in: 0 <= ts_ms <= CEX_TIME_MAX. */
	void (*sign)(struct cex_request *r, const struct cex_creds *c,
		     int64_t ts_ms, int64_t recv_window_ms);
	/* judge: status 0 means that no whole answer came.  body may be any bytes;
	 * neither key nor signature of r is in out->text.  To a question for an
	 * order (ask_query), that there is none is an answer: CEX_DONE,
	 * CEX_NO_ORDER. */
	void (*judge)(struct cex_reply *out, const struct cex_request *r,
		      int status, const char *retry_after, const char *body,
		      size_t len, struct arena *a);

	/* ask: false: there is no such request; read of an earlier one told it. */
	bool (*ask)(struct cex_request *r, enum cex_ask what,
		    const char *symbol);
	const char *(*read)(struct cex_seat *s, enum cex_ask what,
			    const char *body, size_t len, struct arena *a);

	void (*ask_place)(struct cex_request *r, const struct cex_order *o,
			  bool test);
	const char *(*read_place)(struct cex_order_view *v, const char *body,
				  size_t len, struct arena *a);
	/* ask_query: step 0, 1 ... are the places an order may be found in, each
	 * asked where the ones before did not know it; false: there are no more. */
	bool (*ask_query)(struct cex_request *r, int step, const char *symbol,
			  const char *client_id);
	/* read_query: v->order_id NULL: that place does not know it. */
	const char *(*read_query)(struct cex_order_view *v, int step,
				  const char *body, size_t len,
				  struct arena *a);
	void (*ask_cancel)(struct cex_request *r, const char *symbol,
			   const char *client_id);
	/* ask_fills: of one order, or with order_id NULL of the symbol since then. */
	void (*ask_fills)(struct cex_request *r, const char *symbol,
			  const char *order_id, const char *client_id,
			  int64_t since_ms, const char *cursor);
	const char *(*read_fills)(struct cex_fills *f, const char *body,
				  size_t len, struct arena *a);
	void (*ask_fundings)(struct cex_request *r, const char *symbol,
			     int64_t since_ms, const char *cursor);
	const char *(*read_fundings)(struct cex_fundings *f, const char *body,
				     size_t len, struct arena *a);
	void (*ask_leverage)(struct cex_request *r, const char *symbol,
			     const struct dec *leverage);
	/* ask_margin: false: it is one for the whole account (Bybit). */
	bool (*ask_margin)(struct cex_request *r, const char *symbol,
			   enum cex_margin type);
	void (*ask_rights)(struct cex_request *r);
	const char *(*read_rights)(struct cex_rights *v, const char *body,
				   size_t len, struct arena *a);
	const struct cex_care *care; /* of keys (cex_care.h); NULL: by hand */
};

extern const struct cex_venue cex_binance, cex_bybit;
extern const struct cex_venue *const cex_venues[]; /* ends with NULL */

/* cex_venue_find: the venue of that name, or NULL. */
const struct cex_venue *cex_venue_find(const char *name);

/* cex_request_free wipes: a signed request holds the API key. */
void cex_request_free(struct cex_request *r);

#endif
