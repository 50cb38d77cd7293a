/* openbook_errors.c - what the program's error codes mean; see openbook_ix.h. */
#include "chain/openbook_ix.h"

static const char *const names[] = {
	"InvalidMarketFlags",
	"InvalidAskFlags",
	"InvalidBidFlags",
	"InvalidQueueLength",
	"OwnerAccountNotProvided",
	"ConsumeEventsQueueFailure",
	"WrongCoinVault",
	"WrongPcVault",
	"WrongCoinMint",
	"WrongPcMint",
	"CoinVaultProgramId",
	"PcVaultProgramId",
	"CoinMintProgramId",
	"PcMintProgramId",
	"WrongCoinMintSize",
	"WrongPcMintSize",
	"WrongCoinVaultSize",
	"WrongPcVaultSize",
	"UninitializedVault",
	"UninitializedMint",
	"CoinMintUninitialized",
	"PcMintUninitialized",
	"WrongMint",
	"WrongVaultOwner",
	"VaultHasDelegate",
	"AlreadyInitialized",
	"WrongAccountDataAlignment",
	"WrongAccountDataPaddingLength",
	"WrongAccountHeadPadding",
	"WrongAccountTailPadding",
	"RequestQueueEmpty",
	"EventQueueTooSmall",
	"SlabTooSmall",
	"BadVaultSignerNonce",
	"InsufficientFunds",
	"SplAccountProgramId",
	"SplAccountLen",
	"WrongFeeDiscountAccountOwner",
	"WrongFeeDiscountMint",
	"CoinPayerProgramId",
	"PcPayerProgramId",
	"ClientIdNotFound",
	"TooManyOpenOrders",
	"FakeErrorSoWeDontChangeNumbers",
	"BorrowError",
	"WrongOrdersAccount",
	"WrongBidsAccount",
	"WrongAsksAccount",
	"WrongRequestQueueAccount",
	"WrongEventQueueAccount",
	"RequestQueueFull",
	"EventQueueFull",
	"MarketIsDisabled",
	"WrongSigner",
	"TransferFailed",
	"ClientOrderIdIsZero",
	"WrongRentSysvarAccount",
	"RentNotProvided",
	"OrdersNotRentExempt",
	"OrderNotFound",
	"OrderNotYours",
	"WouldSelfTrade",
	"InvalidOpenOrdersAuthority",
	"OrderMaxTimestampExceeded",
};

#define N_NAMES   (sizeof(names) / sizeof(*names))
#define UNKNOWN   1000
#define ASSERTION 1001

const char *openbook_error_name(uint32_t code)
{
	const char *file;
	int line;

	if (code < N_NAMES)
		return names[code];
	if (code == UNKNOWN)
		return "Unknown";
	return code == ASSERTION || openbook_assertion(&file, &line, code)
		       ? "AssertionError"
		       : NULL;
}

/* The top byte is the file, the low 16 bits the line. */
bool openbook_assertion(const char **file, int *line, uint32_t code)
{
	static const char *const files[] = { NULL, "state.rs", "matching.rs",
					     "critbit.rs" };
	uint32_t at = code >> 24;

	if (!at || at >= sizeof(files) / sizeof(*files) || (code >> 16 & 0xff))
		return false;
	*file = files[at];
	*line = (int)(code & 0xffff);
	return true;
}
