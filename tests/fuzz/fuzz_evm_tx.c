/* fuzz_evm_tx - what is taken for a transaction, signed or not, is written again as
 * it was, and who is said to have signed it has. */
#include "chain/evm_tx.h"
#include "fuzz.h"

#include <string.h>

static struct arena arena;

static void same(const struct evm_tx *tx, const struct secp_sig *sig,
		 const uint8_t *data, size_t len)
{
	uint8_t *again;
	size_t n;

	FUZZ_CHECK(evm_tx_check(tx) == EVM_TX_OK);
	evm_tx_write(&arena, &again, &n, tx, sig);
	FUZZ_CHECK(n == len && !memcmp(again, data, len));
}

void fuzz_one(const uint8_t *data, size_t len)
{
	struct evm_signed_tx s;
	struct evm_tx tx;
	enum evm_tx_err unsigned_err, signed_err;

	unsigned_err = evm_tx_read(&arena, &tx, data, len);
	FUZZ_CHECK(evm_tx_strerror(unsigned_err)[0]);
	if (unsigned_err == EVM_TX_OK)
		same(&tx, NULL, data, len);
	signed_err = evm_tx_read_signed(&arena, &s, data, len);
	if (signed_err == EVM_TX_OK) {
		FUZZ_CHECK(unsigned_err != EVM_TX_OK);
		FUZZ_CHECK(secp_is_low(&s.sig));
		same(&s.tx, &s.sig, data, len);
	}
	arena_reset(&arena);
}
