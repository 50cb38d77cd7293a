/* fuzz_openbook_log - a line of a transaction's log, and the fill it tells. */
#include "chain/openbook_log.h"
#include "chain/openbook_lots.h"
#include "fuzz.h"

#include <string.h>

static void check_log(const struct openbook_log *log)
{
	struct openbook_event e;
	struct openbook_fill f;
	uint64_t value;

	FUZZ_CHECK(log->kind == OPENBOOK_LOG_FILL ||
		   log->kind == OPENBOOK_LOG_BALANCE);
	if (log->kind != OPENBOOK_LOG_FILL)
		return;
	e = openbook_log_event(&log->fill);
	if (openbook_fill_of(&f, &e, 1, 1))
		return;
	FUZZ_CHECK(f.size && f.price &&
		   !openbook_value(&value, f.price, f.size, 1));
	FUZZ_CHECK(value == f.value && f.maker == log->fill.maker);
}

void fuzz_one(const uint8_t *data, size_t len)
{
	struct openbook_log log;
	char *line = malloc(len + 1);

	FUZZ_CHECK(line);
	memcpy(line, data, len);
	line[len] = '\0';
	if (!openbook_log_line(&log, line))
		check_log(&log);
	free(line);
	if (!openbook_log_decode(&log, data, len))
		check_log(&log);
}
