#include "chain/openbook_ix.h"
#include "chain/sol_message.h"
#include "sol_landed.h"

/* Whose instruction that is. */
static bool is_openbook(struct arena *a, const struct attempt *t, int at)
{
	struct sol_message m;
	struct sol_tx tx;

	if (sol_tx_parse(&tx, t->raw, t->raw_len) ||
	    sol_message_parse(a, &m, tx.msg, tx.msg_len) || at < 0 ||
	    (size_t)at >= m.n_calls)
		return false;
	return pubkey_eq(&m.keys[m.calls[at].program], &openbook_program);
}

const char *sol_error(struct arena *a, const struct attempt *t,
		      const struct solana_txerr *e)
{
	const char *name = NULL;

	if (e->is_custom && is_openbook(a, t, e->instruction))
		name = openbook_error_name(e->custom);
	if (name)
		return name;
	if (e->is_custom)
		return arena_printf(a, "custom_%lu", (unsigned long)e->custom);
	return arena_strdup(a, e->kind);
}
