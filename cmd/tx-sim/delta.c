#include "delta.h"

#include "base/atoms.h"
#include "chain/evm_quantity.h"
#include "venue/evm_moves.h"

#include <string.h>
#include <strings.h>

#define WORD_DIGITS    64
#define ADDRESS_DIGITS 40

/* A topic is the sender's address, behind twelve zero bytes. */
static bool is_sender(const char *topic, const char *sender)
{
	return strlen(topic) == 2 + WORD_DIGITS &&
	       strlen(sender) == 2 + ADDRESS_DIGITS &&
	       !strcasecmp(topic + 2 + WORD_DIGITS - ADDRESS_DIGITS,
			   sender + 2);
}

static const struct evm_asset *asset_of(const struct evm_conf *conf,
					const char *contract)
{
	if (!strcasecmp(contract, EVM_SIM_NATIVE))
		return conf->native;
	return evm_conf_asset_at(conf, contract);
}

/* How often the log's amount is the sender's: 1, -1, or 0 for one to itself. */
static int sign_of(const struct evm_log *log, const struct evm_conf *conf,
		   const struct evm_asset *asset, const char *sender)
{
	bool wrapped = asset == conf->wrapped;

	if (log->n_topics == 3 && !strcmp(log->topic[0], EVM_TOPIC_TRANSFER))
		return is_sender(log->topic[2], sender) -
		       is_sender(log->topic[1], sender);
	if (!wrapped || log->n_topics != 2 || !is_sender(log->topic[1], sender))
		return 0;
	return !strcmp(log->topic[0], EVM_TOPIC_DEPOSIT) -
	       !strcmp(log->topic[0], EVM_TOPIC_WITHDRAWAL);
}

static bool amount_of(struct dec *out, const struct evm_log *log, int decimals)
{
	struct u256 atoms;

	return log->data_len == 32 && evm_quantity_parse(&atoms, log->data) &&
	       !atoms_amount(out, atoms, decimals);
}

bool delta_of(struct arena *a, struct rec_list *out,
	      const struct evm_conf *conf, const char *sender,
	      const struct evm_log *logs, size_t n)
{
	struct rec_amount *v = arena_alloc(a, conf->n_assets * sizeof(*v));

	for (size_t i = 0; i < conf->n_assets; i++)
		v[i] = (struct rec_amount){ .name = conf->assets[i].name,
					    .amount = DEC_ZERO };
	for (size_t i = 0; i < n; i++) {
		const struct evm_asset *asset = asset_of(conf, logs[i].address);
		struct dec amount, *sum;
		int sign = asset ? sign_of(&logs[i], conf, asset, sender) : 0;

		if (!sign)
			continue;
		sum = &v[asset - conf->assets].amount;
		if (!amount_of(&amount, &logs[i], asset->decimals) ||
		    (sign > 0 ? dec_add(sum, *sum, amount)
			      : dec_sub(sum, *sum, amount)))
			return false;
	}
	*out = (struct rec_list){ .v = v, .n = 0 };
	for (size_t i = 0; i < conf->n_assets; i++)
		if (dec_sign(v[i].amount))
			v[out->n++] = v[i];
	return true;
}
