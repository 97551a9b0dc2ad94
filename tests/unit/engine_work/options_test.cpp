// g++ 12 frees a temporary aggregate twice that is passed in the full expression of a co_await; a
// type with a declared constructor is none.
#include <rollout/engine_work/down.hpp>
#include <rollout/engine_work/lock.hpp>
#include <rollout/engine_work/logs.hpp>
#include <rollout/engine_work/one_off.hpp>
#include <rollout/engine_work/up.hpp>
#include <rollout/plan/operation.hpp>
#include <rollout/plan/plan.hpp>

#include <type_traits>

namespace {

using namespace rollout;

template <class... T>
constexpr bool none_is_aggregate = (!std::is_aggregate_v<T> && ...);

static_assert(none_is_aggregate<
              engine_work::health_options, engine_work::up_options, engine_work::logs_options,
              engine_work::down_options, engine_work::lock_options, engine_work::lock_view,
              engine_work::one_off_options, plan::one_off, plan::image_options, plan::operation>);

}  // namespace
