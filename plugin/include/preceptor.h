/* Preceptor: LTI 1.3 units inside course pages, xAPI out. The C interface of libpreceptor.so.
 *
 * General rules
 *  - Text is UTF-8 and NUL-terminated. JSON in, JSON out.
 *  - A function that can fail answers 0 on success and a negative number otherwise; preceptor_last_error then says why, as
 *    {"code":"config.value","message":"...","detail":"...","fix":"..."}.
 *  - Unless a function says otherwise it may be called from any thread.
 *  - Memory handed out through a `char**` belongs to the caller and is given back with preceptor_free. Never mix allocators.
 *  - Open after fork: an instance does not survive fork().
 *  - The library installs no signal handler, changes no locale and calls no other library's global clean-up: the host shares them.
 */
#ifndef PRECEPTOR_H
#define PRECEPTOR_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define PRECEPTOR_API __attribute__((visibility("default")))
#else
#define PRECEPTOR_API
#endif

#define PRECEPTOR_ABI_VERSION 1

/* One running instance. Several may live in one process if their stores differ. */
typedef struct preceptor preceptor;

typedef enum { PRECEPTOR_LOG_DEBUG = 0, PRECEPTOR_LOG_INFO = 1, PRECEPTOR_LOG_WARNING = 2, PRECEPTOR_LOG_ERROR = 3 } preceptor_log_level;

/* What the host offers. Every member may be NULL. Called from any of our threads; must not call back into the same instance. */
typedef struct {
  size_t struct_size;                 /* sizeof(preceptor_callbacks) */
  void* user;                         /* handed back to every callback */
  /* One line: a JSON object {"at","level","event",...}. Valid during the call only. */
  void (*log)(void* user, preceptor_log_level level, const char* json_line);
  /* Milliseconds since 1970 UTC; NULL: the system clock. */
  int64_t (*now_ms)(void* user);
} preceptor_callbacks;

typedef struct {
  const char* name;
  const char* value;
} preceptor_header;

/* A request the host hands over. `target` is origin-form ("/lti/launch?x=y") below the path prefix of public_url, prefix included. */
typedef struct {
  size_t struct_size;
  const char* method;
  const char* target;
  const preceptor_header* headers;
  size_t header_count;
  const char* body;
  size_t body_size;
  const char* client_address;         /* NULL: unknown */
} preceptor_request;

/* Takes the answer: called once, on the calling thread, before preceptor_handle returns. All pointers are valid during the call only. */
typedef void (*preceptor_response_sink)(void* user, int status, const preceptor_header* headers, size_t header_count, const char* body, size_t body_size);

/* Takes one item of a topic. 0 acknowledges; anything else: the same item comes again after a pause. At least once, in order per attempt.
 * It may call preceptor_handle, _command and _status; what starts, stops, reloads or subscribes is refused from here. */
typedef int (*preceptor_subscriber)(void* user, const char* item_json);

/* Takes the output of a command piece by piece. `stream` 1 is the result, 2 is for people. Non-zero cancels the command. */
typedef int (*preceptor_command_sink)(void* user, int stream, const char* bytes, size_t size);
/* Progress of a long command: `done` of `total` (total 0: not known). Non-zero cancels. May be NULL. */
typedef int (*preceptor_progress)(void* user, const char* what, uint64_t done, uint64_t total);

/* The ABI version the library was built with. Never blocks. */
PRECEPTOR_API uint32_t preceptor_abi_version(void);

/* Reads the configuration (JSON text, comments allowed), opens and migrates the store, publishes content. Blocks on disk; for minutes where the
 * schema of a large store changes, which is copied first. An older schema in PostgreSQL is refused (store.migration_waits) and changed by the
 * command "store migrate" of another instance, whose store may be "memory:". On failure *out is an instance that only answers
 * preceptor_last_error and preceptor_close (NULL when memory is out). */
PRECEPTOR_API int preceptor_open(const char* config_json, const preceptor_callbacks* callbacks, preceptor** out);

/* Starts the workers, and the listener when the configuration has `listen`. Once per instance. */
PRECEPTOR_API int preceptor_start(preceptor* p);

/* Answers one request on the calling thread. Works after preceptor_open, also before preceptor_start. Blocks on disk, and at most a few seconds
 * on a platform's key set. */
PRECEPTOR_API int preceptor_handle(preceptor* p, const preceptor_request* request, preceptor_response_sink sink, void* user);

/* Delivers a topic ("statements", "credit", "grades") to `callback`, on a thread of ours, after preceptor_start. `from`: "start", "now" or an
 * opaque token, the "place" that preceptor_status tells of another subscription; ignored, and may be NULL, when `name` is known: its cursor is
 * durable. A name belongs to one topic. */
PRECEPTOR_API int preceptor_subscribe(preceptor* p, const char* name, const char* topic, const char* from, preceptor_subscriber callback, void* user);
/* No callback runs once this returned. The cursor stays. Must not be called from the callback. */
PRECEPTOR_API int preceptor_unsubscribe(preceptor* p, const char* name);

/* Runs an administrative command, e.g. "check", "platform add", "export xapi", with its arguments as a JSON object. Blocks until done. Answers the
 * command's exit code (0 good, 1 red findings, 2 wrong arguments, 3 failed), or a negative number as elsewhere. */
PRECEPTOR_API int preceptor_command(preceptor* p, const char* name, const char* args_json, preceptor_command_sink sink, preceptor_progress progress, void* user);

/* What runs: {"version","port","store","destinations":[...],...}. "needs_restart" names the keys of the last configuration that are not in force yet. */
PRECEPTOR_API int preceptor_status(preceptor* p, char** out_json);

/* Takes a new configuration while running. On failure the old one stays in force. Keys that need a restart are named in the answer's log line. */
PRECEPTOR_API int preceptor_reload(preceptor* p, const char* config_json);

/* Stops listener and workers; waits for running requests up to deadline_ms, then for what workers have under way: a subscriber, or one delivery (which a
 * hanging record store can hold for up to 40 s). The instance still answers preceptor_handle and commands. */
PRECEPTOR_API int preceptor_stop(preceptor* p, uint32_t deadline_ms);

/* Stops what runs, closes the store, frees everything; no thread of ours is left when it returns. NULL is allowed. Not from a callback. */
PRECEPTOR_API void preceptor_close(preceptor* p);

/* Why the last call on this instance failed, as JSON; "" when none did. Valid until the next failing call on any thread. */
PRECEPTOR_API const char* preceptor_last_error(const preceptor* p);

/* Frees what a `char**` out-parameter gave. NULL is allowed. */
PRECEPTOR_API void preceptor_free(char* text);

#ifdef __cplusplus
}
#endif
#endif
