/* SPDX-License-Identifier: MIT */
#include "core/cli/table.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum {
    GAP = 2,         /* between columns */
    LAST_LEAST = 16, /* with fewer columns left for the last one, each row is a block */
    BLOCK_INDENT = 2,
};

struct cell {
    char *text; /* NULL: empty */
    enum cli_paint paint;
};

struct table {
    const struct table_column *columns;
    size_t count; /* of columns */
    struct cell *cells;
    size_t used;
    size_t room;
    bool failed; /* memory was short */
};

/* How the cells are printed. */
struct layout {
    int *widths; /* of all columns but the last */
    int last;    /* where the last column begins */
    int columns; /* of the terminal */
    bool blocks;
};

struct table *table_new(const struct table_column *columns, size_t count)
{
    struct table *table = calloc(1, sizeof(*table));

    if (table) {
        table->columns = columns;
        table->count = count;
    }
    return table;
}

static void table_free(struct table *table)
{
    for (size_t i = 0; i < table->used; i++)
        free(table->cells[i].text);
    free(table->cells);
    free(table);
}

void table_cell(struct table *table, enum cli_paint paint)
{
    if (!table)
        return;
    if (table->used == table->room) {
        size_t room = table->room ? 2 * table->room : 64;
        struct cell *cells = reallocarray(table->cells, room, sizeof(*cells));

        table->failed = table->failed || !cells;
        if (!cells)
            return;
        table->cells = cells;
        table->room = room;
    }
    table->cells[table->used++] = (struct cell){.paint = paint};
}

void table_last(struct table *table, enum cli_paint paint)
{
    for (size_t i = 1; table && !table->failed && i < table->count; i++) {
        if (table->used % table->count < table->count - 1)
            table_cell(table, CLI_PLAIN);
    }
    table_cell(table, paint);
}

void table_add(struct table *table, const char *format, ...)
{
    if (!table || table->failed)
        return;
    struct cell *cell = &table->cells[table->used - 1];
    char *added = NULL;
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    int len = vasprintf(&added, format, arguments);
    va_end(arguments);
    if (len < 0 || asprintf(&text, "%s%s", cell->text ? cell->text : "", added) < 0) {
        table->failed = true;
        text = NULL;
    }
    if (len >= 0)
        free(added);
    if (!text)
        return;
    free(cell->text);
    cell->text = text;
}

void table_count(struct table *table, size_t count, const char *what, bool *first)
{
    if (count > 0)
        table_add(table, "%s%zu %s", *first ? "" : ", ", count, what);
    *first = *first && count == 0;
}

void table_title(struct table *table, const char *title, int year)
{
    table_cell(table, CLI_PLAIN);
    table_add(table, "%s", *title ? title : "(no title)");
    if (cli_year(title, year))
        table_add(table, " (%d)", year);
}

void table_series(struct table *table, const struct epi_series *series)
{
    table_cell(table, CLI_PLAIN);
    int year = cli_year(series->title, series->year);
    table_add(table, "%s", series->title);
    if (year && series->country[0])
        table_add(table, " (%d, %s)", year, series->country);
    else if (year)
        table_add(table, " (%d)", year);
    else if (series->country[0])
        table_add(table, " (%s)", series->country);
}

bool table_is_empty(const struct table *table)
{
    return !table || table->used == 0;
}

/* ---- Printing ---- */

static const char *text_of(const struct table *table, size_t row, size_t column)
{
    size_t index = row * table->count + column;
    const char *text = index < table->used ? table->cells[index].text : NULL;

    return text ? text : "";
}

static enum cli_paint paint_of(const struct table *table, size_t row, size_t column)
{
    size_t index = row * table->count + column;

    return index < table->used ? table->cells[index].paint : CLI_PLAIN;
}

static void measure(const struct table *table, size_t rows, bool head, struct layout *layout)
{
    int longest = 0;

    layout->columns = cli_columns(stdout);
    layout->last = 0;
    for (size_t column = 0; column < table->count; column++) {
        int width = head ? cli_width(table->columns[column].head) : 0;
        width = width > table->columns[column].least ? width : table->columns[column].least;
        for (size_t row = 0; row < rows; row++) {
            int one = cli_width(text_of(table, row, column));
            width = one > width ? one : width;
        }
        if (column + 1 == table->count) {
            longest = width;
        } else {
            layout->widths[column] = width;
            layout->last += width + GAP;
        }
    }
    int left = layout->columns - layout->last;
    layout->blocks = left < longest && left < LAST_LEAST;
}

