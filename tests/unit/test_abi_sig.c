/* Signatures: what they mean, and what is none. */
#include "base/hex.h"
#include "chain/abi.h"
#include "check.h"

#include <string.h>

static struct arena arena;

static const struct {
	const char *text, *signature, *hash; /* hash: its first bytes */
	enum abi_item_kind kind;
} good[] = {
	{ "transfer(address,uint256)", "transfer(address,uint256)", "a9059cbb",
	  ABI_FUNCTION },
	{ "  function  transfer ( address to , uint amount ) external returns "
	  "( bool ) ; ",
	  "transfer(address,uint256)", "a9059cbb", ABI_FUNCTION },
	{ "function swap(address to, (uint256 a, bytes b)[] c) view returns "
	  "(uint256)",
	  "swap(address,(uint256,bytes)[])", "614ca5fa", ABI_FUNCTION },
	{ "function exactInputSingle(tuple(address tokenIn, address tokenOut, "
	  "uint24 fee, address recipient, uint256 deadline, uint256 amountIn, "
	  "uint256 amountOutMinimum, uint160 sqrtPriceLimitX96) params) "
	  "payable returns (uint256 amountOut)",
	  "exactInputSingle((address,address,uint24,address,uint256,uint256,"
	  "uint256,uint160))",
	  "414bf389", ABI_FUNCTION },
	{ "event Transfer(address indexed from, address indexed to, uint256 "
	  "value)",
	  "Transfer(address,address,uint256)", "ddf252ad", ABI_EVENT },
	{ "Transfer(address indexed,address indexed,uint256)",
	  "Transfer(address,address,uint256)", "ddf252ad", ABI_EVENT },
	{ "error Error(string)", "Error(string)", "08c379a0", ABI_ERROR },
	{ "error(uint)", "error(uint256)", "b48fb6cf", ABI_FUNCTION },
	{ "balanceOf(address)(uint256)", "balanceOf(address)", "70a08231",
	  ABI_FUNCTION },
	{ "sam(bytes,bool,uint[])", "sam(bytes,bool,uint256[])", "a5643bf2",
	  ABI_FUNCTION },
	{ "f(uint,uint32[],bytes10,bytes)", "f(uint256,uint32[],bytes10,bytes)",
	  "8be65246", ABI_FUNCTION },
	{ "bar(bytes3[2])", "bar(bytes3[2])", "fce353f6", ABI_FUNCTION },
	{ "constructor(address owner) payable", "constructor(address)",
	  "00000000", ABI_CONSTRUCTOR },
	{ "(uint256,bytes)", "(uint256,bytes)", "00000000", ABI_ARGUMENTS },
	{ "()", "()", "00000000", ABI_ARGUMENTS },
	{ "f(function,byte,int,((bool[2][])[3],string memory s) calldata x)",
	  "f(function,bytes1,int256,((bool[2][])[3],string))", NULL,
	  ABI_FUNCTION },
};

static void check_good(void)
{
	for (size_t i = 0; i < COUNT(good); i++) {
		struct abi_item it;
		const char *why = "";
		uint8_t hash[4];

		if (!abi_parse(&it, &arena, good[i].text, &why)) {
			fprintf(stderr, "%s: %s\n", good[i].text, why);
			CHECK(false);
		}
		CHECK(it.kind == good[i].kind);
		CHECK(strcmp(it.signature, good[i].signature) == 0);
		if (!good[i].hash)
			continue;
		CHECK(hex_parse(hash, 4, good[i].hash, 8));
		if (memcmp(hash, it.hash, 4) != 0) {
			fprintf(stderr, "%s: another hash\n", good[i].text);
			CHECK(false);
		}
	}
}

