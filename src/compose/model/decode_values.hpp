#pragma once

#include <rollout/compose/model/service_parts.hpp>
#include <rollout/compose/text/warnings.hpp>
#include <rollout/compose/tree/cursor.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace rollout::compose {

// One value each, converted as docker compose converts it. They throw `error` at the cursor. Those
// that never see a text that stands for a flag ignore `notes`.

void decode_value(const cursor& at, std::string& into, warnings& notes);
void decode_value(const cursor& at, bool& into, warnings& notes);
void decode_value(const cursor& at, std::int64_t& into, warnings& notes);
void decode_value(const cursor& at, std::uint64_t& into, warnings& notes);
void decode_value(const cursor& at, std::uint32_t& into, warnings& notes);
void decode_value(const cursor& at, std::uint16_t& into, warnings& notes);
void decode_value(const cursor& at, float& into, warnings& notes);
void decode_value(const cursor& at, byte_size& into, warnings& notes);
void decode_value(const cursor& at, file_mode& into, warnings& notes);
void decode_value(const cursor& at, ulimit& into, warnings& notes);
void decode_value(const cursor& at, std::chrono::nanoseconds& into, warnings& notes);
void decode_value(const cursor& at, volume_mount::kind& into, warnings& notes);
void decode_value(const cursor& at, env_file& into, warnings& notes);
void decode_value(const cursor& at, text_map& into, warnings& notes);
void decode_value(const cursor& at, optional_text_map& into, warnings& notes);
void decode_value(const cursor& at, host_list& into, warnings& notes);

/// Texts; a single one counts as a list.
void decode_value(const cursor& at, std::vector<std::string>& into, warnings& notes);

/// A command line, or its words.
void decode_command(const cursor& at, command& into);

/// The words of `healthcheck.test`; a text is run by a shell.
void decode_test(const cursor& at, std::vector<std::string>& into);

/// `all` or a number.
void decode_device_count(const cursor& at, std::int64_t& into);

/// Values of any scalar kind, as texts.
std::vector<std::string> decode_any_texts(const cursor& at);

}  // namespace rollout::compose