static void print_text(const char *text, enum cli_paint paint)
{
    if (paint != CLI_PLAIN)
        cli_paint(paint);
    cli_print_apart(stdout, text);
    if (paint != CLI_PLAIN)
        cli_paint(CLI_PLAIN);
}

/* Prints text in a block of lines. */
static void print_lines(const struct layout *layout, int indent, int column, const char *text,
                        enum cli_paint paint)
{
    const struct cli_block block = {layout->columns, indent, paint};

    cli_wrap(stdout, &block, column, text);
}

/* Prints one cell of a row; gap: the blanks that are due before it. */
static void print_cell(const struct layout *layout, size_t column, bool right, const char *text,
                       enum cli_paint paint, int *gap)
{
    int pad = layout->widths[column] - cli_width(text);

    if (!*text) {
        *gap += layout->widths[column] + GAP;
        return;
    }
    printf("%*s", *gap + (right ? pad : 0), "");
    print_text(text, paint);
    *gap = GAP + (right ? 0 : pad);
}

static void print_row(const struct table *table, const struct layout *layout, size_t row)
{
    size_t last = table->count - 1;
    int gap = 0;

    for (size_t column = 0; column < last; column++) {
        print_cell(layout, column, table->columns[column].right, text_of(table, row, column),
                   paint_of(table, row, column), &gap);
    }
    const char *text = text_of(table, row, last);
    if (*text)
        print_lines(layout, layout->last, layout->last - gap, text, paint_of(table, row, last));
    else
        putchar('\n');
}

static void print_head(const struct table *table, const struct layout *layout)
{
    size_t last = table->count - 1;
    int gap = 0;

    for (size_t column = 0; column < last; column++) {
        print_cell(layout, column, table->columns[column].right, table->columns[column].head,
                   CLI_DIM, &gap);
    }
    print_lines(layout, layout->last, layout->last - gap, table->columns[last].head, CLI_DIM);
}

/* Prints a row as a block: its short cells in the first lines, the last one below them. */
static void print_block(const struct table *table, const struct layout *layout, size_t row)
{
    size_t last = table->count - 1;
    int column = 0;

    for (size_t i = 0; i < last; i++) {
        const char *text = text_of(table, row, i);
        int width = cli_width(text);
        if (width == 0)
            continue;
        if (width > layout->columns) { /* it begins behind what is there: a number, its title */
            print_lines(layout, 0, column, text, paint_of(table, row, i));
            column = 0;
            continue;
        }
        if (column > 0 && column + 1 + width > layout->columns) {
            putchar('\n');
            column = 0;
        } else if (column > 0) {
            putchar(' ');
            column++;
        }
        print_text(text, paint_of(table, row, i));
        column += width;
    }
    if (column > 0)
        putchar('\n');
    if (*text_of(table, row, last)) {
        print_lines(layout, BLOCK_INDENT, 0, text_of(table, row, last), paint_of(table, row, last));
    }
}

bool table_end(struct table *table)
{
    cli_progress_clear();
    if (!table || table->failed) {
        cli_error("memory is short");
        if (table)
            table_free(table);
        return false;
    }
    size_t rows = (table->used + table->count - 1) / table->count;
    struct layout layout = {.widths = calloc(table->count, sizeof(*layout.widths))};
    bool head = cli_terminal() && table->columns[0].head;
    bool fits = layout.widths;
    if (fits)
        measure(table, rows, head, &layout);
    if (fits && rows > 0 && head && !layout.blocks)
        print_head(table, &layout);
    for (size_t row = 0; fits && row < rows && !cli_interrupted(); row++) {
        if (layout.blocks)
            print_block(table, &layout, row);
        else
            print_row(table, &layout, row);
    }
    free(layout.widths);
    table->failed = !fits;
    table_free(table);
    return fits;
}
