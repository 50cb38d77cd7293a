/* Values: text, bytes, and hostile bytes. */
#include "base/hex.h"
#include "chain/abi.h"
#include "check.h"

#include <string.h>

static struct arena arena;

static struct abi_item parsed(const char *text)
{
	struct abi_item it;
	const char *why = "";

	if (!abi_parse(&it, &arena, text, &why)) {
		fprintf(stderr, "%s: %s\n", text, why);
		CHECK(false);
	}
	return it;
}

static const char *hexed(struct abi_bytes b)
{
	return hex_format(arena_alloc(&arena, HEX_SZ(b.len)), b.p, b.len);
}

/* Words written short: "20" is 32 in 32 bytes; ">" before one pads behind. */
static struct abi_bytes words(const char *text)
{
	struct abi_bytes b = { .p = arena_alloc(&arena, strlen(text) * 32) };

	while (*text) {
		size_t n = strcspn(text, " ");
		bool left = *text == '>';
		size_t digits = n - left;
		char word[65];

		memset(word, '0', 64);
		memcpy(word + (left ? 0 : 64 - digits), text + left, digits);
		CHECK(hex_parse(b.p + b.len, 32, word, 64));
		b.len += 32;
		text += n;
		text += strspn(text, " ");
	}
	return b;
}

#define A "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
#define MAX256                                                                 \
	"11579208923731619542357098500868790785326998466564056403945758400791" \
	"3129639935"
#define MAX255                                                                 \
	"57896044618658097711785492504343953926634992332820282019728792003956" \
	"564819967"
#define OVER255                                                                \
	"57896044618658097711785492504343953926634992332820282019728792003956" \
	"564819968"

