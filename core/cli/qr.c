/* SPDX-License-Identifier: MIT
 *
 * A QR code in the terminal, two rows of modules a line. Only this file uses libqrencode.
 */
#include <qrencode.h>

#include "core/cli/cli.h"

enum { QUIET_ZONE = 2 }; /* modules of light around the code */

static bool is_dark(const QRcode *code, int x, int y)
{
    return x >= 0 && y >= 0 && x < code->width && y < code->width &&
           (code->data[y * code->width + x] & 1);
}

void cli_qr(FILE *out, const char *text)
{
    /* Sets both colours and prints the light modules, so that the code is dark on light in any
     * terminal. */
    static const char *const halves[] = {" ", "\u2584", "\u2580", "\u2588"};
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L);

    if (!code || code->width + 2 * QUIET_ZONE > cli_columns(out)) {
        QRcode_free(code);
        return;
    }
    for (int y = -QUIET_ZONE; y < code->width + QUIET_ZONE; y += 2) {
        fputs("\033[97;40m", out);
        for (int x = -QUIET_ZONE; x < code->width + QUIET_ZONE; x++)
            fputs(halves[2 * !is_dark(code, x, y) + !is_dark(code, x, y + 1)], out);
        fputs("\033[0m\n", out);
    }
    QRcode_free(code);
}
