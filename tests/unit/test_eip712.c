/* Typed data that are none, and what makes no difference. */
#include "check.h"
#include "data/eip712_json.h"

#include <string.h>

static struct arena arena;

/* The digest of typed data in JSON, ' for "; NULL: why says what is wrong. */
static const uint8_t *digest(const char *text, const char **why)
{
	static struct eip712_hashes h;
	char *line = arena_strdup(&arena, text);
	struct json j = { 0 };
	struct eip712 d;

	for (char *p = line; *p; p++)
		if (*p == '\'')
			*p = '"';
	*why = json_scan(&j, line, strlen(line));
	if (!*why)
		*why = eip712_read(&d, &arena, &j, j.tok);
	if (!*why && eip712_hash(&h, &arena, &d, why))
		*why = NULL;
	json_free(&j);
	return *why ? NULL : h.digest;
}

#define DATA(types, message)                                                   \
	"{'types':{" types "},'domain':{'name':'x','chainId':1},"              \
	"'primaryType':'P','message':" message "}"
#define P(fields)     "'P':[" fields "]"
#define F(name, type) "{'name':'" name "','type':'" type "'}"

static const struct {
	const char *text, *why;
} bad[] = {
	{ "{}", "expected" },
	{ "{'types':{},'domain':{},'primaryType':'P','message':{}}",
	  "'P' is no struct" },
	{ "{'types':{" P("") "},'domain':{},'primaryType':'P','message':[]}",
	  "expected" },
	{ "{'types':{" P("") "},'domain':{},'primaryType':'P[]','message':{}}",
	  "'P[]' is no struct" },
	{ "{'types':{" P("") ",'EIP712Domain':[]},'domain':{},'primaryType':'"
			     "EIP712Domain','message':{}}",
	  "is no struct" },
	{ "{'types':{" P("") "},'domain':{'chain':1},'primaryType':'P',"
			     "'message':{}}",
	  "'EIP712Domain' with members" },
	{ "{'types':{" P("") "},'domain':{'chainId':'x'},'primaryType':'P',"
			     "'message':{}}",
	  "'chainId': 'x' is no uint256" },
	{ DATA("'P':1", "{}"), "a type is a list" },
	{ DATA("'P':[{'name':'a'}]", "{}"), "a type is a list" },
	{ DATA(P(F("a", "uint")), "{'a':1}"), "'uint' is no type" },
	{ DATA(P(F("a", "Q")), "{'a':1}"), "'Q' is no type" },
	{ DATA(P(F("a", "uint8)(")), "{'a':1}"), "is no type" },
	{ DATA(P(F("a", "uint8,uint8")), "{'a':1}"), "is no type" },
	{ DATA(P(F("a", "uint8[")), "{'a':[]}"), "brackets" },
	{ DATA(P(F("a", "uint8[]x")), "{'a':[]}"), "brackets" },
	{ DATA(P(F("a", "uint8[x]")), "{'a':[]}"), "brackets" },
	{ DATA(P(F("a", "bool") "," F("a", "bool")), "{'a':true}"),
	  "two members 'a'" },
	{ DATA(P("") ",'uint8':[]", "{}"), "cannot be a struct's name" },
	{ DATA(P("") ",'Q(':[]", "{}"), "cannot be a struct's name" },
	{ DATA(P(F("a", "bool")), "{}"), "'P' without its member 'a'" },
	{ DATA(P(F("a", "bool")), "{'b':true}"), "without its member 'a'" },
	{ DATA(P(F("a", "bool")), "{'a':true,'b':1}"), "'P' with members" },
	{ DATA(P(F("a", "bool")), "{'a':null}"), "null" },
	{ DATA(P(F("a", "bool")), "{'a':[true]}"), "'a': no bool" },
	{ DATA(P(F("a", "bool")), "{'a':1}"), "'a': '1' is no bool" },
	{ DATA(P(F("a", "uint8")), "{'a':256}"), "does not fit" },
	{ DATA(P(F("a", "uint8")), "{'a':'0x100'}"), "does not fit" },
	{ DATA(P(F("a", "uint8")), "{'a':1.0}"), "is no uint8" },
	{ DATA(P(F("a", "uint8[]")), "{'a':1}"), "'a': no uint8[]" },
	{ DATA(P(F("a", "uint8[]")), "{'a':{}}"), "'a': no uint8[]" },
	{ DATA(P(F("a", "uint8[2]")), "{'a':[1]}"), "'a': no uint8[2]" },
	{ DATA(P(F("a", "uint8[2][]")), "{'a':[[1,2],[1]]}"), "no uint8[2]" },
	{ DATA(P(F("a", "P")), "{'a':1}"), "a struct 'P' expected" },
	{ DATA(P(F("a", "P")), "{'a':[]}"), "a struct 'P' expected" },
	{ DATA(P(F("a", "address")),
	       "{'a':'0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266'}"),
	  "wrong checksum" },
};

