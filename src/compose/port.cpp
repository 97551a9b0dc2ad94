#include "port.hpp"

#include "ascii.hpp"
#include "invalid_value.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

namespace rollout::compose {

namespace {

struct range {
    unsigned first = 0;
    unsigned last = 0;
    [[nodiscard]] unsigned extra() const { return last - first; }
};

std::optional<unsigned> port_number(std::string_view text) {
    unsigned value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || code != std::errc() || end != text.data() + text.size()) return {};
    return value <= 65535 ? std::optional(value) : std::nullopt;
}

range parse_range(std::string_view text, const std::string& what) {
    const auto dash = text.find('-');
    const auto first = port_number(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : port_number(text.substr(dash + 1));
    if (!first || !last || *last < *first) {
        throw invalid_value("invalid " + what + " port \"" + std::string(text) + '"');
    }
    return {*first, *last};
}

struct port_text {
    std::string_view ip;
    std::string_view published;
    std::string_view target;
    std::string protocol = "tcp";
};

port_text split(std::string_view text) {
    port_text parts;
    const auto last = text.rfind(':');
    parts.target = last == std::string_view::npos ? text : text.substr(last + 1);
    if (last != std::string_view::npos) {
        const auto before = text.substr(0, last);
        const auto middle = before.rfind(':');
        parts.published = middle == std::string_view::npos ? before : before.substr(middle + 1);
        parts.ip = middle == std::string_view::npos ? std::string_view() : before.substr(0, middle);
    }
    const auto slash = parts.target.find('/');
    if (slash != std::string_view::npos && slash + 1 < parts.target.size()) {
        parts.protocol = lower_case(parts.target.substr(slash + 1));
    }
    parts.target = parts.target.substr(0, slash);
    return parts;
}

std::string parse_ip(std::string_view text) {
    if (text.empty()) return {};
    if (text.size() > 2 && text.front() == '[' && text.back() == ']') {
        text = text.substr(1, text.size() - 2);
    } else if (text.find(':') != std::string_view::npos) {
        throw invalid_value("invalid ip address " + std::string(text) +
                            ": an IPv6 address stands in [ ]");
    }
    if (!is_ip_address(text)) throw invalid_value("invalid ip address: " + std::string(text));
    return std::string(text);
}

}  // namespace

bool is_ip_address(std::string_view text) {
    const std::string address(text);
    std::array<unsigned char, 16> buffer{};
    return inet_pton(AF_INET, address.c_str(), buffer.data()) == 1 ||
           inet_pton(AF_INET6, address.c_str(), buffer.data()) == 1;
}

std::vector<port> parse_port(std::string_view text) {
    const auto parts = split(text);
    port base;
    base.host_ip = parse_ip(parts.ip);
    base.protocol = parts.protocol;
    if (parts.target.empty()) {
        throw invalid_value("no container port in \"" + std::string(text) + '"');
    }
    const auto target = parse_range(parts.target, "container");
    const auto published = parts.published.empty() ? range() : parse_range(parts.published, "host");
    if (!parts.published.empty() && target.extra() > 0 && target.extra() != published.extra()) {
        throw invalid_value("the ranges " + std::string(parts.target) + " and " +
                            std::string(parts.published) + " differ in length");
    }
    if (base.protocol != "tcp" && base.protocol != "udp" && base.protocol != "sctp") {
        throw invalid_value("invalid protocol \"" + base.protocol + "\"; use tcp, udp or sctp");
    }
    std::vector<std::pair<std::string, unsigned>> order;
    for (unsigned i = 0; i <= target.extra(); ++i) {
        order.emplace_back(std::to_string(target.first + i), i);
    }
    std::sort(order.begin(), order.end());
    std::vector<port> ports;
    ports.reserve(order.size());
    for (const auto& [target_text, i] : order) {
        auto& one = ports.emplace_back(base);
        one.target = static_cast<std::uint16_t>(target.first + i);
        if (parts.published.empty()) continue;
        one.published = std::to_string(published.first + i);
        if (target.extra() == 0 && published.extra() > 0) {
            one.published += '-' + std::to_string(published.last);
        }
    }
    return ports;
}

}  // namespace rollout::compose
