#include "data/priority_conf.h"

#include "base/conf.h"
#include "base/err.h"

#include <string.h>

#define GWEI_DECIMALS 9

struct dec conf_wei(const char *key)
{
	__int128 wei;

	if (dec_coef(&wei, conf_dec(key), GWEI_DECIMALS))
		mm_die(MM_USAGE, "%s: not in whole wei", key);
	return dec_make(wei, 0);
}

void priority_conf_read(struct priority_conf *c)
{
	*c = (struct priority_conf){
		.pctl = conf_text("PRIORITY_FEE_PCTL"),
		.least = conf_wei("PRIORITY_MIN_GWEI"),
		.most = conf_wei("PRIORITY_MAX_GWEI"),
	};
}

struct dec priority_fee(const struct priority_conf *c,
			const struct rec_chain *chain, struct dec tip)
{
	const struct rec_amount *v = chain->priority_wei.v;
	struct dec p = DEC_ZERO;

	for (size_t i = 0; i < chain->priority_wei.n; i++)
		if (!strcmp(v[i].name, c->pctl))
			p = v[i].amount;
	if (!dec_is_none(tip) && dec_cmp(p, tip) < 0)
		p = tip;
	if (dec_cmp(p, c->least) < 0)
		p = c->least;
	return dec_cmp(p, c->most) < 0 ? p : c->most;
}