/* Texts that are as they are written. */
static const struct {
	const char *type, *text;
} exact[] = {
	{ "(uint8)", "255" },
	{ "(uint256)", MAX256 },
	{ "(int8)", "-128" },
	{ "(int8)", "127" },
	{ "(int256)", MAX255 },
	{ "(int256)", "-" OVER255 },
	{ "(int64)", "-9223372036854775808" },
	{ "(int72)", "-1" },
	{ "(bool)", "true" },
	{ "(bool)", "false" },
	{ "(address)", A },
	{ "(bytes4)", "0xa9059cbb" },
	{ "(bytes)", "0x" },
	{ "(bytes)", "0x00ff" },
	{ "(function)", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaeda9059cbb" },
	{ "(string)", "" },
	{ "(string)", "as it is, \"quoted\" \\n \xe2\x82\xac" },
	{ "(string)", "[1,2]" },
	{ "(string[])", "[]" },
	{ "(string[])",
	  "[\"\",\"a,b]\",\"\\\"\\\\\\n\\t\\b\\f\\r\",\"\\u0000\\u001f\"]" },
	{ "(string[])", "[\"\xf0\x9f\x98\x80\"]" },
	{ "((uint8,(bool,bytes)[2],string)[])",
	  "[(1,[(true,0x00),(false,0x)],\"x\"),(2,[(true,0x),(true,0x01)],\"\")"
	  "]" },
	{ "(uint8[2][])", "[[1,2],[3,4]]" },
	{ "(uint8[][2])", "[[],[3,4,5]]" },
};

/* Texts that are written otherwise. */
static const struct {
	const char *type, *text, *written;
} read[] = {
	{ "(address)", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", A },
	{ "(address)", "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED", A },
	{ "(bytes2)", "0xABcd", "0xabcd" },
	{ "(uint8[])", " [ 1 , 2 ] ", "[1,2]" },
	{ "((string,bool))", "( \"\\u20ac\\/\\ud83d\\ude00\" , true )",
	  "(\"\xe2\x82\xac/\xf0\x9f\x98\x80\",true)" },
	{ "(string)", "\xff\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
};

static const struct {
	const char *type, *text, *why;
} refused[] = {
	{ "(uint8 n)", "256", "argument 1 'n': '256' does not fit uint8" },
	{ "(uint256)", MAX256 "0", "does not fit uint256" },
	{ "(uint8)", "-1", "'-1' does not fit uint8" },
	{ "(uint8)", "-0", "is no uint8" },
	{ "(int8)", "128", "does not fit int8" },
	{ "(int8)", "-129", "does not fit int8" },
	{ "(int8)", "-0", "is no int8" },
	{ "(int256)", OVER255, "does not fit int256" },
	{ "(int128)", "-170141183460469231731687303715884105729",
	  "does not fit int128" },
	{ "(uint8)", "", "'' is no uint8" },
	{ "(uint8)", "01", "is no uint8" },
	{ "(uint8)", "1.0", "is no uint8" },
	{ "(uint8)", "1e2", "is no uint8" },
	{ "(uint8)", "0x10", "is no uint8" },
	{ "(uint8)", " 1", "is no uint8" },
	{ "(int8)", "--1", "is no int8" },
	{ "(int8)", "-", "is no int8" },
	{ "(bool)", "1", "is no bool" },
	{ "(bool)", "True", "is no bool" },
	{ "(address)", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed",
	  "wrong checksum" },
	{ "(address)", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe", "an odd" },
	{ "(address)", "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "is no" },
	{ "(address)", "WETH", "is no address" },
	{ "(bytes4)", "0xa9059c", "is 3 bytes, not bytes4" },
	{ "(bytes4)", "0xa9059cbb00", "is 5 bytes, not bytes4" },
	{ "(bytes4)", "0xa9059cb", "an odd number of digits" },
	{ "(bytes4)", "0xa9059cbg", "is no bytes4" },
	{ "(bytes)", "0x0", "an odd number of digits" },
	{ "(bytes)", "00", "is no bytes" },
	{ "(bytes)", "", "is no bytes" },
	{ "(bytes)", "0X00", "is no bytes" },
	{ "(uint8[])", "1,2", "'[' expected before '1,2'" },
	{ "(uint8[])", "[1,2", "expected at the end" },
	{ "(uint8[])", "[1,2]]", "the value ends before ']'" },
	{ "(uint8[])", "[1,,2]", "'' is no uint8" },
	{ "(uint8[])", "[1,]", "'' is no uint8" },
	{ "(uint8[])", "[1 2]", "',' or ']' expected before '2]'" },
	{ "(uint8[])", "[256]", "'256' does not fit uint8" },
	{ "(uint8[2])", "[1]", "fewer parts" },
	{ "(uint8[2])", "[1,2,3]", "more parts" },
	{ "((uint8,bool))", "(1)", "fewer parts" },
	{ "((uint8,bool))", "(1,true,2)", "more parts" },
	{ "((uint8,bool))", "[1,true]", "'(' expected" },
	{ "(string[])", "[a]", "'\"' expected" },
	{ "(string[])", "[\"a]", "without its second" },
	{ "(string[])", "[\"a\\", "no \\uXXXX" },
	{ "(string[])", "[\"\\x\"]", "no \\uXXXX" },
	{ "(string[])", "[\"\\u12\"]", "no \\uXXXX" },
	{ "(string[])", "[\"\\ud800\"]", "no \\uXXXX" },
	{ "(string[])", "[\"\\ud800\\u0020\"]", "surrogate" },
	{ "(string[])", "[\"\\udc00\"]", "surrogate" },
};

static struct abi_value value(const struct abi_item *it, const char *text)
{
	struct abi_value v;
	const char *why = "";

	if (!abi_args_read(&v, &arena, &it->inputs, &text, 1, &why)) {
		fprintf(stderr, "%s: %s\n", text, why);
		CHECK(false);
	}
	return v;
}

/* What a value is written as, after a way through bytes. */
static const char *through(const struct abi_item *it, const struct abi_value *v)
{
	struct abi_bytes b = abi_encode(&arena, v), again;
	struct abi_value back;
	const char *why = "";

	if (!abi_decode(&back, &arena, &it->inputs, b.p, b.len, &why)) {
		fprintf(stderr, "%s: %s\n%s\n", it->signature, why, hexed(b));
		CHECK(false);
	}
	again = abi_encode(&arena, &back);
	CHECK(again.len == b.len && memcmp(again.p, b.p, b.len) == 0);
	return abi_text(&arena, &back.items[0]);
}

static void check_text(void)
{
	for (size_t i = 0; i < COUNT(exact); i++) {
		struct abi_item it = parsed(exact[i].type);
		struct abi_value v = value(&it, exact[i].text);

		CHECK(strcmp(abi_text(&arena, v.items), exact[i].text) == 0);
		CHECK(strcmp(through(&it, &v), exact[i].text) == 0);
	}
	for (size_t i = 0; i < COUNT(read); i++) {
		struct abi_item it = parsed(read[i].type);
		struct abi_value v = value(&it, read[i].text);

		CHECK(strcmp(through(&it, &v), read[i].written) == 0);
	}
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct abi_item it = parsed(refused[i].type);
		struct abi_value v;
		const char *why = "taken";

		if (abi_args_read(&v, &arena, &it.inputs, &refused[i].text, 1,
				  &why) ||
		    !strstr(why, refused[i].why)) {
			fprintf(stderr, "%s %s: %s\n", refused[i].type,
				refused[i].text, why);
			CHECK(false);
		}
	}
}

/* Data as it may not be. */
static const struct {
	const char *type, *data, *why;
} hostile[] = {
	{ "(uint256)", "", "0 bytes of data, at least 32 needed" },
	{ "(uint256,uint256)", "1", "32 bytes of data" },
	{ "(uint8 n)", "100", "argument 1 'n': a number too large" },
	{ "(int8)", "80", "too large" },
	{ "(int8)", ">ff", "too large" },
	{ "(int8)",
	  "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	  "too large" },
	{ "(bool)", "2", "neither 0 nor 1" },
	{ "(bool)", ">01", "neither 0 nor 1" },
	{ "(address)", "10000000000000000000000000000000000000000",
	  "more than 20 bytes" },
	{ "(bytes4)", ">0000000001", "behind those of its type" },
	{ "(bytes)", "", "at least 32 needed" },
	{ "(bytes)", "20", "a length past the end" },
	{ "(bytes)", "21", "an offset past the end" },
	{ "(bytes)", ">8000000000000000", "an offset past the end" },
	{ "(bytes)",
	  "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0",
	  "an offset past the end" },
	{ "(bytes)", "0", "an offset back" },
	{ "(bytes)", "1f 0", "an offset back" },
	{ "(bytes)", "20 1", "a length past the end" },
	{ "(bytes)", "20 21 0", "a length past the end" },
	{ "(bytes)", "20 ffffffffffffffff 0", "a length past the end" },
	{ "(bytes)", "21 0", "a length past the end" },
	{ "(uint256[])", "20 ffffffffffffffff 0", "a length past the end" },
	{ "(uint256[])", "20 >0800000000000000 0", "a length past the end" },
	{ "(uint256[])", "20 2 0", "a length past the end" },
	{ "(uint256[2][])", "20 1 0", "a length past the end" },
	{ "(string[2])", "20 20", "the data end too early" },
	{ "(string[2])", "20 20 20 0", "an offset back" },
	/* Itself: the list's first member is the list. */
	{ "(uint256[][])", "20 1 0", "an offset back" },
	{ "(uint256[][])", "20 1 20 1", "a length past the end" },
	/* Two that are one. */
	{ "(bytes,bytes)", "40 40 20 1", "overlap" },
	{ "(uint256[][])", "20 3 60 60 60 2 1 1", "overlap" },
};

static void check_hostile(void)
{
	for (size_t i = 0; i < COUNT(hostile); i++) {
		struct abi_item it = parsed(hostile[i].type);
		struct abi_bytes b = words(hostile[i].data);
		struct abi_value v;
		const char *why = "taken";

		if (abi_decode(&v, &arena, &it.inputs, b.p, b.len, &why) ||
		    !strstr(why, hostile[i].why)) {
			fprintf(stderr, "%s %s: %s\n", hostile[i].type,
				hostile[i].data, why);
			CHECK(false);
		}
	}
}

/* A short message that means an endless tree: every list's members are the next
 * level's one list. */
static void check_bomb(void)
{
	enum { LEVELS = 10, WIDTH = 100 };
	struct abi_item it = parsed("(uint256[][][][][][][][][][])");
	size_t frame = (WIDTH + 1) * ABI_WORD, at = ABI_WORD;
	struct abi_bytes b = { .len = ABI_WORD + LEVELS * frame };
	struct abi_value v;
	const char *why = "";
	size_t before;

	b.p = arena_alloc(&arena, b.len);
	u256_put_be(b.p, u256_of_u64(ABI_WORD));
	for (int i = 0; i < LEVELS; i++, at += frame) {
		u256_put_be(b.p + at, u256_of_u64(WIDTH));
		for (size_t k = 1; k <= WIDTH; k++)
			u256_put_be(b.p + at + k * ABI_WORD,
				    u256_of_u64(WIDTH * ABI_WORD));
	}
	before = arena.used;
	CHECK(!abi_decode(&v, &arena, &it.inputs, b.p, b.len, &why));
	CHECK(strstr(why, "overlap"));
	CHECK(arena.used - before < 4 * b.len);
}

/* What Solidity takes and we do: data behind, padding that is not zero or missing,
 * parts in another order. */
static void check_lenient(void)
{
	static const struct {
		const char *type, *data, *text;
	} taken[] = {
		{ "(bool)", "1 ff", "true" },
		{ "(bytes)", "20 1 >aabb", "0xaa" },
		{ "(bytes)", "40 99 1 >aa", "0xaa" },
		{ "(uint8[][2])", "20 80 40 1 5 1 6", "[[6],[5]]" },
	};

	for (size_t i = 0; i < COUNT(taken); i++) {
		struct abi_item it = parsed(taken[i].type);
		struct abi_bytes b = words(taken[i].data);
		struct abi_value v;
		const char *why = "";

		if (!abi_decode(&v, &arena, &it.inputs, b.p, b.len, &why)) {
			fprintf(stderr, "%s: %s\n", taken[i].data, why);
			CHECK(false);
		}
		CHECK(strcmp(abi_text(&arena, v.items), taken[i].text) == 0);
	}
}

/* The examples of the specification. */
static void check_known(void)
{
	struct abi_item f = parsed("sam(bytes,bool,uint[])");
	const char *sam[] = { "0x64617665", "true", "[1,2,3]" };
	const char *four[] = { "291", "[1110,1929]", "0x31323334353637383930",
			       "0x48656c6c6f2c20776f726c6421" };
	const char *packed[] = { "-1", "0x42", "3", "Hello, world!" };
	const char *why = "";
	struct abi_bytes out;
	struct abi_value v;

	CHECK(abi_call_text(&out, &arena, &f, sam, 3, &why));
	CHECK(strcmp(hexed(out) + 8,
		     hexed(words("60 1 a0 4 >64617665 3 1 2 3"))) == 0);
	CHECK(memcmp(out.p, "\xa5\x64\x3b\xf2", 4) == 0);
	CHECK(abi_call_decode(&v, &arena, &f, out.p, out.len, &why));
	CHECK(strcmp(abi_text(&arena, &v), "(0x64617665,true,[1,2,3])") == 0);
	out.p[3] ^= 1;
	CHECK(!abi_call_decode(&v, &arena, &f, out.p, out.len, &why));
	CHECK(strstr(why, "not the selector of sam(bytes,bool,uint256[])"));
	CHECK(!abi_call_decode(&v, &arena, &f, out.p, 3, &why));

	f = parsed("f(uint,uint32[],bytes10,bytes)");
	CHECK(abi_call_text(&out, &arena, &f, four, 4, &why));
	CHECK(strcmp(hexed(out) + 8,
		     hexed(words("123 80 >31323334353637383930 e0 2 456 789 d "
				 ">48656c6c6f2c20776f726c6421"))) == 0);
	CHECK(!abi_call_text(&out, &arena, &f, four, 3, &why));
	CHECK(strcmp(why, "3 arguments, 4 expected") == 0);

	f = parsed("(int16,bytes1,uint16,string)");
	CHECK(abi_args_read(&v, &arena, &f.inputs, packed, 4, &why));
	CHECK(abi_encode_packed(&out, &arena, &v, &why));
	CHECK(strcmp(hexed(out), "ffff42000348656c6c6f2c20776f726c6421") == 0);
	f = parsed("(uint8[] a,bool[2],address)");
	CHECK(abi_args_read(&v, &arena, &f.inputs,
			    (const char *[]){ "[1,2]", "[true,false]", A }, 3,
			    &why));
	CHECK(abi_encode_packed(&out, &arena, &v, &why));
	CHECK(strstr(hexed(out), hexed(words("1 2 1 0"))) == hexed(out) ||
	      memcmp(out.p, words("1 2 1 0").p, 128) == 0);
	CHECK(out.len == 148);
	f = parsed("(string[] a)");
	v = value(&f, "[]");
	CHECK(!abi_encode_packed(&out, &arena, &v, &why));
	CHECK(strcmp(why, "argument 1 'a': string[] has no packed form") == 0);
	f = parsed("((uint8) a)");
	v = value(&f, "(1)");
	CHECK(!abi_encode_packed(&out, &arena, &v, &why));
}

static void check_by_name(void)
{
	struct abi_item f =
		parsed("f((address to,int8 n) p,bytes[] path,bool)");
	const char *args[] = { "(" A ",-5)", "[0x01,0x02]", "true" };
	struct abi_value v;
	struct u256 five;
	const char *why = "";
	struct evm_address a;

	CHECK(abi_args_read(&v, &arena, &f.inputs, args, 3, &why));
	CHECK(abi_arg(&v, "p.to") && abi_arg(&v, "arg2"));
	a = abi_address(abi_arg(&v, "p.to"));
	CHECK(a.b[0] == 0x5a && a.b[19] == 0xed);
	CHECK(abi_int(&five, abi_arg(&v, "p.n")));
	CHECK(u256_cmp(five, u256_of_u64(5)) == 0);
	CHECK(abi_bool(abi_arg(&v, "arg2")));
	CHECK(abi_arg(&v, "path.1")->bytes[0] == 2);
	CHECK(!abi_arg(&v, "path.2") && !abi_arg(&v, "path.") &&
	      !abi_arg(&v, "path.-1") && !abi_arg(&v, "p.x") &&
	      !abi_arg(&v, "p.to.x") && !abi_arg(&v, "") &&
	      !abi_arg(&v, "path.18446744073709551617"));
}

static void check_log(void)
{
	struct abi_item e = parsed("event E(address indexed a, string indexed "
				   "s, bool b, int8 n)");
	struct abi_bytes t = words("0 5aaeb6053f3e94c9b9a09f33669435e7ef1beaed "
				   ">abcd");
	struct abi_bytes d = words("1 0");
	uint8_t topics[3][32];
	struct abi_log log = { (const uint8_t(*)[32])topics, 3, d.p, d.len };
	const uint8_t *at[4];
	const char *why = "";
	struct abi_value v;
	char buf[ABI_WORD_TEXT_SZ];

	memcpy(topics, t.p, t.len);
	memcpy(topics[0], e.hash, 32);
	CHECK(abi_log_decode(&v, &arena, &e, &log, &why));
	CHECK(strcmp(abi_text(&arena, abi_arg(&v, "a")), A) == 0);
	CHECK(strncmp(abi_text(&arena, abi_arg(&v, "s")), "0xabcd00", 8) == 0);
	CHECK(abi_bool(abi_arg(&v, "b")));
	CHECK(e.flat && !abi_log_words(at, &e, &log));
	for (size_t i = 0; i < 4; i++) {
		size_t n = abi_word_text(buf, abi_log_type(&e, i), at[i]);

		CHECK(n == strlen(buf));
		CHECK(strcmp(buf, abi_text(&arena, &v.items[i])) == 0);
	}

	log.len = 63;
	CHECK(abi_log_words(at, &e, &log));
	CHECK(!abi_log_decode(&v, &arena, &e, &log, &why));
	log.len = 64;
	log.n_topics = 2;
	CHECK(abi_log_words(at, &e, &log));
	log.n_topics = 0;
	CHECK(abi_log_words(at, &e, &log));
	CHECK(!abi_log_decode(&v, &arena, &e, &log, &why));
	log.n_topics = 3;
	topics[0][31] ^= 1;
	CHECK(strcmp(abi_log_words(at, &e, &log), "another event") == 0);
	topics[0][31] ^= 1;
	topics[1][0] = 1;
	CHECK(abi_log_words(at, &e, &log));
	CHECK(!abi_log_decode(&v, &arena, &e, &log, &why));
	CHECK(strcmp(why, "argument 1 'a': an address of more than 20 bytes") ==
	      0);
	e = parsed("event E(bytes b)");
	log = (struct abi_log){ (const uint8_t(*)[32])e.hash, 1, d.p, 0 };
	CHECK(!e.flat && abi_log_words(at, &e, &log));
	d = words("20 1 >aa");
	log.data = d.p;
	log.len = d.len;
	CHECK(abi_log_decode(&v, &arena, &e, &log, &why));
	CHECK(strcmp(abi_text(&arena, &v), "(0xaa)") == 0);
}

/* A random type as text, and a random value of it as text.  bits of many sizes, and
 * the edges of each. */
static uint64_t seed = 4;

static const char *random_type(int depth)
{
	int64_t pick = check_pick(&seed, 0, depth ? 10 : 7);

	switch (pick) {
	case 0:
		return arena_printf(&arena, "uint%d",
				    8 * (int)check_pick(&seed, 1, 32));
	case 1:
		return arena_printf(&arena, "int%d",
				    8 * (int)check_pick(&seed, 1, 32));
	case 2:
		return arena_printf(&arena, "bytes%d",
				    (int)check_pick(&seed, 1, 32));
	case 3:
		return "bool";
	case 4:
		return "address";
	case 5:
		return "bytes";
	case 6:
		return "string";
	case 7:
		return "function";
	case 8:
		return arena_printf(&arena, "%s[]", random_type(depth - 1));
	case 9:
		return arena_printf(&arena, "%s[%d]", random_type(depth - 1),
				    (int)check_pick(&seed, 1, 3));
	}
	return arena_printf(&arena, "(%s,%s)", random_type(depth - 1),
			    random_type(depth - 1));
}

static void random_value(struct abi_value *v, const struct abi_type *t)
{
	uint8_t *p;

	v->type = t;
	if (abi_is_word(t)) {
		/* Any word cut to its type: fits by shifting its sign in. */
		do {
			size_t keep = (size_t)check_pick(&seed, 0, 32);
			bool ones = check_rand(&seed) & 1;

			memset(v->word, ones ? 0xff : 0, ABI_WORD);
			for (size_t i = 0; i < keep; i++)
				v->word[check_rand(&seed) & 1 ? i : 31 - i] =
					(uint8_t)check_rand(&seed);
			if (t->kind == ABI_BOOL || check_rand(&seed) % 4 == 0) {
				memset(v->word, 0, ABI_WORD);
				v->word[31] = t->kind <= ABI_BOOL;
			} else if (t->kind == ABI_UINT ||
				   t->kind == ABI_ADDRESS) {
				memset(v->word, 0,
				       t->kind == ABI_UINT ? 32 - t->size / 8
							   : 12);
			} else if (t->kind == ABI_FIXED_BYTES ||
				   t->kind == ABI_CALLBACK) {
				size_t n = t->size ? t->size : 24;

				memset(v->word + n, 0, 32 - n);
			} else if (t->kind == ABI_INT) {
				size_t at = 32 - t->size / 8;

				memset(v->word, v->word[at] & 0x80 ? 0xff : 0,
				       at);
			}
		} while (abi_word_fits(t, v->word));
		return;
	}
	if (t->kind == ABI_BYTES || t->kind == ABI_STRING) {
		v->len = (size_t)check_pick(&seed, 0, 70);
		v->bytes = p = arena_alloc(&arena, v->len);
		for (size_t i = 0; i < v->len; i++)
			p[i] = (uint8_t)check_pick(
				&seed, 0, t->kind == ABI_BYTES ? 255 : 127);
		return;
	}
	v->n = t->kind == ABI_LIST ? (size_t)check_pick(&seed, 0, 3) : t->n;
	v->items = arena_alloc(&arena, v->n * sizeof(*v->items));
	for (size_t i = 0; i < v->n; i++)
		random_value(&v->items[i], t->kind == ABI_TUPLE
						   ? &t->param[i].type
						   : t->item);
}

/* Every value of every type goes through bytes and through text, and the bytes with
 * any one changed are refused or read as something that can be written again. */
static void check_trips(void)
{
	for (int64_t i = check_times(3000); i > 0; i--) {
		struct abi_item it = parsed(
			arena_printf(&arena, "((%s) v)", random_type(4)));
		const char *text, *why = "";
		struct abi_value v, back;
		struct abi_bytes b;

		random_value(&v, &it.inputs);
		text = abi_text(&arena, v.items);
		CHECK(strcmp(through(&it, &v), text) == 0);
		b = abi_encode(&arena, &v);
		CHECK(b.len % ABI_WORD == 0);
		back = value(&it, text);
		CHECK(strcmp(hexed(abi_encode(&arena, &back)), hexed(b)) == 0);
		CHECK(!abi_decode(
			&back, &arena, &it.inputs, b.p,
			(size_t)check_pick(&seed, 0, (int64_t)b.len - 32),
			&why));
		b.p[check_pick(&seed, 0, (int64_t)b.len - 1)] ^=
			(uint8_t)check_pick(&seed, 1, 255);
		if (abi_decode(&back, &arena, &it.inputs, b.p, b.len, &why))
			CHECK(abi_text(&arena, back.items));
		arena_reset(&arena);
	}
}

int main(void)
{
	check_hostile();
	check_bomb();
	check_lenient();
	check_text();
	check_known();
	check_by_name();
	check_log();
	check_trips();
	arena_free(&arena);
	puts("pass");
	return 0;
}
