#include "port.hpp"

#include <rollout/compose/text/ascii.hpp>
#include <rollout/compose/text/invalid_value.hpp>
#include <rollout/compose/text/text.hpp>
#include <rollout/compose/tree/mapping_builder.hpp>

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

range parse_range(std::string_view text, const char* what) {
    const auto parts = split(text, '-');
    const auto first = port_number(parts[0]);
    const auto last = parts.size() > 1 ? port_number(parts[1]) : first;
    if (!first || !last || *last < *first) {
        throw invalid_value(std::string("Invalid ") + what + ": " + std::string(text));
    }
    return {*first, *last};
}

struct port_text {
    std::string_view ip;
    std::string_view published;
    std::string_view target;
    std::string_view protocol = "tcp";
};

port_text split_port(std::string_view text) {
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
    if (slash == std::string_view::npos) return parts;
    const auto protocol = parts.target.substr(slash + 1);
    if (!protocol.empty() && protocol.front() != '/') {
        parts.protocol = protocol.substr(0, protocol.find('/'));
    }
    parts.target = parts.target.substr(0, slash);
    return parts;
}

/// What is inside of `[...]`, or a text without colons.
std::string_view host_part(std::string_view ip) {
    const auto fail = [ip](const char* why) {
        return invalid_value("Invalid ip address " + std::string(ip) + ": address " +
                             std::string(ip) + ":: " + why + " in address");
    };
    if (ip.empty() || ip.front() != '[') {
        if (ip.find(':') != std::string_view::npos) throw fail("too many colons");
        if (ip.find('[') != std::string_view::npos) throw fail("unexpected '['");
        if (ip.find(']') != std::string_view::npos) throw fail("unexpected ']'");
        return ip;
    }
    const auto end = ip.find(']');
    if (end == std::string_view::npos) throw fail("missing ']'");
    if (end + 1 < ip.size()) {
        throw fail(ip.rfind(':') == end + 1 ? "too many colons" : "missing port");
    }
    return ip.substr(1, end - 1);
}

/// Absent: nothing is published.
std::optional<range> published_range(const port_text& parts, const range& target) {
    if (parts.published.empty()) return std::nullopt;
    const auto published = parse_range(parts.published, "hostPort");
    if (target.extra() > 0 && target.extra() != published.extra()) {
        throw invalid_value("Invalid ranges specified for container and host Ports: " +
                            std::string(parts.target) + " and " + std::string(parts.published));
    }
    return published;
}

std::string published_text(const std::optional<range>& published, const range& target, unsigned i) {
    if (!published) return {};
    auto text = std::to_string(published->first + i);
    if (target.extra() == 0 && published->extra() > 0)
        text += '-' + std::to_string(published->last);
    return text;
}

std::string known_protocol(std::string_view text) {
    auto protocol = lower_case(text);
    if (protocol != "tcp" && protocol != "udp" && protocol != "sctp") {
        throw invalid_value("Invalid proto: " + std::string(text));
    }
    return protocol;
}

/// Offsets into a range, in the order of their numbers' text.
std::vector<unsigned> order_of(const range& target) {
    std::vector<std::pair<std::string, unsigned>> order;
    for (unsigned i = 0; i <= target.extra(); ++i)
        order.emplace_back(std::to_string(target.first + i), i);
    std::sort(order.begin(), order.end());
    std::vector<unsigned> offsets;
    for (const auto& [text, i] : order)
        offsets.push_back(i);
    return offsets;
}

}  // namespace

bool is_ip_address(std::string_view text) {
    const std::string address(text);
    std::array<unsigned char, 16> buffer{};
    return inet_pton(AF_INET, address.c_str(), buffer.data()) == 1 ||
           inet_pton(AF_INET6, address.c_str(), buffer.data()) == 1;
}

std::vector<node> parse_port(std::string_view text, const position& where) {
    const auto parts = split_port(text);
    const std::string ip(host_part(parts.ip));
    if (!ip.empty() && !is_ip_address(ip)) throw invalid_value("Invalid ip address: " + ip);
    if (parts.target.empty()) {
        throw invalid_value("No port specified: " + std::string(text) + "<empty>");
    }
    const auto target = parse_range(parts.target, "containerPort");
    const auto published = published_range(parts, target);
    const auto protocol = known_protocol(parts.protocol);
    std::vector<node> ports;
    for (const auto i : order_of(target)) {
        ports.push_back(mapping_builder(where)
                            .text("mode", "ingress")
                            .text("host_ip", ip)
                            .number("target", target.first + i)
                            .text("published", published_text(published, target, i))
                            .text("protocol", protocol)
                            .done());
    }
    return ports;
}

}  // namespace rollout::compose
