/* SPDX-License-Identifier: MIT
 *
 * planned: preloaded to a test program, it has SQLite explain how it would run each statement that
 * is prepared, and adds that to the file that EPIMARK_PLANS names: the statement in one line, and a
 * line with a tab at its beginning for each step.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#define EXPORTED __attribute__((visibility("default")))

typedef int (*prepare)(struct sqlite3 *db, const char *sql, int len, struct sqlite3_stmt **rows,
                       const char **rest);

static void explain(prepare real, struct sqlite3 *db, const char *sql)
{
    static const char explaining[] = "EXPLAIN QUERY PLAN ";
    const char *path = getenv("EPIMARK_PLANS");
    char *text = malloc(sizeof(explaining) + strlen(sql));
    FILE *file = path && text ? fopen(path, "ae") : NULL;
    struct sqlite3_stmt *steps = NULL;
    if (file) {
        memcpy(text, explaining, sizeof(explaining) - 1);
        memcpy(text + sizeof(explaining) - 1, sql, strlen(sql) + 1);
        if (real(db, text, -1, &steps, NULL) == SQLITE_OK) {
            fprintf(file, "%s\n", sql);
            while (sqlite3_step(steps) == SQLITE_ROW)
                fprintf(file, "\t%s\n", (const char *)sqlite3_column_text(steps, 3));
        }
        sqlite3_finalize(steps);
        fclose(file);
    }
    free(text);
}

EXPORTED int sqlite3_prepare_v2(struct sqlite3 *db, const char *sql, int len,
                                struct sqlite3_stmt **rows, const char **rest)
{
    prepare real;
    *(void **)&real = dlsym(RTLD_NEXT, "sqlite3_prepare_v2");
    int code = real(db, sql, len, rows, rest);
    if (code == SQLITE_OK && *rows)
        explain(real, db, sql);
    return code;
}
