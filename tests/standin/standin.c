/* SPDX-License-Identifier: MIT
 *
 * The life of a stand-in: start, one request after the other, log, faults, stop.
 */
#include "standin.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <zlib.h>

#include "inside.h"

static const struct stand_service *const services[] = {
    /* the longer prefix first; the last one takes what is left */
    &stand_tvmaze_user, &stand_tvmaze, &stand_tvdb,    &stand_tvdb2, &stand_trakt_auth,
    &stand_trakt1,      &stand_trakt,  &stand_mdblist, &stand_own,
};

/* Where in a path the {} of a route lie; false when the route is another. */
static bool route_fits(char *path, const char *route, char *start[STAND_ARGS],
                       char *end[STAND_ARGS])
{
    int count = 0;
    char *p = path;
    for (; *route; route++) {
        if (*route == '{') {
            route++;
            start[count] = p;
            p += strcspn(p, "/");
            if (p == start[count])
                return false;
            end[count++] = p;
        } else if (*route != *p++) {
            return false;
        }
    }
    return !*p;
}

/* Serves the route if it fits; else tells in *status what is to be answered when none does. */
static bool try_route(struct request *rq, const struct stand_route *route, int *status)
{
    const char *method = strcmp(rq->method, "HEAD") == 0 ? "GET" : rq->method;
    char *start[STAND_ARGS] = {0}, *end[STAND_ARGS] = {0};
    if (!route_fits(rq->path, route->path, start, end))
        return false;
    if (strcmp(route->method, method) != 0) {
        *status = MHD_HTTP_METHOD_NOT_ALLOWED;
        return false;
    }
    for (int i = 0; i < STAND_ARGS && start[i]; i++) {
        *end[i] = '\0';
        rq->arg[i] = start[i];
    }
    route->serve(rq);
    return true;
}

static void serve_route(struct request *rq, const struct stand_service *service)
{
    int status = MHD_HTTP_NOT_FOUND;
    for (size_t t = 0; t < STAND_TABLES && service->tables[t]; t++) {
        for (size_t i = 0; i < service->tables[t]->count; i++) {
            if (try_route(rq, &service->tables[t]->routes[i], &status))
                return;
        }
    }
    service->unknown(rq, status);
}

static void serve(struct request *rq)
{
    const struct stand_service *service = NULL;
    for (size_t i = 0; !service; i++) {
        size_t n = strlen(services[i]->prefix);
        if (!n || (strncmp(rq->path, services[i]->prefix, n) == 0 && rq->path[n] == '/')) {
            service = services[i];
            memmove(rq->path, rq->path + n, strlen(rq->path + n) + 1);
        }
    }
    rq->prefix = service->prefix;
    if (!service->admit || service->admit(rq))
        serve_route(rq, service);
    if (service->finish)
        service->finish(rq);
}

/* ---- The log ---- */

static enum MHD_Result log_header(void *out, enum MHD_ValueKind kind, const char *key,
                                  const char *value)
{
    (void)kind;
    stand_comma(out);
    stand_json(out, "'%e':%s", key, value);
    return MHD_YES;
}

/* Under the lock. */
static void log_request(struct request *rq, const char *key)
{
    struct standin *s = rq->s;
    struct text line = {0};
    const char *query = strchr(rq->uri, '?');
    const struct connection *connection = stand_connection_of(rq->connection);
    stand_json(&line,
               "{'n':%l,'at':%l,'connection':%l,'method':%s,'path':%s,'query':%s,'headers':{",
               (int64_t)s->log_count + 1, stand_now_ms(s), connection ? connection->number : 0,
               rq->method, key + strlen(rq->method) + 1, query ? query + 1 : "");
    MHD_get_connection_values(rq->connection, MHD_HEADER_KIND, log_header, &line);
    stand_json(&line, "},'body':%s,'status':%i,'fault':%s}", rq->in.data ? rq->in.data : "",
               rq->status, rq->fault);
    *STAND_ADD(s->log_keys, s->log_key_count) = strdup(key);
    *STAND_ADD(s->log, s->log_count) = line.data;
    if (s->log_file) {
        fprintf(s->log_file, "%s\n", line.data);
        fflush(s->log_file);
    }
    pthread_cond_broadcast(&s->changed);
}

/* ---- Sending ---- */

struct sending {
    struct standin *s;
    struct text body;
    bool cut;
    bool waits;   /* after the body, for what was announced of it */
    int delay_ms; /* between bytes; 0: no dripping */
};

