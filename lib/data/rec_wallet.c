#include "data/rec_wallet.h"

static const struct rec_field balance_fields[] = {
	REC_FIELD(rec_balance, free, REC_DEC, REC_MUST),
	REC_FIELD(rec_balance, locked, REC_DEC, REC_MUST),
	REC_FIELD(rec_balance, unsettled, REC_DEC, REC_MUST),
};

static const struct rec_shape rec_balance_shape =
	REC_SHAPE(rec_balance, balance_fields);

static const struct rec_field allowance_fields[] = {
	REC_FIELD(rec_allowance, asset, REC_STR, REC_MUST),
	REC_FIELD(rec_allowance, spender, REC_STR, REC_MUST),
	REC_FIELD(rec_allowance, via, REC_STR, REC_OPT),
	REC_FIELD(rec_allowance, atoms, REC_U256, REC_MUST),
	REC_FIELD(rec_allowance, expires_s, REC_INT, REC_OPT),
};

static const struct rec_shape rec_allowance_shape =
	REC_SHAPE(rec_allowance, allowance_fields);

static const struct rec_field fields[] = {
	REC_FIELD(rec_wallet, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_wallet, wallet, REC_STR, REC_ID),
	REC_FIELD(rec_wallet, address, REC_STR, REC_OPT),
	REC_FIELD(rec_wallet, chain, REC_STR, REC_MUST),
	REC_FIELD_OF(rec_wallet, balances, REC_NAMED, REC_MUST,
		     &rec_balance_shape),
	REC_FIELD(rec_wallet, slot, REC_INT, REC_OPT),
	REC_FIELD_OF(rec_wallet, allowances, REC_OBJECTS, REC_OPT,
		     &rec_allowance_shape),
};

const struct rec_type rec_wallet_type = {
	.name = "wallet",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_wallet, fields),
};
