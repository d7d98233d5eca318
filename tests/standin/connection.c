/* SPDX-License-Identifier: MIT
 *
 * Connections: what is kept with each, and whether all that was sent has been heard.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inside.h"
#include "standin.h"

struct connection *stand_connection_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

void stand_connection_heard(struct standin *s, struct connection *carrier)
{
    if (!carrier || !carrier->unheard)
        return;
    carrier->unheard = false;
    s->unheard--;
    pthread_cond_broadcast(&s->changed);
}

void stand_connection_changes(void *context, struct MHD_Connection *connection, void **holder,
                              enum MHD_ConnectionNotificationCode code)
{
    (void)connection;
    struct standin *s = context;
    pthread_mutex_lock(&s->lock);
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        struct connection *carrier = calloc(1, sizeof(*carrier));
        s->connections++;
        if (carrier) {
            carrier->number = s->connections;
            carrier->unheard = true;
            s->unheard++;
        }
        *holder = carrier;
    } else {
        stand_connection_heard(s, *holder);
        free(*holder);
    }
    pthread_mutex_unlock(&s->lock);
}

/* Connections are accepted in the order in which they come: once one of our own is answered, all
 * that were made before it are known. */
static bool all_accepted(const struct standin *s)
{
    static const char request[] = "GET /__state HTTP/1.0\r\n\r\n";
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)standin_port(s)),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    char answer[4096];
    ssize_t n = 0;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    bool ok = connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0 &&
              send(fd, request, strlen(request), MSG_NOSIGNAL) == (ssize_t)strlen(request);
    bool answered = false;
    while (ok && (n = recv(fd, answer, sizeof(answer), 0)) > 0)
        answered = true;
    close(fd);
    return answered && n == 0;
}

bool standin_hear(struct standin *s)
{
    if (!all_accepted(s))
        return false;
    pthread_mutex_lock(&s->lock);
    while (s->unheard > 0)
        pthread_cond_wait(&s->changed, &s->lock);
    pthread_mutex_unlock(&s->lock);
    return true;
}
