/* store_fixture.h - a store in a folder of its own, for the tests of store. */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include "check.h"
#include "io/store.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char dir[] = "/tmp/mm-test-store-XXXXXX";
static char path[sizeof(dir) + 16];

static void fixture_remove(void)
{
	static const char *const tails[] = { "", "-wal", "-shm" };
	char name[sizeof(path) + 8];

	for (size_t i = 0; i < COUNT(tails); i++) {
		snprintf(name, sizeof(name), "%s%s", path, tails[i]);
		CHECK(unlink(name) == 0 || errno == ENOENT);
	}
}

static void fixture_begin(void)
{
	CHECK(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/mm.db", dir);
}

static void fixture_end(void)
{
	fixture_remove();
	CHECK(rmdir(dir) == 0);
}

static struct store *open_same(void)
{
	struct store *s;

	CHECK(store_open(&s, path, STORE_WRITE, 0) == DB_OK);
	return s;
}

static struct store *open_new(void)
{
	fixture_remove();
	return open_same();
}

#endif
