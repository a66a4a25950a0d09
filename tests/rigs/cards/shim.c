/* SPDX-License-Identifier: EUPL-1.2
 *
 * A PKCS#11 module in front of SoftHSM that misbehaves as told by files in the folder ESET_SHIM:
 *   target          path of the real module
 *   crash.Sign      C_Sign aborts
 *   hang.Sign       C_Sign never returns
 *   fail.Sign       C_Sign returns the number written in it
 *   pinpad          the token has its own keys; this PIN is what is typed there
 *   nohash          no mechanism that hashes
 *   log             gets a line for each call: its name, and for C_Login the user type and the PIN's length
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long ulong;
typedef ulong (*call)();
struct list { unsigned char version[2]; call at[68]; };
enum { INITIALIZE = 0, GET_LIST = 3, SLOT_LIST = 4, TOKEN_INFO = 6, MECHANISMS = 7, LOGIN = 18, SIGN_INIT = 42, SIGN = 43 };
enum { INVALID = 0x70, PROTECTED = 0x100, RSA = 0x1, SHA256_RSA = 0x40, FLAGS_AT = 96 };

static struct list ours;
static struct list *real;

static char *file(const char *verb, const char *name)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/%s%s%s", getenv("ESET_SHIM"), verb, *name ? "." : "", name);
    return path;
}

static char *content(const char *verb, const char *name)
{
    static char text[4096];
    FILE *from = fopen(file(verb, name), "r");
    if (!from)
        return NULL;
    text[fread(text, 1, sizeof text - 1, from)] = 0;
    fclose(from);
    return text;
}

static ulong enter(const char *name, const char *more)
{
    FILE *log = fopen(file("log", ""), "a");
    fprintf(log, "%s%s\n", name, more);
    fclose(log);
    if (!access(file("crash", name), F_OK))
        abort();
    while (!access(file("hang", name), F_OK))
        usleep(10000);
    char *code = content("fail", name);
    return code ? strtoul(code, NULL, 0) : 0;
}

static ulong initialize(void *arguments)
{
    ulong refused = enter("Initialize", "");
    return refused ? refused : real->at[INITIALIZE](arguments);
}

static ulong slot_list(unsigned char present, ulong *slots, ulong *count)
{
    ulong refused = enter("GetSlotList", "");
    return refused ? refused : real->at[SLOT_LIST](present, slots, count);
}

static ulong token_info(ulong slot, char *info)
{
    ulong result = real->at[TOKEN_INFO](slot, info);
    if (!result && content("pinpad", ""))
        *(ulong *)(info + FLAGS_AT) |= PROTECTED;
    return result;
}

static ulong mechanisms(ulong slot, ulong *list, ulong *count)
{
    ulong result = real->at[MECHANISMS](slot, list, count);
    if (!result && list && !access(file("nohash", ""), F_OK))
        for (ulong i = 0; i < *count; i++)
            if (list[i] == SHA256_RSA)
                list[i] = RSA;
    return result;
}

static ulong login(ulong session, ulong user, char *pin, ulong size)
{
    char more[64];
    snprintf(more, sizeof more, " %lu %ld", user, pin ? (long)size : -1L);
    ulong refused = enter("Login", more);
    char *typed = pin ? NULL : content("pinpad", "");
    if (typed) {
        pin = typed;
        size = strlen(typed);
    }
    return refused ? refused : real->at[LOGIN](session, user, pin, size);
}

static ulong sign_init(ulong session, ulong *mechanism, ulong key)
{
    ulong refused = enter("SignInit", "");
    if (!refused && *mechanism == SHA256_RSA && !access(file("nohash", ""), F_OK))
        refused = INVALID;
    return refused ? refused : real->at[SIGN_INIT](session, mechanism, key);
}

static ulong sign(ulong session, char *data, ulong size, char *out, ulong *length)
{
    ulong refused = enter("Sign", "");
    return refused ? refused : real->at[SIGN](session, data, size, out, length);
}

ulong C_GetFunctionList(struct list **out)
{
    void *library = dlopen(content("target", ""), RTLD_NOW);
    call get = library ? (call)dlsym(library, "C_GetFunctionList") : NULL;
    if (!get || get(&real))
        return 5;
    ours = *real;
    ours.at[GET_LIST] = (call)C_GetFunctionList;
    ours.at[INITIALIZE] = (call)initialize;
    ours.at[SLOT_LIST] = (call)slot_list;
    ours.at[TOKEN_INFO] = (call)token_info;
    ours.at[MECHANISMS] = (call)mechanisms;
    ours.at[LOGIN] = (call)login;
    ours.at[SIGN_INIT] = (call)sign_init;
    ours.at[SIGN] = (call)sign;
    *out = &ours;
    return 0;
}
