/* test_watch - the shipped watch files against topics that another program hashed;
 * which log is which event. */
#include "check.h"

#include "base/hex.h"
#include "chain/watch.h"

#include <string.h>

#define TOPICS  "tests/vectors/logs/topics.txt"
#define FILE_SZ 65536

static char *read_file(const char *name, size_t *len)
{
	static char text[FILE_SZ];
	FILE *f = fopen(name, "r");

	CHECK(f);
	*len = fread(text, 1, sizeof(text), f);
	CHECK(*len < sizeof(text));
	fclose(f);
	return text;
}

/* The events of the file from number *n on are those of the next lines. */
static void check_topic(const struct watch *w, size_t n, const char *topic,
			const char *signature)
{
	char text[HEX_SZ(KECCAK256_LEN)];

	CHECK(n < w->n);
	hex_format(text, w->v[n].item.hash, KECCAK256_LEN);
	CHECK(!strcmp(text, topic + 2));
	CHECK(!strcmp(w->v[n].item.signature, signature));
}

static void test_shipped(void)
{
	char line[1024], last[64] = "", path[100];
	FILE *f = fopen(TOPICS, "r");
	struct watch w = { .n = 0 };
	struct arena a = { 0 };
	struct watch_no no;
	size_t n = 0, files = 0;

	CHECK(f);
	while (fgets(line, sizeof(line), f)) {
		char *topic = strchr(line, ' '), *signature;

		line[strcspn(line, "\n")] = '\0';
		CHECK(topic);
		*topic++ = '\0';
		signature = strchr(topic, ' ');
		CHECK(signature);
		*signature++ = '\0';
		if (strcmp(last, line) != 0) {
			size_t len;
			char *text;

			CHECK(n == w.n);
			snprintf(last, sizeof(last), "%.60s", line);
			snprintf(path, sizeof(path), "share/watch/%.60s", line);
			text = read_file(path, &len);
			w = (struct watch){ .n = 0 };
			n = 0;
			files++;
			CHECK(watch_add(&w, &a, text, len, NULL, NULL, &no));
		}
		check_topic(&w, n++, topic, signature);
	}
	CHECK(n == w.n && files == 7);
	fclose(f);
	arena_free(&a);
}

static struct watch watch_of(struct arena *a, const char *text)
{
	struct watch w = { .n = 0 };
	struct watch_no no;

	CHECK(watch_add(&w, a, text, strlen(text), NULL, NULL, &no));
	return w;
}

/* Two events of one topic are told apart by how many arguments are indexed. */
static void test_same_topic(void)
{
	struct arena a = { 0 };
	struct watch w = watch_of(
		&a, "any event Transfer(address indexed from, address indexed "
		    "to, uint256 indexed id)\n"
		    "any event Transfer(address indexed from, address indexed "
		    "to, uint256 value)\n");
	uint8_t topics[ABI_TOPICS_MAX][ABI_WORD] = { { 0 } };
	struct abi_log log = { .topics = (const uint8_t(*)[ABI_WORD])topics,
			       .n_topics = 3 };
	struct evm_address at = { { 1 } };
	size_t i = 0;

	memcpy(topics[0], w.v[0].item.hash, ABI_WORD);
	CHECK(watch_find(&w, &i, &at, &log) == &w.v[1]);
	CHECK(!watch_find(&w, &i, &at, &log));
	i = 0;
	log.n_topics = 4;
	CHECK(watch_find(&w, &i, &at, &log) == &w.v[0]);
	i = 0;
	log.n_topics = 0;
	CHECK(!watch_find(&w, &i, &at, &log));
	arena_free(&a);
}

static void test_id(void)
{
	static const char one[] = "any event A(uint256 indexed a)";
	static const char both[] = "any event B()\nany event A(uint256 a)\n";
	static const char turned[] =
		"any event A(uint256 a)\nany event B() # x";
	static const char filtered[] =
		"any event A(uint256 indexed a) where a=1|2";
	char x[WATCH_ID_SZ], y[WATCH_ID_SZ];
	struct arena a = { 0 };
	struct evm_address at = { { 1 } };
	struct watch w = watch_of(&a, both), v = watch_of(&a, turned);

	CHECK(!strcmp(watch_id(x, &w), watch_id(y, &v)));
	w = watch_of(&a, one);
	v = watch_of(&a, filtered);
	CHECK(strcmp(watch_id(x, &w), watch_id(y, &v)) != 0);
	v = watch_of(&a, one);
	CHECK(watch_place(&v, &a, &at, 1));
	CHECK(strcmp(watch_id(x, &w), watch_id(y, &v)) != 0);
	arena_free(&a);
}

static void test_limits(void)
{
	struct arena a = { 0 };
	struct watch w = { .n = 0 };
	struct watch_no no = { 0 };
	char text[WATCH_EVENTS_MAX * 16 + 32];
	size_t n = 0;
	struct evm_address at[2] = { { { 1 } }, { { 2 } } };

	for (int i = 0; i < WATCH_EVENTS_MAX; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
				      "any event A()\n");
	CHECK(watch_add(&w, &a, text, n, NULL, NULL, &no));
	CHECK(!watch_place(&w, &a, at, 2));
	CHECK(!watch_add(&w, &a, "any event A()", 13, NULL, NULL, &no));
	CHECK(no.line == 1 && no.why);
	w = (struct watch){ .n = 0 };
	CHECK(!watch_add(&w, &a, "\nany\0x", 6, NULL, NULL, &no));
	CHECK(no.line == 2);
	arena_free(&a);
}

int main(void)
{
	test_shipped();
	test_same_topic();
	test_id();
	test_limits();
	printf("test_watch: pass\n");
	return 0;
}
