/* verbs.h - what mm-sign does beside signing. */
#ifndef MM_SIGN_VERBS_H
#define MM_SIGN_VERBS_H

#include "base/opt.h"

extern const struct opt pin_options[], pin_market_options[];

int pin_run(int n, char **operands);
int pin_market_run(int n, char **operands);
int check_run(int n, char **operands);
int init_run(int n, char **operands);

#endif
