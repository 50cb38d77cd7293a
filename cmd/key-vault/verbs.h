/* verbs.h - what the verbs of key-vault share. */
#ifndef KEY_VAULT_VERBS_H
#define KEY_VAULT_VERBS_H

#include "base/opt.h"
#include "io/secret.h"
#include "io/vault_edit.h"

extern const struct opt new_options[], import_options[], export_options[],
	put_options[], rotate_options[], passwd_options[], unlock_options[];

int new_run(int n, char **operands);
int import_run(int n, char **operands);
int put_run(int n, char **operands);
int list_run(int n, char **operands);
int check_run(int n, char **operands);
int export_run(int n, char **operands);
int rotate_run(int n, char **operands);
int passwd_run(int n, char **operands);
int unlock_run(int n, char **operands);
int remove_run(int n, char **operands);

/* Who opens the vault, by the options --unlock-file and --passphrase. */
struct vault_opener opener(void);

/* operand: the one operand a verb takes, or dies MM_USAGE. */
char *operand(const char *verb, const char *what, int n, char **operands);

/* no_operand: the verb takes none, or dies MM_USAGE. */
void no_operand(const char *verb, int n);

/* open_for: held and unlocked.  On an error it is said, *code is its exit code,
 * and *v is still to be closed. */
MM_CHECKED bool open_for(struct vault **v, const struct vault_opener *by,
			 int *code);

/* done closes the vault, wiping what it held; it says what went wrong.  Returns the
 * exit code. */
int done(struct vault *v, enum vault_err e);

/* no_secret says why a secret could not be read, from what it was to come from, and
 * returns the exit code.  It never shows what was given as a file's name: that may
 * be the secret itself. */
int no_secret(enum secret_err e, const char *what);

/* confirmed asks at the terminal until a word is typed, or not. */
MM_CHECKED bool confirmed(const char *prompt, const char *word, int *code);

/* say_key prints one line of key-vault list. */
void say_key(const struct vault_key *k);

/* public_text: the public key as its chain prints it. */
#define PUBLIC_TEXT_SZ 64
const char *public_text(char buf[static PUBLIC_TEXT_SZ],
			const struct vault_key *k);

#endif
