/* sol_send.h - the ways to Solana.  Layer: cmd. */
#ifndef MM_SUBMIT_SOL_SEND_H
#define MM_SUBMIT_SOL_SEND_H

#include "way.h"

/* As a bundle, through Jito's block engines. */
void sol_open_jito(struct sender *s);
struct sent sol_send_jito(struct sender *s, struct arena *a,
			  const struct unit *u);
bool sol_jito_may_resend(struct sender *s, struct arena *a,
			 const struct unit *u);

#endif
