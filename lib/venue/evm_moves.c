#include "venue/evm_moves.h"

#include "chain/evm_quantity.h"

#include <string.h>

#define WORD 32

static const char over[] = "amounts of a token over 256 bits";

static struct evm_moved *moved_of(struct evm_moves *m, struct arena *a,
				  const struct evm_address *token)
{
	for (size_t i = 0; i < m->n; i++)
		if (evm_address_eq(&m->v[i].token, token))
			return &m->v[i];
	m->v = arena_grow(a, m->v, m->n * sizeof(*m->v),
			  (m->n + 1) * sizeof(*m->v));
	m->v[m->n] = (struct evm_moved){ .token = *token };
	return &m->v[m->n++];
}

static bool add(struct u256 *sum, struct u256 amount)
{
	return !u256_add(sum, *sum, amount);
}

/* An indexed address: the last 20 bytes of a topic. */
static bool is_account(const struct evm_moves *m, const char *topic)
{
	uint8_t word[WORD];
	struct evm_address at;

	if (!evm_data_parse(word, sizeof(word), topic, strlen(topic)))
		return false;
	at = evm_address_at(word + WORD - EVM_ADDRESS_LEN);
	return evm_address_eq(&at, &m->account);
}

static bool amount_of(struct u256 *out, const struct evm_log *log)
{
	uint8_t word[WORD];

	if (log->data_len != WORD ||
	    !evm_data_parse(word, sizeof(word), log->data, strlen(log->data)))
		return false;
	*out = u256_of_be(word);
	return true;
}

static const char *transfer(struct evm_moves *m, struct arena *a,
			    const struct evm_address *token,
			    const struct evm_log *log)
{
	bool from = is_account(m, log->topic[1]);
	bool to = is_account(m, log->topic[2]);
	struct evm_moved *moved;
	struct u256 amount;

	if (from == to) /* of others, or to itself */
		return NULL;
	if (!amount_of(&amount, log))
		return "a Transfer without an amount";
	moved = moved_of(m, a, token);
	return add(to ? &moved->in : &moved->out, amount) ? NULL : over;
}

/* The coin becomes the token, or the token the coin. */
static const char *wrap(struct evm_moves *m, struct arena *a,
			const struct evm_log *log, bool deposit)
{
	const struct evm_address coin = { .b = { 0 } };
	struct evm_moved *moved;
	struct u256 amount;

	if (!is_account(m, log->topic[1]))
		return NULL;
	if (!amount_of(&amount, log))
		return "a Deposit or Withdrawal without an amount";
	moved = moved_of(m, a, &m->wrapped);
	if (!add(deposit ? &moved->in : &moved->out, amount))
		return over;
	moved = moved_of(m, a, &coin);
	return add(deposit ? &moved->out : &moved->in, amount) ? NULL : over;
}

const char *evm_moves_add(struct evm_moves *m, struct arena *a,
			  const struct evm_receipt *receipt)
{
	const char *why = NULL;

	for (size_t i = 0; i < receipt->n_logs && !why; i++) {
		const struct evm_log *log = &receipt->logs[i];
		struct evm_address token;

		if (!evm_address_parse(&token, log->address,
				       strlen(log->address)))
			return "a log of no contract";
		if (log->n_topics == 3 &&
		    !strcmp(log->topic[0], EVM_TOPIC_TRANSFER))
			why = transfer(m, a, &token, log);
		else if (log->n_topics == 2 &&
			 evm_address_eq(&token, &m->wrapped) &&
			 (!strcmp(log->topic[0], EVM_TOPIC_DEPOSIT) ||
			  !strcmp(log->topic[0], EVM_TOPIC_WITHDRAWAL)))
			why = wrap(m, a, log,
				   !strcmp(log->topic[0], EVM_TOPIC_DEPOSIT));
	}
	return why;
}