/* Sleeps on the bell that stopping rings. */
static bool pause_ms(struct standin *s, int ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += (long)(ms % 1000) * 1000000;
    until.tv_sec += ms / 1000 + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&s->lock);
    while (!s->stopping && !pthread_cond_timedwait(&s->changed, &s->lock, &until))
        continue;
    bool go_on = !s->stopping;
    pthread_mutex_unlock(&s->lock);
    return go_on;
}

static void wait_for_the_end(struct standin *s)
{
    pthread_mutex_lock(&s->lock);
    while (!s->stopping)
        pthread_cond_wait(&s->changed, &s->lock);
    pthread_mutex_unlock(&s->lock);
}

static ssize_t send_some(void *context, uint64_t at, char *out, size_t max)
{
    struct sending *send = context;
    size_t left = send->body.length - (size_t)at;
    if (!left && send->waits) {
        wait_for_the_end(send->s);
        return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    if (send->cut) {
        if (at >= send->body.length / 2)
            return MHD_CONTENT_READER_END_WITH_ERROR;
        left -= send->body.length / 2;
    }
    if (send->delay_ms) {
        if (!pause_ms(send->s, send->delay_ms))
            return MHD_CONTENT_READER_END_WITH_ERROR;
        max = 1;
    }
    size_t n = left < max ? left : max;
    memcpy(out, send->body.data + at, n);
    return (ssize_t)n;
}

static void sent(void *context)
{
    struct sending *send = context;
    stand_text_free(&send->body);
    free(send);
}

/* All the services compress for those who say that they understand it. */
static void pack(struct request *rq)
{
    const char *accepted = stand_header(rq, "Accept-Encoding");
    if (!accepted || !strstr(accepted, "gzip") || rq->out.length < 256)
        return;
    z_stream z = {.next_in = (unsigned char *)rq->out.data, .avail_in = (uInt)rq->out.length};
    if (deflateInit2(&z, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return;
    unsigned char packed[8192];
    struct text out = {0};
    do {
        z.next_out = packed;
        z.avail_out = sizeof(packed);
        deflate(&z, Z_FINISH);
        stand_add_bytes(&out, (char *)packed, sizeof(packed) - z.avail_out);
    } while (!z.avail_out);
    deflateEnd(&z);
    stand_text_free(&rq->out);
    rq->out = out;
    stand_set_header(rq, "Content-Encoding", "gzip");
}

static void give_date(struct request *rq)
{
    time_t at = (time_t)rq->s->date;
    struct tm date;
    char text[64];
    if (at && gmtime_r(&at, &date) &&
        strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &date))
        stand_set_header(rq, "Date", "%s", text);
}

/* An answer that is as it would be, but for how it is sent. */
static bool is_of_transport(const char *fault)
{
    return strcmp(fault, "cut") == 0 || strcmp(fault, "long") == 0 || strcmp(fault, "short") == 0 ||
           strcmp(fault, "drip") == 0;
}

/* Keeps the second half of the body for after the answer, which is announced without it. */
static void keep_rest(struct request *rq)
{
    size_t half = rq->out.length / 2;
    stand_add_bytes(&rq->rest, rq->out.data + half, rq->out.length - half);
    rq->out.length = half;
}

static enum MHD_Result answer(struct request *rq, const char *fault, int delay_ms)
{
    if (!fault || is_of_transport(fault))
        pack(rq);
    bool cut = fault && strcmp(fault, "cut") == 0, drip = fault && strcmp(fault, "drip") == 0;
    bool waits = fault && strcmp(fault, "long") == 0;
    if (cut && rq->out.length < 2)
        return MHD_NO;
    if (fault && strcmp(fault, "short") == 0 && rq->out.length > 0)
        keep_rest(rq);
    struct sending *send = calloc(1, sizeof(*send));
    if (!send)
        return MHD_NO;
    *send = (struct sending){
        .s = rq->s, .body = rq->out, .cut = cut, .waits = waits, .delay_ms = drip ? delay_ms : 0};
    rq->out = (struct text){0};
    struct MHD_Response *response = MHD_create_response_from_callback(
        send->body.length + (waits ? 1 : 0), 4096, send_some, send, sent);
    if (!response) {
        sent(send);
        return MHD_NO;
    }
    give_date(rq);
    for (int i = 0; i < STAND_HEADERS && rq->header[i][0]; i++)
        MHD_add_response_header(response, rq->header[i][0], rq->header[i][1]);
    enum MHD_Result queued = MHD_queue_response(rq->connection, (unsigned)rq->status, response);
    MHD_destroy_response(response);
    return queued;
}

/* ---- Requests ---- */

static void *request_begins(void *context, const char *uri, struct MHD_Connection *connection)
{
    struct request *rq = calloc(1, sizeof(*rq));
    struct connection *carrier = stand_connection_of(connection);
    if (rq) {
        *rq = (struct request){.s = context,
                               .connection = connection,
                               .uri = strdup(uri),
                               .kept = carrier && carrier->requests++ > 0};
    }
    return rq;
}

static void request_ends(void *context, struct MHD_Connection *connection, void **holder,
                         enum MHD_RequestTerminationCode code)
{
    (void)context;
    struct request *rq = *holder;
    if (!rq)
        return;
    if (rq->rest.length && code == MHD_REQUEST_TERMINATED_COMPLETED_OK)
        stand_send(connection, rq->rest.data, rq->rest.length);
    for (int i = 0; i < STAND_HEADERS; i++) {
        free(rq->header[i][0]);
        free(rq->header[i][1]);
    }
    stand_text_free(&rq->in);
    stand_text_free(&rq->out);
    stand_text_free(&rq->rest);
    json_object_put(rq->json);
    free(rq->path);
    free(rq->uri);
    free(rq);
}

/* What the fault puts in place of the answer, or over it. */
static void spoil(struct request *rq, const struct fault *fault)
{
    bool whole = strcmp(fault->what, "status") == 0;
    if (fault->status)
        rq->status = fault->status;
    if (whole || strcmp(fault->what, "body") == 0) {
        rq->out.length = 0;
        stand_add(&rq->out, fault->body ? fault->body : "");
    }
    json_object_object_foreach(fault->headers, name, value)
        stand_set_header(rq, name, "%s", json_object_get_string(value));
    while (rq->out.length < fault->size) {
        size_t n = fault->size - rq->out.length;
        size_t length = fault->body ? strlen(fault->body) : 0;
        stand_add_bytes(&rq->out, length ? fault->body : " ", length && n > length ? length : 1);
    }
}

static enum MHD_Result request_complete(struct request *rq)
{
    struct standin *s = rq->s;
    struct text key = {0};
    stand_printf(&key, "%s ", rq->method);
    stand_add_bytes(&key, rq->uri, strcspn(rq->uri, "?"));
    bool own = strncmp(rq->path, "/__", 3) == 0;

    pthread_mutex_lock(&s->lock);
    stand_connection_heard(s, stand_connection_of(rq->connection));
    struct fault *fault = own ? NULL : stand_fault_for(s, key.data, rq->kept);
    int delay_ms = fault ? fault->delay_ms : 0;
    bool stall = fault && strcmp(fault->what, "stall") == 0;
    bool reset = fault && strcmp(fault->what, "reset") == 0;
    bool silent = stall || reset || (fault && strcmp(fault->what, "close") == 0);
    if (!fault || fault->processed)
        serve(rq);
    if (fault) {
        rq->fault = fault->what;
        spoil(rq, fault);
    }
    if (!own)
        log_request(rq, key.data);
    while (stall && !s->stopping)
        pthread_cond_wait(&s->changed, &s->lock);
    pthread_mutex_unlock(&s->lock);
    stand_text_free(&key);
    if (reset)
        stand_break_off(rq->connection);
    return silent ? MHD_NO : answer(rq, rq->fault, delay_ms);
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *data,
                              size_t *size, void **holder)
{
    (void)context, (void)connection, (void)version;
    struct request *rq = *holder;
    if (!rq)
        return MHD_NO;
    if (!rq->received) {
        rq->received = true;
        rq->method = method;
        rq->path = strdup(path);
        return MHD_YES;
    }
    if (*size) {
        if (rq->in.length + *size <= STAND_BODY_MAX)
            stand_add_bytes(&rq->in, data, *size);
        *size = 0;
        return MHD_YES;
    }
    return request_complete(rq);
}

/* ---- Starting and stopping ---- */

static bool listen_on(struct standin *s, int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    /* The daemon's threads take no signals: they belong to the program that we are a guest in. */
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &old);
    s->daemon = MHD_start_daemon(MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD |
                                     MHD_USE_POLL | MHD_USE_SUPPRESS_DATE_NO_CLOCK,
                                 0, NULL, NULL, handle, s, MHD_OPTION_SOCK_ADDR, &address,
                                 MHD_OPTION_URI_LOG_CALLBACK, request_begins, s,
                                 MHD_OPTION_NOTIFY_COMPLETED, request_ends, s,
                                 MHD_OPTION_NOTIFY_CONNECTION, stand_connection_changes, s,
                                 MHD_OPTION_CONNECTION_LIMIT, 200u, MHD_OPTION_END);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    if (!s->daemon) {
        fprintf(stderr, "standin: cannot listen on 127.0.0.1:%d\n", port);
        return false;
    }
    snprintf(s->url, sizeof(s->url), "http://127.0.0.1:%d", standin_port(s));
    return true;
}

static bool read_faults(struct standin *s, const char *path)
{
    FILE *file = fopen(path, "re");
    if (!file) {
        fprintf(stderr, "standin: cannot read the faults %s\n", path);
        return false;
    }
    char *line = NULL, error[200];
    size_t size = 0;
    bool good = true;
    for (int number = 1; good && getline(&line, &size, file) >= 0; number++) {
        if (line[strspn(line, " \t\r\n")] == '\0')
            continue;
        good = stand_fault_read(s, line, error, sizeof(error));
        if (!good)
            fprintf(stderr, "standin: %s:%d: %s\n", path, number, error);
    }
    free(line);
    fclose(file);
    return good;
}

struct standin *standin_start(const struct standin_options *options)
{
    static const struct standin_options none = {0};
    const struct standin_options *o = options ? options : &none;
    struct standin *s = calloc(1, sizeof(*s));
    if (!s)
        return NULL;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&s->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&s->lock, NULL);
    stand_reset(s);
    s->limits = o->limits;

    s->catalogue = o->catalogue_dir
                       ? catalogue_read_dir(o->catalogue_dir)
                       : catalogue_read(o->catalogue ? o->catalogue : STANDIN_CATALOGUE);
    bool good = s->catalogue && (!o->faults_file || read_faults(s, o->faults_file));
    if (good && o->log_file) {
        s->log_file = fopen(o->log_file, "ae");
        if (!s->log_file)
            fprintf(stderr, "standin: cannot write the log %s\n", o->log_file);
        good = s->log_file != NULL;
    }
    if (!good || !listen_on(s, o->port)) {
        standin_stop(s);
        return NULL;
    }
    return s;
}