static const struct {
	const char *text, *why; /* why: a part of it */
} bad[] = {
	{ "", "'(' expected" },
	{ "transfer", "'(' expected" },
	{ "transfer(", "a type expected at the end" },
	{ "transfer(address", "no ')'" },
	{ "transfer(address,)", "a type expected before ')'" },
	{ "transfer(address;)", "',' or ')' expected before ';)'" },
	{ "transfer(address))", "does not belong" },
	{ "f(uint7)", "no type 'uint7'" },
	{ "f(uint264)", "no type" },
	{ "f(uint0)", "no type" },
	{ "f(uint08)", "no type" },
	{ "f(int99999999999999999999)", "no type" },
	{ "f(bytes0)", "no type" },
	{ "f(bytes33)", "no type" },
	{ "f(address20)", "no type" },
	{ "f(fixed)", "fixed-point" },
	{ "f(ufixed128x18)", "fixed-point" },
	{ "f(IERC20 token)", "'IERC20' is no type" },
	{ "f(mapping(address => uint))", "is no type" },
	{ "f(uint[0])", "no length" },
	{ "f(uint[01])", "no length" },
	{ "f(uint[99999999999999999999999])", "too long" },
	{ "f(uint[32768][32768])", "too long" },
	{ "f(uint[32768],uint)", "1 MiB" },
	{ "f(uint[)", "without its ']'" },
	{ "f(uint[2)", "without its ']'" },
	{ "f(())", "without members" },
	{ "f(()[])", "without members" },
	{ "f(uint a, uint a)", "two arguments are called 'a'" },
	{ "f(uint arg1, uint)", "two arguments are called 'arg1'" },
	{ "f(uint indexed a) view", "'view' does not belong" },
	{ "function f(uint indexed a)", "',' or ')' expected" },
	{ "event E((uint indexed a) b)", "',' or ')' expected" },
	{ "event E(uint indexed a,uint indexed b,uint indexed c,uint indexed "
	  "d)",
	  "too many indexed" },
	{ "error E(uint) returns (uint)", "does not belong" },
	{ "function f() returns (uint) returns (uint)", "does not belong" },
	{ "function f() public anonymous", "does not belong" },
	{ "constructor f(uint)", "no name" },
	{ "(uint) returns (uint)", "does not belong" },
	{ "f(uint[][][][][][][][][][][][][][][][][] a)", "in each other" },
	{ "f((((((((((((((((((uint))))))))))))))))))", "in each other" },
};

static void check_bad(void)
{
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct abi_item it;
		const char *why = NULL;

		if (abi_parse(&it, &arena, bad[i].text, &why) ||
		    !strstr(why, bad[i].why)) {
			fprintf(stderr, "%s: %s\n", bad[i].text,
				why ? why : "taken");
			CHECK(false);
		}
	}
}

static struct abi_item parsed(const char *text)
{
	struct abi_item it;
	const char *why;

	CHECK(abi_parse(&it, &arena, text, &why));
	return it;
}

static void check_shape(void)
{
	struct abi_item it = parsed(
		"function f(bool, string s, (uint8 a, uint16[2] b) t, bytes[2] "
		"u) external pure returns (int8 x, bytes4)");
	const struct abi_param *p = it.inputs.param;

	CHECK(it.view && !it.payable && it.inputs.n == 4 && it.outputs.n == 2);
	CHECK(strcmp(p[0].name, "arg0") == 0 && strcmp(p[1].name, "s") == 0);
	CHECK(strcmp(it.outputs.param[1].name, "arg1") == 0);
	CHECK(p[2].type.head == 96 && !p[2].type.dynamic);
	CHECK(p[3].type.head == 32 && p[3].type.dynamic);
	CHECK(p[3].type.inside == 64);
	CHECK(it.inputs.inside == 32 + 32 + 96 + 32 && it.inputs.dynamic);
	CHECK(parsed("f() payable").payable);

	it = parsed("event E(uint8[2] a, string indexed s, bool b, int indexed "
		    "i) anonymous");
	CHECK(it.anonymous && it.n_topics == 2 && !it.flat);
	CHECK(it.data.n == 2 && it.data.inside == 96);
	CHECK(it.inputs.param[1].at == 0 && it.inputs.param[2].at == 64);
	CHECK(it.inputs.param[3].at == 1);
	it = parsed("event E(string indexed s, bool b)");
	CHECK(it.flat && it.n_topics == 2 && it.inputs.param[0].at == 1);
	parsed("event E(uint indexed a,uint indexed b,uint indexed c,uint "
	       "indexed d) anonymous");
}

int main(void)
{
	check_bad();
	check_good();
	check_shape();
	arena_free(&arena);
	puts("pass");
	return 0;
}
