/* fuzz_event - any line as a log under the shipped watches: what comes out is a record
 * that reads back; and as a message on a node's socket. */
#include "fuzz.h"

#include "data/json.h"
#include "venue/evm_event.h"
#include "venue/evm_socket.h"

#include <string.h>

static const char text[] =
	"any event Transfer(address indexed from, address indexed to, uint256 "
	"value)\n"
	"any event Swap(address indexed sender, address indexed recipient, "
	"int256 amount0, int256 amount1, uint160 sqrtPriceX96, uint128 "
	"liquidity, int24 tick)\n"
	"any event MarketIdSet(string indexed a, string b, (uint8 x, bytes[] "
	"y)[2] c)\n";

static void check_record(const struct rec_event *event, struct arena *a)
{
	struct json json = { 0 };
	struct rec_event back;
	struct out o;
	char *line;

	out_open(&o, -1);
	rec_write(&o, &rec_event_type, event);
	line = arena_strndup(a, o.buf, o.len - 1);
	FUZZ_CHECK(!json_scan(&json, line, o.len - 1));
	FUZZ_CHECK(!rec_decode(&rec_event_type, &back, &json, a));
	FUZZ_CHECK(back.args.n == event->args.n && back.turn == event->turn);
	o.len = 0;
	out_close(&o);
	json_free(&json);
}

static void as_log(const uint8_t *data, size_t len)
{
	struct arena a = { 0 };
	struct watch w = { .n = 0 };
	struct watch_no no;
	struct evm_events events;
	struct json json = { 0 };
	struct rec_event event;
	struct evm_log log;
	char *line = arena_strndup(&a, (const char *)data, len);

	FUZZ_CHECK(watch_add(&w, &a, text, strlen(text), NULL, NULL, &no));
	evm_events_open(&events, &w, 1);
	if (!json_scan(&json, line, len) &&
	    !evm_log_in(&log, &json, json.tok) &&
	    evm_event_of(&event, &a, &events, &log, 3) == EVM_EVENT) {
		struct reorg_log known = evm_event_log(&event);
		struct rec_removed r;

		evm_removed_of(&r, &a, 1, &known);
		FUZZ_CHECK(!strcmp(r.cause, event.cause));
		if (event.ts_ms == REC_NONE_INT)
			event.ts_ms = 1;
		check_record(&event, &a);
	}
	evm_events_close(&events);
	json_free(&json);
	arena_free(&a);
}

static void as_message(const uint8_t *data, size_t len)
{
	struct arena a = { 0 };
	struct json json = { 0 };
	int64_t id = -1;
	char *line = arena_strndup(&a, (const char *)data, len);
	enum evm_word e = evm_word_of(&json, &id, line, len);

	FUZZ_CHECK(e == EVM_WORD_OTHER || e == EVM_WORD_NEWS || id != -1 ||
		   strstr((const char *)line, "id"));
	json_free(&json);
	arena_free(&a);
}

void fuzz_one(const uint8_t *data, size_t len)
{
	if (memchr(data, '\0', len))
		return; /* a line has none: what reads them sees to it */
	as_log(data, len);
	as_message(data, len);
}
