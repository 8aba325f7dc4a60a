/* A host in C: opens Preceptor, hands it requests without any socket, listens to its statements, prints its status, closes.
 *
 *   cc c_host.c $(pkg-config --cflags --libs preceptor) -o c_host && ./c_host
 */
#include <preceptor.h>
#include <stdio.h>
#include <string.h>

/* "memory:" is a private store that is gone at the end; without "listen" there is no socket. */
static const char kConfig[] = "{ \"public_url\": \"https://cme.example.org\", \"store\": \"memory:\" }";

static void on_log(void* user, preceptor_log_level level, const char* json_line) {
  (void)user;
  if (level >= PRECEPTOR_LOG_WARNING) fprintf(stderr, "%s\n", json_line);
}

static void on_answer(void* user, int status, const preceptor_header* headers, size_t header_count, const char* body, size_t body_size) {
  size_t i;
  *(int*)user = status;
  printf("-> %d, %zu bytes\n", status, body_size);
  for (i = 0; i < header_count; ++i)
    if (strcmp(headers[i].name, "Content-Type") == 0) printf("   %s: %s\n", headers[i].name, headers[i].value);
  (void)body;
}

/* 0 says "mine now": it does not come again. */
static int on_statement(void* user, const char* item_json) {
  (void)user;
  printf("statement: %s\n", item_json);
  return 0;
}

static int get(preceptor* p, const char* target) {
  int status = 0;
  preceptor_request request = {0};
  request.struct_size = sizeof request;
  request.method = "GET";
  request.target = target;
  request.client_address = "127.0.0.1";
  printf("GET %s\n", target);
  return preceptor_handle(p, &request, on_answer, &status) == 0 ? status : -1;
}

static int run(preceptor* p) {
  char* status = NULL;
  if (get(p, "/healthz") != 200) return 1;
  if (get(p, "/no/such/page") != 404) return 1;
  /* "start": from the first statement on; the place is kept under the name "c_host". */
  if (preceptor_subscribe(p, "c_host", "statements", "start", on_statement, NULL) != 0) return 1;
  if (preceptor_start(p) != 0) return 1;
  if (preceptor_status(p, &status) != 0) return 1;
  printf("status: %s\n", status);
  preceptor_free(status);
  if (preceptor_unsubscribe(p, "c_host") != 0) return 1;
  return preceptor_stop(p, 2000) == 0 ? 0 : 1;
}

int main(void) {
  preceptor* p = NULL;
  preceptor_callbacks callbacks = {0};
  int failed;
  callbacks.struct_size = sizeof callbacks;
  callbacks.log = on_log;
  if (preceptor_abi_version() != PRECEPTOR_ABI_VERSION) {
    fprintf(stderr, "the library speaks ABI %u, this program %u\n", preceptor_abi_version(), (unsigned)PRECEPTOR_ABI_VERSION);
    return 1;
  }
  failed = preceptor_open(kConfig, &callbacks, &p) != 0 || run(p) != 0;
  if (failed) fprintf(stderr, "failed: %s\n", preceptor_last_error(p));
  preceptor_close(p);
  return failed;
}
