/* rec_tx.h - tx: a transaction to be signed.
 * Layer: data. */
#ifndef MM_REC_TX_H
#define MM_REC_TX_H

#include "data/rec.h"

/* Whether it can add risk; words as in rec_tx_classes. */
enum tx_class { TX_RISK, TX_REDUCE };

extern const char *const rec_tx_classes[];

/* The bundle a transaction is a member of; absent where id is NULL. */
struct rec_tx_bundle {
	const char *id; /* unique in the frame */
	int64_t index;  /* place in it, from 0 */
	int64_t count;  /* members             */
};

extern const struct rec_shape rec_tx_bundle_shape;

/* An entry of an access list (EIP-2930); keys: of const char *, 32 bytes of 0x hex. */
struct rec_tx_access {
	const char *address;
	struct rec_list storage_keys;
};

struct rec_tx {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *chain;
	struct rec_list signers;     /* of const char * */
	struct rec_list intents;     /* of const char * */
	int class;                   /* enum tx_class */
	struct rec_tx_bundle bundle; /* optional */
	struct dec fee;              /* optional: native coin */
	struct dec tip;              /* optional: native coin */
	/* solana */
	const char *message;        /* base64 */
	int64_t valid_until_height; /* block height */
	/* evm; data is "0x" and hex, whole numbers where not said otherwise */
	int64_t chain_id;
	const char *from; /* address */
	struct dec nonce;
	const char *to; /* optional: address; absent: a creation */
	struct dec value_wei;
	const char *data;
	struct dec gas;         /* the most it may use */
	struct dec max_fee_wei; /* per gas, with max_priority_fee_wei; or */
	struct dec max_priority_fee_wei;
	struct dec gas_price_wei;    /* per gas, of a legacy transaction */
	struct rec_list access_list; /* optional: of struct rec_tx_access */
	const char
		*alternative_of; /* optional: the intent it may stand in for */
};

extern const struct rec_type rec_tx_type;

#endif
