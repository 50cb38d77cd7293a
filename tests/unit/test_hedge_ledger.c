/* The ledger of the hedge: whose a position is, fills that count once, a latch, and a
 * file that cannot be written. */
#include "check.h"
#include "io/hedge_ledger.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SEAT "binance:hedge:SOLUSDT"

static char path[64];

static struct dec num(const char *s)
{
	struct dec d;

	CHECK(!dec_parse(&d, s, strlen(s)));
	return d;
}

static bool is(struct dec d, const char *s)
{
	return !dec_cmp(d, num(s));
}

static void no_file(void)
{
	char file[80];

	unlink(path);
	snprintf(file, sizeof(file), "%s-journal", path);
	unlink(file);
}

static struct hedge_ledger *opened(void)
{
	struct hedge_ledger *l;

	CHECK(!hedge_ledger_open(&l, path, 0));
	return l;
}

static void counted(struct hedge_ledger *l, const char *attempt,
		    const char *executed, const char *notional, bool reduce,
		    int64_t ts_ms)
{
	struct hedge_trade t = { attempt, SEAT,  num(executed), num(notional),
				 reduce,  ts_ms, false };

	CHECK(!hedge_ledger_count(l, &t, NULL, 0));
}

/* When it was is not known yet; the seat last traded at. */
static int64_t guessed(struct hedge_ledger *l, const char *attempt,
		       const char *executed, int64_t ts_ms)
{
	struct hedge_trade t = { attempt, SEAT,  num(executed), num("25"),
				 true,    ts_ms, true };
	struct ledger_seat s;

	CHECK(!hedge_ledger_count(l, &t, NULL, 0));
	CHECK(!hedge_ledger_seat(l, &s, SEAT));
	return s.traded_ms;
}

static bool stands_at(struct hedge_ledger *l, const char *size)
{
	struct ledger_seat s;
	struct dec d;

	CHECK(!hedge_ledger_seat(l, &s, SEAT));
	CHECK(!ledger_seat_size(&d, &s));
	return is(d, size);
}

static void seats(void)
{
	struct hedge_ledger *l = opened();
	struct ledger_seat s;

	CHECK(!hedge_ledger_seat(l, &s, SEAT) && !s.known);
	CHECK(stands_at(l, "0"));
	counted(l, "a", "-1.5", "150", false, 10);
	/* The same again, an older view of it, and then all of it. */
	counted(l, "a", "-1.5", "150", false, 10);
	counted(l, "a", "-0.5", "50", false, 5);
	CHECK(stands_at(l, "-1.5"));
	counted(l, "a", "-2", "200", false, 20);
	CHECK(stands_at(l, "-2"));
	counted(l, "b", "0.25", "25", true, 30);
	CHECK(stands_at(l, "-1.75"));
	/* A guess of when moves nothing that is known; what fills say moves it. */
	CHECK(guessed(l, "b", "0.25", 99) == 30);
	CHECK(guessed(l, "b", "0.25", 15) == 30);
	CHECK(guessed(l, "guess", "0.1", 90) == 90);
	counted(l, "guess", "0.1", "10", true, 35);
	CHECK(guessed(l, "guess", "0.25", 33) == 35);
	CHECK(guessed(l, "guess", "0.25", 34) == 35);
	counted(l, "guess", "0.25", "25", true, 40);
	CHECK(!hedge_ledger_base(l, SEAT, num("7"), num("-0.5")));
	CHECK(stands_at(l, "5"));
	hedge_ledger_close(l);
	l = opened();
	CHECK(stands_at(l, "5"));
	CHECK(!hedge_ledger_seat(l, &s, SEAT) && s.known);
	CHECK(is(s.left, "7") && is(s.taken, "-0.5") &&
	      is(s.executed, "-1.5") && s.traded_ms == 40);
	hedge_ledger_close(l);
}

static void turnover(void)
{
	struct hedge_ledger *l = opened();
	struct dec d;

	CHECK(!hedge_ledger_turnover(l, &d, 0) && is(d, "200"));
	CHECK(!hedge_ledger_turnover(l, &d, 20) && is(d, "200"));
	CHECK(!hedge_ledger_turnover(l, &d, 21) && is(d, "0"));
	hedge_ledger_close(l);
}

static char told[256];

