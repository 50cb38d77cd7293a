/* Reverts: what is known, what is not, and what only looks so. */
#include "base/hex.h"
#include "base/text.h"
#include "chain/abi.h"
#include "chain/evm_errors.h"
#include "chain/evm_revert.h"
#include "check.h"

#include <string.h>

static struct arena arena;

static const char *of_hex(const char *hex)
{
	size_t n = strlen(hex) / 2;
	uint8_t *p = arena_alloc(&arena, n);

	CHECK(hex_parse(p, n, hex, strlen(hex)));
	return evm_revert_text(&arena, p, n);
}

/* The revert of an error, its arguments in text. */
static const char *of(const char *signature, const char *arg)
{
	struct abi_item e;
	struct abi_bytes b;
	const char *why = "";

	CHECK(abi_parse(&e, &arena, signature, &why));
	CHECK(abi_call_text(&b, &arena, &e, &arg, 1, &why));
	return evm_revert_text(&arena, b.p, b.len);
}

static void check_is(const char *got, const char *wanted)
{
	if (strcmp(got, wanted) != 0) {
		fprintf(stderr, "'%s', not '%s'\n", got, wanted);
		CHECK(false);
	}
}

static void check_odd(void)
{
	static const uint8_t masked[] = { 'a', '\n', 0xff, 0, 0x7f };
	struct abi_item e;
	struct abi_value v = { 0 }, s = { 0 };
	struct abi_bytes b;
	const char *why = "", *text;

	check_is(evm_revert_text(&arena, NULL, 0), "no reason");
	check_is(of_hex("01"), "1 bytes that are no error");
	check_is(of_hex("12345678"), "custom error 0x12345678 with 0 bytes");
	check_is(of_hex("1234567800"), "custom error 0x12345678 with 1 bytes");
	/* Known selectors with other bodies. */
	check_is(of_hex("08c379a0"), "custom error 0x08c379a0 with 0 bytes");
	check_is(of_hex("4e487b7111"), "custom error 0x4e487b71 with 1 bytes");
	check_is(of_hex("e450d38c00"), "custom error 0xe450d38c with 1 bytes");
	check_is(of("Error(string)", ""), "no reason");
	check_is(of("Panic(uint256)", "300"), "panic 300");
	check_is(of("Panic(uint256)", "2"), "panic 2");
	check_is(of("Error(string)", "0"), "0");
	check_is(of("Error(string)", "48"), "48");
	check_is(of("Error(string)", "045"), "045");
	check_is(of("Error(string)", "92"), "92");

	CHECK(abi_parse(&e, &arena, "error Error(string)", &why));
	s = (struct abi_value){ .type = &e.inputs.param[0].type };
	s.bytes = masked;
	s.len = sizeof(masked);
	v = (struct abi_value){ .type = &e.inputs };
	v.items = &s;
	v.n = 1;
	b = abi_call(&arena, &e, &v);
	text = evm_revert_text(&arena, b.p, b.len);
	check_is(text, "a?\xef\xbf\xbd\xef\xbf\xbd?");
}

static void check_long(void)
{
	char *s = arena_alloc(&arena, 3001);
	const char *text;

	for (size_t i = 0; i < 3000; i += 3)
		memcpy(s + i, "\xe2\x82\xac", 3);
	for (int shift = 0; shift < 3; shift++) {
		text = of("Error(string)",
			  arena_printf(&arena, "%.*s%s", shift, "ab", s));
		CHECK(strlen(text) <= EVM_REVERT_MAX);
		CHECK(strlen(text) > EVM_REVERT_MAX - 4);
		CHECK(strcmp(text + strlen(text) - 3, "...") == 0);
	}
}

static void check_known(void)
{
	check_is(of("Error(string)", "insufficient liquidity"),
		 "insufficient liquidity");
	check_is(of("Error(string)", "45"),
		 "45 (Aave: HEALTH_FACTOR_NOT_BELOW_THRESHOLD)");
	check_is(of("Error(string)", "1"), "1 (Aave: CALLER_NOT_POOL_ADMIN)");
	check_is(of("Error(string)", "STF"),
		 "STF (Uniswap: transferFrom failed)");
	check_is(of("Panic(uint256)", "17"), "panic 0x11: arithmetic overflow");
	check_is(of_hex("930bb771"), "HealthFactorNotBelowThreshold()");
	check_is(of_hex("b629b0e4"), "MustNotLeaveDust()");
	check_is(of("AllowanceExpired(uint256)", "1700000000"),
		 "AllowanceExpired(1700000000)");
	check_is(of("ERC20InvalidReceiver(address)",
		    "0x0000000000000000000000000000000000000000"),
		 "ERC20InvalidReceiver("
		 "0x0000000000000000000000000000000000000000)");
}

/* A hook's own reason first, however much is wrapped around it. */
static void check_wrapped(void)
{
	static const char *const within[] = {
		"QuoteSwap(5) in UnexpectedRevertBytes(0x",
		"UnexpectedRevertBytes(0x)", "UnexpectedRevertBytes(0x1234)"
	};
	const char *hex = "0xecbd9804000000000000000000000000000000000000000000"
			  "0000000000000000000005";
	const char *text = of("UnexpectedRevertBytes(bytes)", hex);
	struct abi_item e;
	struct abi_bytes b;
	const char *why = "";

	CHECK(strstr(text, within[0]) == text);
	check_is(of("UnexpectedRevertBytes(bytes)", "0x"), within[1]);
	check_is(of("UnexpectedRevertBytes(bytes)", "0x1234"), within[2]);
	CHECK(abi_parse(&e, &arena, "UnexpectedRevertBytes(bytes)", &why));
	for (int i = 0; i < 20; i++) {
		CHECK(abi_call_text(&b, &arena, &e, &hex, 1, &why));
		text = evm_revert_text(&arena, b.p, b.len);
		hex = arena_printf(
			&arena, "0x%s",
			hex_format(arena_alloc(&arena, HEX_SZ(b.len)), b.p,
				   b.len));
	}
	CHECK(strncmp(text, "UnexpectedRevertBytes(0x", 24) == 0);
}

/* The table says of each what its signature says. */
static void check_table(void)
{
	for (size_t i = 0; i < evm_errors_n; i++) {
		const struct evm_error *e = &evm_errors[i];
		struct abi_item it;
		const char *why = "";

		CHECK(abi_parse(&it, &arena, e->signature, &why));
		CHECK(strcmp(it.signature, e->signature) == 0);
		CHECK((uint32_t)it.hash[0] << 24 == (e->selector & 0xff000000));
		CHECK(((uint32_t)it.hash[1] << 16 | (uint32_t)it.hash[2] << 8 |
		       it.hash[3]) == (e->selector & 0xffffff));
		for (size_t k = 0; k < i; k++)
			CHECK(evm_errors[k].selector != e->selector);
	}
}

int main(void)
{
	check_odd();
	check_long();
	check_known();
	check_wrapped();
	check_table();
	arena_free(&arena);
	puts("pass");
	return 0;
}
