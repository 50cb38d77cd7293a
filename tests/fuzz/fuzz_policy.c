/* fuzz_policy - any bytes as a message, under a policy: refused with a reason, or
 * signed for by wallets alone, within what one transaction may. */
#include "fuzz.h"
#include "policy_fixture.h"

#include <string.h>

void fuzz_one(const uint8_t *data, size_t len)
{
	static struct policy p;
	struct arena a = { .head = NULL };
	struct policy_verdict v, again;
	const struct policy_sums *max = &p.ceilings[POLICY_TX];

	if (!p.n_wallets)
		p = fixture();
	policy_check(&a, &v, &p, data, len, NOW, true);
	if (v.reason) {
		FUZZ_CHECK(v.text && *v.text && *policy_reason_code(v.reason));
		arena_free(&a);
		return;
	}
	FUZZ_CHECK(v.sums.count == 1 && v.sums.fees <= max->fees &&
		   v.sums.tips <= max->tips);
	for (size_t i = 0; i < p.n_assets; i++) {
		FUZZ_CHECK(v.sums.out[i] <= max->out[i]);
		FUZZ_CHECK(v.sums.placed[i] <= max->placed[i]);
		FUZZ_CHECK(v.risk || (!v.sums.out[i] && !v.sums.placed[i]));
	}
	for (size_t i = 0; i < v.msg.n_signers; i++)
		FUZZ_CHECK(policy_wallet_of(&p, &v.msg.keys[i]) >= 0);
	FUZZ_CHECK(v.n_words >= v.msg.n_calls);
	/* The words are for people: they decide nothing. */
	policy_check(&a, &again, &p, data, len, NOW, false);
	FUZZ_CHECK(!again.reason && again.risk == v.risk && !again.n_words &&
		   memcmp(&again.sums, &v.sums, sizeof(v.sums)) == 0);
	arena_free(&a);
}
