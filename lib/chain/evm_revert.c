#include "chain/evm_revert.h"

#include "base/text.h"
#include "chain/abi.h"
#include "chain/evm_errors.h"

#include <string.h>

#define ERROR_SELECTOR 0x08c379a0 /* Error(string) */
#define PANIC_SELECTOR 0x4e487b71 /* Panic(uint256) */

#define DEPTH_MAX 4 /* errors in each other that are looked at */

/* source: Solidity 0.8, "Panic via assert and Error via require" */
static const struct {
	uint8_t code;
	const char *text;
} panics[] = {
	{ 0x00, "a panic of the compiler" },
	{ 0x01, "assertion failed" },
	{ 0x11, "arithmetic overflow" },
	{ 0x12, "division by zero" },
	{ 0x21, "no such value of an enum" },
	{ 0x22, "storage encoded wrongly" },
	{ 0x31, "pop of an empty array" },
	{ 0x32, "index out of bounds" },
	{ 0x41, "out of memory" },
	{ 0x51, "call of a function that is not set" },
};

/* What Uniswap v3 says in few letters.
 * source: @uniswap/v3-core 1.0.1 and v3-periphery 1.4.4, contracts */
static const struct {
	const char *code, *text;
} uniswap[] = {
	{ "LOK", "pool locked" },
	{ "TLU", "lower tick not below the upper" },
	{ "TLM", "lower tick too low" },
	{ "TUM", "upper tick too high" },
	{ "AI", "already initialized" },
	{ "AS", "amount specified is zero" },
	{ "IIA", "insufficient input amount" },
	{ "SPL", "price limit on the wrong side" },
	{ "L", "no liquidity" },
	{ "LO", "too much liquidity at a tick" },
	{ "LA", "liquidity overflow" },
	{ "LS", "liquidity underflow" },
	{ "NP", "no position" },
	{ "M0", "mint not paid in token 0" },
	{ "M1", "mint not paid in token 1" },
	{ "F0", "flash not paid back in token 0" },
	{ "F1", "flash not paid back in token 1" },
	{ "T", "tick out of range" },
	{ "R", "price out of range" },
	{ "OLD", "no observation as old" },
	{ "I", "observations not initialized" },
	{ "TF", "transfer failed" },
	{ "STF", "transferFrom failed" },
	{ "ST", "transfer failed" },
	{ "SA", "approve failed" },
	{ "STE", "transfer of the native coin failed" },
};

static uint32_t selector(const uint8_t *data)
{
	return (uint32_t)data[0] << 24 | (uint32_t)data[1] << 16 |
	       (uint32_t)data[2] << 8 | data[3];
}

/* One line, no longer than promised, whole sequences. */
static const char *line(struct arena *a, const char *text)
{
	size_t n = strnlen(text, EVM_REVERT_MAX + 1);
	char *s = arena_strndup(a, text, n);

	if (n > EVM_REVERT_MAX) {
		n = EVM_REVERT_MAX - 3;
		while (n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80)
			n--;
		memcpy(s + n, "...", sizeof("..."));
	}
	text_mask(s);
	return s;
}

/* The name of an Aave code: one or two digits without a zero before them. */
static const char *aave(const char *s)
{
	size_t n = strspn(s, "0123456789"), code;

	if (n < 1 || n > 2 || s[n] != '\0' || *s == '0')
		return NULL;
	code = (size_t)(s[0] - '0');
	if (n == 2)
		code = code * 10 + (size_t)(s[1] - '0');
	return code < evm_aave_codes_n ? evm_aave_codes[code] : NULL;
}

static const char *string_text(struct arena *a, const char *s)
{
	const char *name = aave(s);

	if (name)
		return arena_printf(a, "%s (Aave: %s)", s, name);
	for (size_t i = 0; i < sizeof(uniswap) / sizeof(*uniswap); i++)
		if (strcmp(s, uniswap[i].code) == 0)
			return arena_printf(a, "%s (Uniswap: %s)", s,
					    uniswap[i].text);
	return *s ? s : "no reason";
}

static const char *panic_text(struct arena *a, const struct abi_value *v)
{
	char code[ABI_WORD_TEXT_SZ];
	uint64_t n;

	if (u256_to_u64(&n, abi_uint(v)) == ST_OK && n <= UINT8_MAX)
		for (size_t i = 0; i < sizeof(panics) / sizeof(*panics); i++)
			if (panics[i].code == n)
				return arena_printf(a, "panic 0x%02x: %s",
						    panics[i].code,
						    panics[i].text);
	abi_word_text(code, v->type, v->word);
	return arena_printf(a, "panic %s", code);
}

static const char *known(struct arena *a, const uint8_t *data, size_t len,
			 int depth);

/* An error known here that is an argument of another. */
static const char *cause(struct arena *a, const struct abi_value *v, int depth)
{
	const char *text = NULL;

	for (size_t i = 0; i < v->n && !text; i++)
		if (v->items[i].type->kind == ABI_BYTES)
			text = known(a, v->items[i].bytes, v->items[i].len,
				     depth + 1);
	return text;
}

/* The arguments behind the selector; NULL: they are not what the error has. */
static const char *decoded(struct arena *a, const char *signature,
			   const uint8_t *data, size_t len, int depth)
{
	uint32_t s = selector(data);
	struct abi_item e;
	struct abi_value v;
	const char *why, *text;

	if (!abi_parse(&e, a, signature, &why) ||
	    !abi_decode(&v, a, &e.inputs, data + ABI_SELECTOR_LEN,
			len - ABI_SELECTOR_LEN, &why))
		return NULL;
	if (s == ERROR_SELECTOR)
		return string_text(a, abi_text(a, &v.items[0]));
	if (s == PANIC_SELECTOR)
		return panic_text(a, &v.items[0]);
	text = cause(a, &v, depth);
	return arena_printf(a, "%s%s%s%s", text ? text : "", text ? " in " : "",
			    e.name, abi_text(a, &v));
}

static const char *signature_of(uint32_t s)
{
	if (s == ERROR_SELECTOR)
		return "Error(string)";
	if (s == PANIC_SELECTOR)
		return "Panic(uint256)";
	for (size_t i = 0; i < evm_errors_n; i++)
		if (evm_errors[i].selector == s)
			return evm_errors[i].signature;
	return NULL;
}

/* NULL: nothing known. */
static const char *known(struct arena *a, const uint8_t *data, size_t len,
			 int depth)
{
	const char *signature = NULL;

	if (len >= ABI_SELECTOR_LEN && depth < DEPTH_MAX)
		signature = signature_of(selector(data));
	return signature ? decoded(a, signature, data, len, depth) : NULL;
}

const char *evm_revert_text(struct arena *a, const uint8_t *data, size_t len)
{
	const char *text = known(a, data, len, 0);

	if (len == 0)
		return "no reason";
	if (len < ABI_SELECTOR_LEN)
		return arena_printf(a, "%zu bytes that are no error", len);
	if (!text)
		text = arena_printf(a, "custom error 0x%08x with %zu bytes",
				    selector(data), len - ABI_SELECTOR_LEN);
	return line(a, text);
}
