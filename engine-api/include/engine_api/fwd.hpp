#pragma once

/// Forward declarations: the client, its resources, and every type that more than one public header
/// names.
namespace engine_api {

class client;
class session;  // private

class containers;
class exec;
class images;
class networks;
class swarm;
class system;
class volumes;

class download_stream;
class event_stream;
class output_stream;
class progress_stream;
struct output;

class body_source;
class deadline;
class error;
class filters;
class http_headers;
struct endpoint;
struct file_reader;
struct http_target;
struct prune_result;
struct registry_credentials;
struct swarm_state;
struct timeouts;

}  // namespace engine_api
