/* policy_file.h - MM_HOME/policy.json on disk. */
#ifndef MM_SIGN_POLICY_FILE_H
#define MM_SIGN_POLICY_FILE_H

#include "data/policy_conf.h"

#include <stdbool.h>

/* policy_file_path: owner: policy_file.c. */
const char *policy_file_path(void);

/* policy_file_load reads the file into an arena of its own; one it cannot trust
 * (others can write to it) or not use is one line and an exit: MM_USAGE, or
 * MM_REFUSED for the first. */
const struct policy *policy_file_load(void);

/* policy_file_fresh: the policy, read again if the file is another than at the last
 * load.  *changed: it was. */
const struct policy *policy_file_fresh(bool *changed);

/* policy_file_write replaces the file, or makes a new one (fresh: which must not
 * exist yet), readable and writable for its owner only.  Dies where it cannot. */
void policy_file_write(const struct policy *p, bool fresh);

#endif
