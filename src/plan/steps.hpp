#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/plan/observed.hpp>
#include <rollout/plan/operation.hpp>

#include <optional>
#include <string>
#include <vector>

namespace rollout::plan {

// What plans are put together from.

[[nodiscard]] operation step(action what, const std::string& service, std::string name,
                             std::string cause, std::string body = {});

/// The secrets and configs that a container gets from us before it starts. Throws as `starting`.
[[nodiscard]] operations files_before_start(const compose::project& p, const compose::service& s,
                                            const std::string& container);

/// A start with the service's post_start hooks, of a container that has its files.
[[nodiscard]] operation start_operation(const compose::service& s, std::string container,
                                        std::string cause);

/// What is awaited of a dependency once it was started; nullopt = nothing more.
[[nodiscard]] std::optional<wait_for> condition_of(const compose::dependency& edge);

/// A wait for a container of `service`, on which `dependent` depends.
[[nodiscard]] operation dependency_wait(const std::string& dependent, const std::string& service,
                                        const std::string& container, wait_for condition,
                                        bool required);

/// A pull of the service's own image, for its platform.
[[nodiscard]] operation pull_operation(const compose::project& p, const compose::service& s,
                                       std::string cause);

/// A removal that leaves anonymous volumes.
[[nodiscard]] operation removal(const observed_container& c, std::string cause);

/// The networks and volumes of `services` that are not there yet.
void add_networks(operations& ops, const compose::project& p, const observed& o,
                  const std::vector<std::string>& services);
void add_volumes(operations& ops, const compose::project& p, const observed& o,
                 const std::vector<std::string>& services);

/// To the networks that its create request does not name.
void add_connections(operations& ops, const compose::project& p, const compose::service& s,
                     const std::string& container, int number = 1);

void add_create_and_start(operations& ops, const compose::project& p, const compose::service& s,
                          const std::string& cause, int number = 1);

/// Of all replicas.
void add_waits_for(operations& ops, const compose::project& p, const std::string& service,
                   const std::string& cause);

/// Stops those of `going` that run, and then removes them all.
void add_endings(operations& ops, const compose::project& p,
                 const std::vector<observed_container>& going, const std::string& cause);

/// The same for one-offs: the hooks of a service are not for them.
void add_one_off_endings(operations& ops, const compose::project& p,
                         const std::vector<observed_container>& going, const std::string& cause);

}  // namespace rollout::plan
