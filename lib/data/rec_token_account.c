#include "data/rec_token_account.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_token_account, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_token_account, wallet, REC_STR, REC_MUST),
	REC_FIELD(rec_token_account, address, REC_STR, REC_ID),
	REC_FIELD(rec_token_account, mint, REC_STR, REC_MUST),
	REC_FIELD(rec_token_account, amount, REC_DEC, REC_MUST),
	REC_FIELD(rec_token_account, decimals, REC_INT, REC_OPT),
	REC_FIELD(rec_token_account, rent_lamports, REC_DEC, REC_MUST),
	REC_FIELD(rec_token_account, associated, REC_BOOL, REC_OPT),
	REC_FIELD(rec_token_account, frozen, REC_BOOL, REC_OPT),
	REC_FIELD(rec_token_account, delegate, REC_STR, REC_OPT),
	REC_FIELD(rec_token_account, close_authority, REC_STR, REC_OPT),
	REC_FIELD(rec_token_account, slot, REC_INT, REC_MUST),
};

const struct rec_type rec_token_account_type = {
	.name = "token_account",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_token_account, fields),
};
