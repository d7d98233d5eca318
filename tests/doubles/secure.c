/* SPDX-License-Identifier: MIT */
#include "tests/doubles/secure.h"

#include <netinet/in.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <microhttpd.h>

enum { DAY = 24 * 60 * 60 };

struct secure {
    struct MHD_Daemon *daemon;
    atomic_int requests, connections;
    char key[4096], certificate[4096]; /* PEM */
};

/* Ends the test: it needs its server. */
static void must(bool holds)
{
    if (!holds)
        abort();
}

static void make_certificate(struct secure *secure, const char *name, int seconds)
{
    gnutls_x509_privkey_t key = NULL;
    gnutls_x509_crt_t made = NULL;
    time_t now = time(NULL);
    size_t size = sizeof(secure->key);
    must(!gnutls_x509_privkey_init(&key) && !gnutls_x509_crt_init(&made));
    must(!gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA,
                                       GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0));
    must(!gnutls_x509_crt_set_version(made, 3) && !gnutls_x509_crt_set_serial(made, "\x01", 1));
    must(!gnutls_x509_crt_set_dn_by_oid(made, GNUTLS_OID_X520_COMMON_NAME, 0, name,
                                        (unsigned)strlen(name)));
    must(!gnutls_x509_crt_set_subject_alt_name(made, GNUTLS_SAN_DNSNAME, name,
                                               (unsigned)strlen(name), GNUTLS_FSAN_SET));
    must(!gnutls_x509_crt_set_basic_constraints(made, 1, -1));
    must(!gnutls_x509_crt_set_activation_time(made, now - 2 * DAY));
    must(!gnutls_x509_crt_set_expiration_time(made, now + seconds));
    must(!gnutls_x509_crt_set_key(made, key));
    must(!gnutls_x509_crt_sign2(made, made, key, GNUTLS_DIG_SHA256, 0));
    must(!gnutls_x509_privkey_export(key, GNUTLS_X509_FMT_PEM, secure->key, &size));
    size = sizeof(secure->certificate);
    must(!gnutls_x509_crt_export(made, GNUTLS_X509_FMT_PEM, secure->certificate, &size));
    gnutls_x509_crt_deinit(made);
    gnutls_x509_privkey_deinit(key);
}

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *body,
                              size_t *body_len, void **request)
{
    (void)url;
    (void)method;
    (void)version;
    (void)body;
    struct secure *secure = context;
    if (!*request) { /* the head alone */
        *request = secure;
        return MHD_YES;
    }
    if (*body_len) {
        *body_len = 0;
        return MHD_YES;
    }
    static const char hello[] = "hello";
    atomic_fetch_add(&secure->requests, 1);
    char copy[sizeof(hello)];
    memcpy(copy, hello, sizeof(hello));
    struct MHD_Response *response =
        MHD_create_response_from_buffer(sizeof(hello) - 1, copy, MHD_RESPMEM_MUST_COPY);
    enum MHD_Result queued = MHD_queue_response(connection, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return queued;
}

static void count_connection(void *context, struct MHD_Connection *connection, void **own,
                             enum MHD_ConnectionNotificationCode what)
{
    (void)connection;
    (void)own;
    struct secure *secure = context;
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        atomic_fetch_add(&secure->connections, 1);
}

struct secure *secure_start(const char *name, int seconds, const char *ca_path)
{
    struct secure *secure = calloc(1, sizeof(*secure));
    must(secure != NULL);
    make_certificate(secure, name, seconds);
    FILE *file = fopen(ca_path, "we");
    must(file && fputs(secure->certificate, file) >= 0);
    must(!fclose(file));
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    secure->daemon = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_TLS, 0, NULL, NULL, answer, secure,
        MHD_OPTION_NOTIFY_CONNECTION, count_connection, secure, MHD_OPTION_SOCK_ADDR,
        (struct sockaddr *)&address, MHD_OPTION_HTTPS_MEM_KEY, secure->key,
        MHD_OPTION_HTTPS_MEM_CERT, secure->certificate, MHD_OPTION_END);
    must(secure->daemon != NULL);
    return secure;
}

void secure_stop(struct secure *secure)
{
    MHD_stop_daemon(secure->daemon);
    free(secure);
}

int secure_port(const struct secure *secure)
{
    return MHD_get_daemon_info(secure->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

int secure_requests(const struct secure *secure)
{
    return atomic_load(&secure->requests);
}

int secure_connections(const struct secure *secure)
{
    return atomic_load(&secure->connections);
}
