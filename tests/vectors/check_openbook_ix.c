/* check_openbook_ix.c - the data of OpenBook's instructions, and its errors. */
#include "chain_args.h"

#include "chain/openbook_ix.h"
#include "line.h"

#include <stdio.h>

static const enum openbook_kind kinds[] = {
	OPENBOOK_INIT_MARKET,  OPENBOOK_CONSUME,
	OPENBOOK_SETTLE,       OPENBOOK_NEW_ORDER,
	OPENBOOK_CANCEL,       OPENBOOK_CANCEL_ID,
	OPENBOOK_CLOSE_OO,     OPENBOOK_INIT_OO,
	OPENBOOK_PRUNE,        OPENBOOK_CONSUME_PERMISSIONED,
	OPENBOOK_CANCEL_IDS,   OPENBOOK_REPLACE,
	OPENBOOK_REPLACE_MANY,
};

#define N_KINDS (sizeof(kinds) / sizeof(*kinds))

/* An instruction of that kind between accounts that do not matter here. */
static struct openbook_action blank(enum openbook_kind kind)
{
	static const struct openbook_market market;
	struct openbook_action act = openbook_action(&market, kind);

	act.open_orders = act.owner = act.payer = &market.address;
	act.base_wallet = act.quote_wallet = &market.address;
	act.destination = act.authority = &market.address;
	act.oos = &market.address;
	act.n_oos = 1;
	if (kind == OPENBOOK_INIT_OO || kind == OPENBOOK_INIT_MARKET)
		act.authority = NULL;
	return act;
}

static uint64_t number(const cJSON *in, const char *key)
{
	return vec_has(in, key) ? vec_u64(in, key) : 0;
}

/* Order ids have up to 128 bits, of which a vector's use 127. */
static void read_order(struct openbook_order *o, const cJSON *in)
{
	o->side = (enum openbook_side)vec_u64(in, "side");
	o->price = vec_u64(in, "price");
	o->size = vec_u64(in, "base");
	o->max_quote = vec_u64(in, "quote");
	o->self_trade = (enum openbook_self_trade)vec_u64(in, "stb");
	o->type = (enum openbook_order_type)vec_u64(in, "type");
	o->client_id = vec_u64(in, "cid");
	o->limit = (uint16_t)vec_u64(in, "limit");
	o->max_ts = vec_i64(in, "maxTs");
}

static void read_lists(struct openbook_action *act, const cJSON *in)
{
	const cJSON *v;

	if (vec_has(in, "orders"))
		cJSON_ArrayForEach(v, vec_array(in, "orders"))
			read_order(&act->orders[act->n_orders++], v);
	if (vec_has(in, "ids")) {
		int64_t *ids;

		act->n_client_ids = vec_i64s(&ids, in, "ids");
		for (size_t i = 0; i < act->n_client_ids; i++)
			act->client_ids[i] = (uint64_t)ids[i];
	}
}

static cJSON *check_make(const cJSON *in)
{
	const char *name = vec_text(in, "kind");
	struct openbook_action act;
	cJSON *out = vec_out();
	struct sol_ix ix;
	size_t k = 0;

	while (k < N_KINDS && strcmp(openbook_kind_name(kinds[k]), name) != 0)
		k++;
	if (k == N_KINDS)
		line_fail("'%s': no such instruction", name);
	act = blank(kinds[k]);
	read_lists(&act, in);
	act.side = (enum openbook_side)number(in, "side");
	act.order_id = vec_has(in, "orderId")
			       ? (openbook_id)vec_i128(in, "orderId")
			       : 0;
	act.client_ids[0] += number(in, "cid");
	act.limit = (uint16_t)number(in, "limit");
	act.base_lot = number(in, "baseLot");
	act.quote_lot = number(in, "quoteLot");
	act.fee_bps = (uint16_t)number(in, "feeBps");
	act.nonce = number(in, "nonce");
	act.dust = number(in, "dust");
	ix = openbook_ix_make(vec_arena(), &openbook_program, &act);
	vec_put_hex(out, "hex", ix.data, ix.data_len);
	vec_put_u64(out, "len", ix.data_len);
	return out;
}

static void put_orders(cJSON *out, const struct openbook_action *act)
{
	cJSON *list = vec_put_array(out, "orders");

	for (size_t i = 0; i < act->n_orders; i++) {
		const struct openbook_order *o = &act->orders[i];
		cJSON *v = vec_out();

		vec_put_u64(v, "side", o->side);
		vec_put_u64(v, "price", o->price);
		vec_put_u64(v, "base", o->size);
		vec_put_u64(v, "quote", o->max_quote);
		vec_put_u64(v, "stb", o->self_trade);
		vec_put_u64(v, "type", o->type);
		vec_put_u64(v, "cid", o->client_id);
		vec_put_u64(v, "limit", o->limit);
		vec_put_i64(v, "maxTs", o->max_ts);
		vec_add(list, v);
	}
}

static void put_ids(cJSON *out, const struct openbook_action *act)
{
	cJSON *list = vec_put_array(out, "ids");

	for (size_t i = 0; i < act->n_client_ids; i++) {
		char text[24];

		snprintf(text, sizeof(text), "%llu",
			 (unsigned long long)act->client_ids[i]);
		vec_add_text(list, text);
	}
}

static cJSON *check_read(const cJSON *in)
{
	struct openbook_action act;
	struct sol_ix ix;
	uint8_t *data;
	size_t len = vec_hex(&data, in, "hex");
	cJSON *out = vec_out();

	/* The accounts of the kind the data is of. */
	for (size_t k = 0; k < N_KINDS; k++) {
		if (len < 2 || data[1] != kinds[k])
			continue;
		act = blank(kinds[k]);
		ix = openbook_ix_make(vec_arena(), &openbook_program, &act);
		ix.data = data;
		ix.data_len = len;
		if (openbook_ix_read(vec_arena(), &act, &ix))
			return vec_err(ST_FORMAT);
		vec_put_text(out, "kind", openbook_kind_name(act.kind));
		put_orders(out, &act);
		put_ids(out, &act);
		vec_put_u64(out, "side", act.side);
		vec_put_u128(out, "orderId", act.order_id);
		vec_put_u64(out, "cid", act.client_ids[0]);
		vec_put_u64(out, "limit", act.limit);
		vec_put_u64(out, "baseLot", act.base_lot);
		vec_put_u64(out, "quoteLot", act.quote_lot);
		vec_put_u64(out, "feeBps", act.fee_bps);
		vec_put_u64(out, "nonce", act.nonce);
		vec_put_u64(out, "dust", act.dust);
		return out;
	}
	ix = (struct sol_ix){ .data = data, .data_len = len };
	if (openbook_ix_read(vec_arena(), &act, &ix) != IX_UNKNOWN)
		line_fail("not unknown");
	return vec_refusal("UNKNOWN");
}

static cJSON *check_error(const cJSON *in)
{
	const char *name = openbook_error_name((uint32_t)vec_u64(in, "code"));
	cJSON *out = vec_out();

	if (!name)
		return vec_err(ST_DOMAIN);
	vec_put_text(out, "name", name);
	return out;
}

const struct checker check_openbook_ix[] = {
	{ "openbook_ix_make", check_make },
	{ "openbook_ix_read", check_read },
	{ "openbook_error", check_error },
	{ NULL, NULL },
};
