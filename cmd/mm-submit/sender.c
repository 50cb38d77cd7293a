#include "sender.h"

#include "base/conf.h"
#include "base/home.h"
#include "chain.h"
#include "io/homedir.h"
#include "way.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct chain *chain_of_venue(void)
{
	return conf_is("VENUE", chain_evm.name) ? &chain_evm : &chain_solana;
}

static void open_journal(struct sender *s)
{
	char *path = home_path("journal.db");
	enum db_err e;

	if (!home_make())
		mm_die(MM_FAIL, "%s: %s", home_dir(), strerror(errno));
	e = journal_open(&s->journal, path, DB_BUSY_MS);
	if (e)
		mm_die(db_exit(e), "%s", journal_message(s->journal));
	free(path);
}

void sender_open(struct sender *s, unsigned needs)
{
	s->chain = chain_of_venue();
	s->prefix = arena_printf(&s->conf_arena, "%s/", s->chain->name);
	s->chain->open(s, needs & SENDER_NODES);
	if (needs & SENDER_WAY && s->via->open)
		s->via->open(s);
	if (needs & SENDER_JOURNAL)
		open_journal(s);
}

void sender_close(struct sender *s)
{
	journal_close(s->journal);
	jito_close(s->jito);
	flashbots_close(s->flashbots);
	jsonrpc_close(s->private_rpc);
	jsonrpc_close(s->rpc);
	arena_free(&s->conf_arena);
}

int sender_quorum(const struct sender *s)
{
	return jsonrpc_endpoints(s->rpc) > 1 ? 2 : 1;
}

bool sender_says(struct frame *f, const struct sender *s, enum db_err e)
{
	if (e) {
		frame_refuse(f, "journal", "%s", journal_message(s->journal));
		frame_worsen(f, db_exit(e));
	}
	return !e;
}
