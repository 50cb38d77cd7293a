/* test_intent - SHA-256 and the intent ids made with it.  The digests are
 * FIPS 180-4's examples and what sha256sum(1) says of the same bytes. */
#include "chain/hash.h"
#include "chain/intent.h"
#include "check.h"

#include <string.h>

static const struct {
	const char *text, *digest;
} hashes[] = {
	{ "", "e3b0c44298fc1c149afbf4c8996fb924"
	      "27ae41e4649b934ca495991b7852b855" },
	{ "abc", "ba7816bf8f01cfea414140de5dae2223"
		 "b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};

static void test_sha256(void)
{
	for (size_t i = 0; i < COUNT(hashes); i++) {
		const char *text = hashes[i].text;
		size_t len = strlen(text);

		/* However it is cut. */
		for (size_t cut = 0; cut <= len; cut++) {
			const struct hash_part parts[] = {
				{ text, cut },
				{ NULL, 0 },
				{ text + cut, len - cut },
			};
			unsigned char digest[SHA256_LEN];
			char hex[HEX_SZ(SHA256_LEN)];

			sha256(digest, parts, COUNT(parts));
			hex_format(hex, digest, sizeof(digest));
			CHECK(!strcmp(hex, hashes[i].digest));
		}
	}
}

static const struct {
	struct intent in;
	const char *id;
} intents[] = {
	/* printf '%s' "$netstrings" | sha256sum | cut -c1-32, of
	 * 1:7,5:place,8:SOL/USDT,2:w0,3:buy,5:23.45,3:1.5,
	 * 15:281479271677953,13:1642809600000, */
	{ { 7,
	    "place",
	    "SOL/USDT",
	    "w0",
	    "buy",
	    { 2345, 2 },
	    { 15, 1 },
	    UINT64_C(281479271677953),
	    INT64_C(1642809600000) },
	  "262294071a11f7bad7e04ac74da5a93f" },
	/* 1:7,6:cancel,8:SOL/USDT,2:w0,4:sell,0:,0:,
	 * 16:1970466316713985,13:1642809600000, */
	{ { 7,
	    "cancel",
	    "SOL/USDT",
	    "w0",
	    "sell",
	    { 0, -1 },
	    { 0, -1 },
	    UINT64_C(1970466316713985),
	    INT64_C(1642809600000) },
	  "a52ccc207e9fac580fd4cdec6d6cf01d" },
	/* 5:65535,6:settle,0:,0:,0:,0:,0:,0:,1:0, */
	{ { 65535, "settle", NULL, NULL, NULL, { 0, -1 }, { 0, -1 }, 0, 0 },
	  "f527025862a4664dcffa9aaf12cbff7b" },
};

static void test_intent_ids(void)
{
	for (size_t i = 0; i < COUNT(intents); i++) {
		char id[INTENT_ID_SZ];

		intent_id(id, &intents[i].in);
		CHECK(!strcmp(id, intents[i].id));
	}
}

static void check_differs(const struct intent *in)
{
	char id[INTENT_ID_SZ];

	intent_id(id, in);
	CHECK(strcmp(id, intents[0].id) != 0);
}

/* Every field counts, and none runs into the next. */
static void test_each_field_counts(void)
{
	const struct intent base = intents[0].in;
	struct intent in;

	in = base, in.strategy = 8, check_differs(&in);
	in = base, in.action = "replace", check_differs(&in);
	in = base, in.subject = "SOL/USD", in.wallet = "Tw0";
	check_differs(&in);
	in = base, in.wallet = "w1", check_differs(&in);
	in = base, in.side = "sell", check_differs(&in);
	in = base, in.price.v++, check_differs(&in);
	in = base, in.size.v++, check_differs(&in);
	in = base, in.size = DEC_NONE, check_differs(&in);
	in = base, in.client_id++, check_differs(&in);
	in = base, in.since_ms++, check_differs(&in);
	in = base, in.since_ms = -base.since_ms, check_differs(&in);
}

/* The extremes fit. */
static void test_extremes(void)
{
	struct intent in = intents[0].in;
	char id[INTENT_ID_SZ];

	in.strategy = UINT16_MAX;
	in.client_id = UINT64_MAX;
	in.since_ms = INT64_MIN;
	CHECK(!dec_parse(&in.price, "-0.99999999999999999999999999999999999999",
			 41));
	intent_id(id, &in);
	CHECK(strlen(id) == 32);
}

int main(void)
{
	test_sha256();
	test_intent_ids();
	test_each_field_counts();
	test_extremes();
	printf("test_intent: pass\n");
	return 0;
}
