#include "complaint.hpp"
#include "project_folder.hpp"

#include <rollout/compose/tree/go_text.hpp>

#include <gtest/gtest.h>

#include <string>

#include <compose/rules/port.hpp>

namespace rollout::compose {
namespace {

std::string shown(const std::vector<port>& ports) {
    std::string text;
    for (const auto& p : ports) {
        if (!text.empty()) text += ' ';
        text += p.host_ip + '|' + p.published + '|' + std::to_string(p.target) + '/' + p.protocol;
    }
    return text;
}
std::string part(const node& port, const char* key) {
    const auto* value = port.find(key);
    return value ? go_text(*value) : "";
}
std::string parsed(const std::string& text) {
    std::string shown;
    for (const auto& p : parse_port(text, {})) {
        if (!shown.empty()) shown += ' ';
        shown += part(p, "host_ip") + '|' + part(p, "published") + '|' + part(p, "target") + '/' +
                 part(p, "protocol");
    }
    return shown;
}
std::string complaint(const std::string& text) {
    return test::complaint_of([&] { parse_port(text, {}); });
}

TEST(Port, ShortFormsNameTargetPublishedAddressAndProtocol) {
    EXPECT_EQ(parsed("8000"), "||8000/tcp");
    EXPECT_EQ(parsed("8080:80"), "|8080|80/tcp");
    EXPECT_EQ(parsed("127.0.0.1:8080:80/UDP"), "127.0.0.1|8080|80/udp");
    EXPECT_EQ(parsed("127.0.0.1::80"), "127.0.0.1||80/tcp");
    EXPECT_EQ(parsed("[::1]:8080:80"), "::1|8080|80/tcp");
    EXPECT_EQ(parsed("08080:0080"), "|8080|80/tcp");
    EXPECT_EQ(parsed("80/"), "||80/tcp");
}

TEST(Port, RangesOfEqualLengthPairUp) {
    EXPECT_EQ(parsed("8001-8002:81-82"), "|8001|81/tcp |8002|82/tcp");
    EXPECT_EQ(parsed("81-82"), "||81/tcp ||82/tcp");
}

TEST(Port, TheOrderOfARangeIsThatOfItsText) {
    EXPECT_EQ(parsed("9-11"), "||10/tcp ||11/tcp ||9/tcp");
}

TEST(Port, APublishedRangeBeforeOneTargetStaysARange) {
    EXPECT_EQ(parsed("12400-12500:80"), "|12400-12500|80/tcp");
}

TEST(Port, OtherTextsAreRefused) {
    EXPECT_EQ(complaint("abc"), "Invalid containerPort: abc");
    EXPECT_EQ(complaint("x:80"), "Invalid hostPort: x");
    EXPECT_EQ(complaint("1.2.3:80:80"), "Invalid ip address: 1.2.3");
    EXPECT_EQ(complaint("::1:80:80"),
              "Invalid ip address ::1: address ::1:: too many colons in address");
    EXPECT_EQ(complaint("80/foo"), "Invalid proto: foo");
    EXPECT_EQ(complaint("80-82:80-81"),
              "Invalid ranges specified for container and host Ports: 80-81 and 80-82");
    EXPECT_EQ(complaint("80:"), "No port specified: 80:<empty>");
    EXPECT_EQ(complaint("70000"), "Invalid containerPort: 70000");
    EXPECT_EQ(complaint("82-80"), "Invalid containerPort: 82-80");
}

TEST(Ports, LongAndShortFormsMix) {
    const auto s = test::read_service(
        "ports:\n"
        "  - 9000\n"
        "  - '8080:80'\n"
        "  - {target: '81', published: 8081, host_ip: 127.0.0.1, protocol: udp, mode: host}\n");
    EXPECT_EQ(shown(s.ports), "||9000/tcp |8080|80/tcp 127.0.0.1|8081|81/udp");
    EXPECT_EQ(s.ports[2].mode, "host");
}

TEST(Ports, OfEqualPortsOneIsKept) {
    const auto s = test::read_service("ports: ['80-81:80-81', '81:81/tcp']");
    EXPECT_EQ(shown(s.ports), "|80|80/tcp |81|81/tcp");
}

TEST(Ports, FaultsNameTheirPlace) {
    EXPECT_EQ(test::service_complaint("ports:\n  - '80:80'\n  - 'x:80'"),
              "compose.yaml:6:9: services.a.ports.[]: Invalid hostPort: x");
    EXPECT_EQ(test::service_complaint("ports: [{published: 80}]"),
              "compose.yaml:4:13: service ports services.a.ports.[0] is missing a target port");
    EXPECT_EQ(test::service_complaint("ports: [{target: 80, host_ip: zz}]"),
              "compose.yaml:4:35: services.a.ports.[]: invalid ip address: zz");
}

TEST(Ports, RangesCannotFillTheMemory) {
    std::string ports = "ports:";
    for (int i = 0; i < 20; ++i)
        ports += "\n  - 127.0.0." + std::to_string(i) + "::1-65535";
    EXPECT_NE(test::service_complaint(ports).find("too many ports"), std::string::npos);
}

}  // namespace
}  // namespace rollout::compose
