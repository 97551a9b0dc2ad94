#pragma once

/// Forward declarations of everything that is named in more than one public header.
namespace engine_api {

class client;
class deadline;
class error;
class filters;
class session;
struct endpoint;
struct timeouts;

}  // namespace engine_api
