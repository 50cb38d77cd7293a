/* fuzz_sol_ix - an instruction that is read is made again as it was.
 *
 * The input: which program, how many accounts, for each its address and rights in
 * one byte, then the data. */
#include "chain/openbook_ix.h"
#include "chain/sol_ix.h"
#include "fuzz.h"

#include <string.h>

#define ACCOUNTS_MAX 32

static struct arena arena;

static const struct pubkey *const known[] = {
	&sol_system_program, &sol_token_program,
	&sol_ata_program,    &sol_compute_budget,
	&sol_alt_program,    &sol_memo_program,
	&sol_rent_sysvar,    &sol_recent_blockhashes_sysvar,
	&openbook_program,
};

#define N_KNOWN (sizeof(known) / sizeof(*known))

static struct pubkey key_of(uint8_t byte)
{
	return byte < N_KNOWN ? *known[byte] : (struct pubkey){ { byte, 1 } };
}

/* Addresses and data; rights that were more than needed are not made again. */
static bool equal(const struct sol_ix *made, const struct sol_ix *read)
{
	if (!pubkey_eq(&made->program, &read->program) ||
	    made->n_accounts != read->n_accounts ||
	    made->data_len != read->data_len ||
	    (made->data_len && memcmp(made->data, read->data, made->data_len)))
		return false;
	for (size_t i = 0; i < made->n_accounts; i++)
		if (!pubkey_eq(&made->accounts[i].key,
			       &read->accounts[i].key) ||
		    made->accounts[i].signer > read->accounts[i].signer)
			return false;
	return true;
}

static void check_common(const struct sol_ix *ix)
{
	struct sol_action act;
	struct sol_ix again;

	if (sol_ix_read(&act, ix))
		return;
	again = sol_ix_make(&arena, &act);
	/* Two forms mean the same: a create's 0, and a base that pays and still
	 * has a place of its own. */
	FUZZ_CHECK(equal(&again, ix) ||
		   (act.kind == IX_ATA_CREATE && ix->data_len == 1) ||
		   (act.kind == IX_SYS_CREATE_SEED &&
		    ix->n_accounts == again.n_accounts + 1));
}

/* What is read of a crank is sorted when it is made, a client's zeros are left
 * away, an expiry that is none too: compare what is read of it again. */
static void check_openbook(const struct sol_ix *ix)
{
	struct openbook_action act, back;
	struct sol_ix again, third;

	if (openbook_ix_read(&arena, &act, ix))
		return;
	FUZZ_CHECK(act.n_orders <= OPENBOOK_BATCH_MAX &&
		   act.n_client_ids <= OPENBOOK_BATCH_MAX);
	again = openbook_ix_make(&arena, &ix->program, &act);
	FUZZ_CHECK(again.data_len <= ix->data_len &&
		   again.n_accounts <= ix->n_accounts);
	FUZZ_CHECK(!openbook_ix_read(&arena, &back, &again));
	third = openbook_ix_make(&arena, &ix->program, &back);
	FUZZ_CHECK(equal(&third, &again));
}

void fuzz_one(const uint8_t *data, size_t len)
{
	struct sol_meta metas[ACCOUNTS_MAX];
	struct sol_ix ix = { .accounts = metas };
	size_t n;

	if (len < 2)
		return;
	arena_reset(&arena);
	n = data[1] % ACCOUNTS_MAX;
	if (len < 2 + n)
		return;
	for (size_t i = 0; i < n; i++)
		metas[i] = (struct sol_meta){
			.key = key_of(data[2 + i] & 0x3f),
			.signer = data[2 + i] & 0x40,
			.writable = data[2 + i] & 0x80,
		};
	ix.program = key_of(data[0]);
	ix.n_accounts = n;
	ix.data = data + 2 + n;
	ix.data_len = len - 2 - n;
	check_common(&ix);
	check_openbook(&ix);
}
