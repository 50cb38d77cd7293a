/* test_trade_scale - ticks and lots that become finer. */
#include "check.h"
#include "math/trade_scale.h"

#include <string.h>

static struct dec parsed(const char *s)
{
	struct dec d;

	CHECK(!dec_parse(&d, s, strlen(s)));
	return d;
}

static void test_refine(void)
{
	struct trade_scale s = { 1, 0 };
	struct trade_finer by;
	int64_t ticks, lots;

	CHECK(trade_scale_holds(&s, parsed("1.5"), parsed("7")));
	CHECK(!trade_scale_holds(&s, parsed("1.05"), parsed("7")));
	CHECK(!trade_scale_holds(&s, parsed("1"), parsed("0.7")));
	CHECK(!trade_scale_refine(&s, &by, parsed("1.005"), parsed("7")));
	CHECK(by.price == 100 && by.size == 1 && s.price == 3 && s.size == 0);
	CHECK(!trade_scale_refine(&s, &by, parsed("1"), parsed("0.07")));
	CHECK(by.price == 1 && by.size == 100 && s.price == 3 && s.size == 2);
	CHECK(!trade_scale_units(&s, &ticks, &lots, parsed("1.5"),
				 parsed("7")));
	CHECK(ticks == 1500 && lots == 700);
}

static void test_overflow(void)
{
	struct trade_scale s = { 0, 0 };
	struct trade_finer by;
	int64_t ticks, lots;

	CHECK(trade_scale_refine(&s, &by, parsed("0.0000000000000000001"),
				 parsed("1")) == ST_OVERFLOW);
	CHECK(s.price == 0 && s.size == 0);
	CHECK(!trade_scale_refine(&s, &by, parsed("0.000000000000000001"),
				  parsed("1")));
	CHECK(by.price == UINT64_C(1000000000000000000));
	CHECK(!trade_scale_units(&s, &ticks, &lots, parsed("9"), parsed("1")));
	CHECK(trade_scale_units(&s, &ticks, &lots, parsed("10"), parsed("1")) ==
	      ST_OVERFLOW);
}

int main(void)
{
	test_refine();
	test_overflow();
	printf("test_trade_scale: pass\n");
	return 0;
}