static void tell(void *ctx, int64_t number, const char *line)
{
	*(int64_t *)ctx = number;
	strcat(strcat(told, line), " ");
}

static void fills(void)
{
	static const struct hedge_fill v[] = { { "f1", "one" },
					       { "f2", "two" } };
	static const struct hedge_fill again[] = { { "f2", "other" },
						   { "f3", "three" } };
	struct hedge_ledger *l = opened();
	int64_t last;
	bool yes;
	struct hedge_trade t = { "c",   SEAT, num("1"), num("100"),
				 false, 40,   false };

	CHECK(!hedge_ledger_count(l, &t, v, COUNT(v)));
	CHECK(!hedge_ledger_untold(l, 0, tell, &last));
	CHECK(!strcmp(told, "one two "));
	CHECK(!hedge_ledger_count(l, &t, again, COUNT(again)));
	*told = '\0';
	CHECK(!hedge_ledger_untold(l, last, tell, &last));
	CHECK(!strcmp(told, "three "));
	/* Until one of them is kept they are told again. */
	CHECK(!hedge_ledger_told(l, "another's"));
	*told = '\0';
	CHECK(!hedge_ledger_untold(l, 0, tell, &last));
	CHECK(!strcmp(told, "one two three "));
	CHECK(!hedge_ledger_told(l, "f2"));
	*told = '\0';
	CHECK(!hedge_ledger_untold(l, 0, tell, &last));
	CHECK(!strcmp(told, "three "));
	CHECK(!hedge_ledger_has(l, &yes, "f1") && yes);
	CHECK(!hedge_ledger_has(l, &yes, "f4") && !yes);
	CHECK(stands_at(l, "6"));
	hedge_ledger_close(l);
}

static struct hedge_drawdown read_equity(struct hedge_ledger *l, const char *eq)
{
	struct hedge_drawdown v;

	CHECK(!hedge_ledger_equity(l, &v, "binance:hedge", num(eq),
				   num("0.15")));
	return v;
}

static void drawdown(void)
{
	struct hedge_ledger *l = opened();
	struct hedge_drawdown v;
	int64_t n;

	CHECK(!read_equity(l, "1000").latched);
	CHECK(!read_equity(l, "1200").latched);
	v = read_equity(l, "1020");
	CHECK(!v.latched && is(v.peak, "1200"));
	v = read_equity(l, "1019.99");
	CHECK(v.latched && v.fell);
	/* It stays, whatever comes, and over restarts. */
	hedge_ledger_close(l);
	l = opened();
	v = read_equity(l, "5000");
	CHECK(v.latched && !v.fell);
	CHECK(!hedge_ledger_clear(l, &n) && n == 1);
	v = read_equity(l, "900");
	CHECK(!v.latched && is(v.peak, "900"));
	CHECK(!hedge_ledger_clear(l, &n) && n == 0);
	CHECK(is(read_equity(l, "899").peak, "900"));
	hedge_ledger_close(l);
}

static void write_file(const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	CHECK(fd >= 0);
	CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
}

static void bad_files(void)
{
	struct hedge_ledger *l, *other;
	struct hedge_trade t = {
		"d", SEAT, num("1"), num("1"), false, 1, false
	};
	struct ledger_seat s;
	char big[] = "99999999999999999999999999999999999999";

	/* A sum that does not fit: nothing was written. */
	l = opened();
	other = opened();
	t.executed = num(big);
	CHECK(hedge_ledger_count(other, &t, NULL, 0) == DB_RANGE);
	CHECK(stands_at(l, "6"));
	CHECK(!hedge_ledger_seat(l, &s, SEAT));
	hedge_ledger_close(other);
	hedge_ledger_close(l);
	no_file();
	write_file(
		"this is no database, however long it may be, and no ledger");
	CHECK(hedge_ledger_open(&l, path, 0) == DB_CORRUPT);
	CHECK(strstr(hedge_ledger_message(l), path));
	hedge_ledger_close(l);
	no_file();
}

int main(void)
{
	snprintf(path, sizeof(path), "/tmp/test_hedge_ledger.%d",
		 (int)getpid());
	no_file();
	seats();
	turnover();
	fills();
	drawdown();
	bad_files();
	printf("test_hedge_ledger: pass\n");
	return 0;
}