void standin_stop(struct standin *s)
{
    if (!s)
        return;
    pthread_mutex_lock(&s->lock);
    s->stopping = true;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
    if (s->daemon)
        MHD_stop_daemon(s->daemon);
    stand_forget(s);
    stand_fault_forget(s);
    for (size_t i = 0; i < s->log_count; i++) {
        free(s->log[i]);
        free(s->log_keys[i]);
    }
    free(s->log);
    free(s->log_keys);
    catalogue_free(s->catalogue);
    if (s->log_file)
        fclose(s->log_file);
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

/* ---- Asking ---- */

int standin_port(const struct standin *s)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}

const char *standin_url(const struct standin *s)
{
    return s->url;
}

static int count(struct standin *s, const char *match)
{
    int n = 0;
    for (size_t i = 0; i < s->log_count; i++)
        n += !match || stand_match(match, s->log_keys[i]);
    return n;
}

int standin_count(struct standin *s, const char *match)
{
    pthread_mutex_lock(&s->lock);
    int n = count(s, match);
    pthread_mutex_unlock(&s->lock);
    return n;
}

bool standin_wait(struct standin *s, const char *match, int wanted, int timeout_ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += (long)(timeout_ms % 1000) * 1000000;
    until.tv_sec += timeout_ms / 1000 + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&s->lock);
    while (count(s, match) < wanted && !pthread_cond_timedwait(&s->changed, &s->lock, &until))
        continue;
    bool come = count(s, match) >= wanted;
    pthread_mutex_unlock(&s->lock);
    return come;
}

char *standin_log(struct standin *s)
{
    struct text out = {0};
    pthread_mutex_lock(&s->lock);
    stand_add(&out, "[");
    for (size_t i = 0; i < s->log_count; i++) {
        stand_comma(&out);
        stand_add(&out, s->log[i]);
    }
    stand_add(&out, "]");
    pthread_mutex_unlock(&s->lock);
    return out.data;
}

char *standin_state(struct standin *s)
{
    struct text out = {0};
    pthread_mutex_lock(&s->lock);
    stand_state(s, &out);
    pthread_mutex_unlock(&s->lock);
    return out.data;
}

bool standin_fault(struct standin *s, const char *json)
{
    char error[200];
    pthread_mutex_lock(&s->lock);
    bool good = stand_fault_read(s, json, error, sizeof(error));
    pthread_mutex_unlock(&s->lock);
    if (!good)
        fprintf(stderr, "standin: %s\n", error);
    return good;
}

bool standin_control(struct standin *s, const char *json)
{
    json_object *knobs = json_tokener_parse(json);
    pthread_mutex_lock(&s->lock);
    bool good = stand_control(s, knobs);
    pthread_mutex_unlock(&s->lock);
    json_object_put(knobs);
    return good;
}
