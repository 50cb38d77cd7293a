#include "data/aave_event.h"

#include <string.h>

#define NONE -1

/* clang-format off */
const char *const aave_pool_events[] = {
	"event Supply(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint16 indexed referralCode)",
	"event Withdraw(address indexed reserve, address indexed user, address indexed to, uint256 amount)",
	"event Borrow(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint8 interestRateMode, uint256 borrowRate, uint16 indexed referralCode)",
	"event Repay(address indexed reserve, address indexed user, address indexed repayer, uint256 amount, bool useATokens)",
	"event LiquidationCall(address indexed collateralAsset, address indexed debtAsset, address indexed user, uint256 debtToCover, uint256 liquidatedCollateralAmount, address liquidator, bool receiveAToken)",
	"event DeficitCreated(address indexed user, address indexed debtAsset, uint256 amountCreated)",
	"event DeficitCovered(address indexed reserve, address caller, uint256 amountCovered)",
	"event ReserveUsedAsCollateralEnabled(address indexed reserve, address indexed user)",
	"event ReserveUsedAsCollateralDisabled(address indexed reserve, address indexed user)",
	"event UserEModeSet(address indexed user, uint8 categoryId)",
	"event MintUnbacked(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint16 indexed referralCode)",
	"event SwapBorrowRateMode(address indexed reserve, address indexed user, uint8 interestRateMode)",
	"event RebalanceStableBorrowRate(address indexed reserve, address indexed user)",
	"event MintedToTreasury(address indexed reserve, uint256 amountMinted)",
	NULL,
};

const char *const aave_token_events[] = {
	"event BalanceTransfer(address indexed from, address indexed to, uint256 value, uint256 index)",
	NULL,
};

/* Which arguments are accounts and assets. */
static const struct form {
	const char *signature;
	size_t n; /* arguments */
	int user[AAVE_EVENT_USERS], asset[AAVE_EVENT_ASSETS];
	bool of_token, to_treasury;
} forms[] = {
	{ "Supply(address,address,address,uint256,uint16)", 5, { 2, NONE }, { 0, NONE }, 0, 0 },
	{ "Withdraw(address,address,address,uint256)", 4, { 1, NONE }, { 0, NONE }, 0, 0 },
	{ "Borrow(address,address,address,uint256,uint8,uint256,uint16)", 7, { 2, NONE }, { 0, NONE }, 0, 0 },
	{ "Repay(address,address,address,uint256,bool)", 5, { 1, NONE }, { 0, NONE }, 0, 0 },
	{ "LiquidationCall(address,address,address,uint256,uint256,address,bool)", 7, { 2, 5 }, { 0, 1 }, 0, 0 },
	{ "DeficitCreated(address,address,uint256)", 3, { 0, NONE }, { 1, NONE }, 0, 0 },
	{ "DeficitCovered(address,address,uint256)", 3, { 1, NONE }, { 0, NONE }, 0, 0 },
	{ "ReserveUsedAsCollateralEnabled(address,address)", 2, { 1, NONE }, { 0, NONE }, 0, 0 },
	{ "ReserveUsedAsCollateralDisabled(address,address)", 2, { 1, NONE }, { 0, NONE }, 0, 0 },
	{ "UserEModeSet(address,uint8)", 2, { 0, NONE }, { NONE, NONE }, 0, 0 },
	{ "MintUnbacked(address,address,address,uint256,uint16)", 5, { 2, NONE }, { 0, NONE }, 0, 0 },
	{ "SwapBorrowRateMode(address,address,uint8)", 3, { 1, NONE }, { 0, NONE }, 0, 0 },
	{ "RebalanceStableBorrowRate(address,address)", 2, { 1, NONE }, { 0, NONE }, 0, 0 },
	{ "MintedToTreasury(address,uint256)", 2, { NONE, NONE }, { 0, NONE }, 0, 1 },
	{ "BalanceTransfer(address,address,uint256,uint256)", 4, { 0, 1 }, { NONE, NONE }, 1, 0 },
};
/* clang-format on */

const char *aave_event_read(struct aave_says *out, const struct rec_event *r)
{
	const struct rec_text *args = r->args.v;

	*out = (struct aave_says){ .n_users = 0 };
	for (size_t i = 0; r->signature && i < sizeof(forms) / sizeof(*forms);
	     i++) {
		const struct form *f = &forms[i];

		if (strcmp(f->signature, r->signature) != 0)
			continue;
		if (r->args.n != f->n)
			return "not the arguments of its signature";
		for (size_t k = 0; k < AAVE_EVENT_USERS; k++)
			if (f->user[k] != NONE)
				out->user[out->n_users++] =
					args[f->user[k]].text;
		for (size_t k = 0; k < AAVE_EVENT_ASSETS; k++)
			if (f->asset[k] != NONE)
				out->asset[out->n_assets++] =
					args[f->asset[k]].text;
		out->of_token = f->of_token;
		out->to_treasury = f->to_treasury;
		return NULL;
	}
	return NULL;
}
