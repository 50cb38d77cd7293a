/* fuzz_uniswap_log - a log is read only as what its first topic says, and all that is
 * read is in its range. */
#include "chain/uniswap_log.h"
#include "fuzz.h"

#include <string.h>

#define WORD       32
#define TOPICS_MAX 4
#define DATA_MAX   (8 * WORD)
#define TICK_TOP   (1 << 23)

static void hex(char *out, const uint8_t *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";

	*out++ = '0';
	*out++ = 'x';
	for (size_t i = 0; i < n; i++) {
		*out++ = digits[bytes[i] >> 4];
		*out++ = digits[bytes[i] & 15];
	}
	*out = 0;
}

/* The first byte chooses an event and, by its high bits, how many topics; then come
 * the words of the other topics and the data. */
void fuzz_one(const uint8_t *data, size_t len)
{
	char text[TOPICS_MAX][2 + 2 * WORD + 1], body[2 + 2 * DATA_MAX + 1];
	const char *topics[TOPICS_MAX];
	struct uniswap_log l = { .lower = 0, .upper = 0, .tick = 0 };
	size_t n, used = 1, rest;
	int event;

	if (!len)
		return;
	event = (data[0] & 31) % UNISWAP_EVENTS;
	n = 1 + (data[0] >> 5) % TOPICS_MAX;
	topics[0] = uniswap_topic((enum uniswap_event)event);
	for (size_t i = 1; i < n; i++, used += WORD) {
		if (len < used + WORD)
			return;
		hex(text[i], data + used, WORD);
		topics[i] = text[i];
	}
	rest = len - used < DATA_MAX ? len - used : DATA_MAX;
	hex(body, data + used, rest);
	if (!uniswap_log_read(&l, topics, n, body, rest))
		return;
	FUZZ_CHECK(!strcmp(uniswap_topic(l.event), topics[0]));
	FUZZ_CHECK(rest % WORD == 0);
	FUZZ_CHECK(l.lower > -TICK_TOP && l.lower < TICK_TOP);
	FUZZ_CHECK(l.upper > -TICK_TOP && l.upper < TICK_TOP);
	FUZZ_CHECK(l.tick > -TICK_TOP && l.tick < TICK_TOP);
}
