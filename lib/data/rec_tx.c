#include "data/rec_tx.h"

const char *const rec_tx_classes[] = { "risk", "reduce", NULL };

static const struct rec_field bundle_fields[] = {
	REC_FIELD(rec_tx_bundle, id, REC_STR, REC_MUST),
	REC_FIELD(rec_tx_bundle, index, REC_INT, REC_MUST),
	REC_FIELD(rec_tx_bundle, count, REC_INT, REC_MUST),
};

const struct rec_shape rec_tx_bundle_shape =
	REC_SHAPE(rec_tx_bundle, bundle_fields);

static const struct rec_field access_fields[] = {
	REC_FIELD(rec_tx_access, storage_keys, REC_STRS, REC_MUST),
};

static const struct rec_shape access_shape =
	REC_SHAPE(rec_tx_access, access_fields);

static const struct rec_field fields[] = {
	REC_FIELD(rec_tx, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_tx, chain, REC_STR, REC_ID),
	REC_FIELD(rec_tx, signers, REC_STRS, REC_MUST),
	REC_FIELD(rec_tx, intents, REC_STRS, REC_MUST),
	REC_FIELD_OF(rec_tx, class, REC_WORD, REC_MUST, rec_tx_classes),
	REC_FIELD_OF(rec_tx, bundle, REC_OBJECT, REC_OPT, &rec_tx_bundle_shape),
	REC_FIELD(rec_tx, message, REC_STR, REC_OPT | REC_ID),
	REC_FIELD(rec_tx, valid_until_height, REC_INT, REC_OPT),
	REC_FIELD(rec_tx, chain_id, REC_INT, REC_OPT | REC_ID),
	REC_FIELD(rec_tx, from, REC_STR, REC_OPT | REC_ID),
	REC_FIELD(rec_tx, nonce, REC_DEC, REC_OPT | REC_ID),
	REC_FIELD(rec_tx, to, REC_STR, REC_OPT | REC_ID),
	REC_FIELD(rec_tx, value_wei, REC_DEC, REC_OPT),
	REC_FIELD(rec_tx, data, REC_STR, REC_OPT | REC_ID),
	REC_FIELD(rec_tx, gas, REC_DEC, REC_OPT),
	REC_FIELD(rec_tx, max_fee_wei, REC_DEC, REC_OPT),
	REC_FIELD(rec_tx, max_priority_fee_wei, REC_DEC, REC_OPT),
	REC_FIELD(rec_tx, gas_price_wei, REC_DEC, REC_OPT),
	REC_FIELD_OF(rec_tx, access_list, REC_NAMED, REC_OPT, &access_shape),
	REC_FIELD(rec_tx, alternative_of, REC_STR, REC_OPT),
	REC_FIELD(rec_tx, fee, REC_DEC, REC_OPT),
	REC_FIELD(rec_tx, tip, REC_DEC, REC_OPT),
};

const struct rec_type rec_tx_type = {
	.name = "tx",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_tx, fields),
};