static void check_bad(void)
{
	for (size_t i = 0; i < COUNT(bad); i++) {
		const char *why;

		if (digest(bad[i].text, &why) || !strstr(why, bad[i].why)) {
			fprintf(stderr, "%s: %s\n", bad[i].text,
				why ? why : "taken");
			CHECK(false);
		}
	}
}

/* Pairs with one digest: how a number is written, the order of members, types
 * nobody speaks of; and structs that speak of themselves. */
static void check_same(void)
{
	static const char *const pairs[][2] = {
		{ DATA(P(F("a", "int16")), "{'a':-2}"),
		  DATA(P(F("a", "int16")), "{'a':'-2'}") },
		{ DATA(P(F("a", "uint8") "," F("b", "bool")),
		       "{'a':16,'b':true}"),
		  DATA(P(F("a", "uint8") "," F("b", "bool")),
		       "{'b':true,'a':'0x10'}") },
		{ DATA(P(F("a", "P[]")), "{'a':[{'a':[]}]}"),
		  DATA(P(F("a", "P[]")) ",'Q':[]", "{'a':[{'a':[]}]}") },
		{ DATA(P(""), "{}"),
		  DATA(P("") ",'EIP712Domain':[" F("name", "string") "," F(
			       "chainId", "uint256") "]",
		       "{}") },
	};
	uint8_t first[KECCAK256_LEN];

	for (size_t i = 0; i < COUNT(pairs); i++) {
		const uint8_t *d;
		const char *why;

		d = digest(pairs[i][0], &why);
		CHECK(d);
		memcpy(first, d, sizeof(first));
		d = digest(pairs[i][1], &why);
		CHECK(d && memcmp(first, d, sizeof(first)) == 0);
	}
}

/* Values in each other deeper than is looked at; too many types. */
static void check_deep(void)
{
	struct eip712_field f = { "a", "P[]" };
	struct eip712_struct many[EIP712_STRUCTS_MAX + 1], p = { "P", &f, 1 };
	struct eip712_value v[2 * EIP712_DEPTH_MAX] = { 0 };
	struct eip712 d = { .structs = &p, .n = 1, .primary = "P" };
	struct eip712_hashes h;
	const char *why = "";

	for (size_t i = 0; i < COUNT(v); i++) {
		v[i].name = "a";
		v[i].array = i % 2;
		v[i].items = i + 1 < COUNT(v) ? &v[i + 1] : NULL;
		v[i].n = i + 1 < COUNT(v);
	}
	d.message = v[0];
	CHECK(!eip712_hash(&h, &arena, &d, &why));
	CHECK(strstr(why, "in each other"));
	for (size_t i = 0; i < COUNT(many); i++)
		many[i] =
			(struct eip712_struct){ arena_printf(&arena, "P%zu", i),
						NULL, 0 };
	d.structs = many;
	d.n = COUNT(many);
	CHECK(!eip712_hash(&h, &arena, &d, &why));
	CHECK(strcmp(why, "too many types") == 0);
}

int main(void)
{
	check_bad();
	check_same();
	check_deep();
	arena_free(&arena);
	puts("pass");
	return 0;
}
