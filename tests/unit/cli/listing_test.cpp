#include <cli/render/container_listing.hpp>
#include <cli/render/human.hpp>
#include <cli/render/listing.hpp>
#include <cli/render/log_printer.hpp>
#include <cli/render/text_table.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <stdexcept>

namespace {

using namespace rollout;
using namespace rollout::cli;
using testing::HasSubstr;

listing two_rows() {
    listing all;
    all.rows = {{text_field("Name", "a\x1b[31mb"), {"Code", "3", "3"}},
                {text_field("Name", "longer name"), {"Code", "10", "10"}}};
    all.columns = {{"Name", "NAME"}, {"Code", "CODE"}};
    all.further_heads = {{"Id", "ID"}};
    return all;
}

std::string refusal_of(const std::string& format) {
    try {
        return "taken: " + text_of(two_rows(), format);
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
}

TEST(Listing, IsATableUnlessAnotherFormatIsWanted) {
    const std::string table =
        "NAME          CODE\n"
        "ab            3\n"
        "longer name   10\n";
    EXPECT_EQ(text_of(two_rows(), ""), table);
    EXPECT_EQ(text_of(two_rows(), "table"), table);
}

TEST(Listing, IsAnObjectALineInJson) {
    EXPECT_EQ(text_of(two_rows(), "json"),
              "{\"Name\":\"a\\u001b[31mb\",\"Code\":3}\n{\"Name\":\"longer name\",\"Code\":10}\n");
}

TEST(Listing, FollowsATemplateOfFields) {
    EXPECT_EQ(text_of(two_rows(), "{{.Name}}\\t{{ .Code }}!"), "ab\t3!\nlonger name\t10!\n");
    EXPECT_EQ(text_of(two_rows(), "{{json .Code}}"), "3\n10\n");
    EXPECT_EQ(text_of(two_rows(), "table {{.Code}}\\t{{.Name}}"),
              "CODE      NAME\n"
              "3         ab\n"
              "10        longer name\n");
}

TEST(Listing, RefusesWhatItDoesNotUnderstand) {
    EXPECT_THAT(refusal_of("{{range .}}"), HasSubstr("'{{range .}}' is not understood"));
    EXPECT_THAT(refusal_of("{{.Name | upper}}"), HasSubstr("is not understood"));
    EXPECT_THAT(refusal_of("{{.Name"), HasSubstr("has no '}}'"));
    EXPECT_THAT(refusal_of("{{.Nope}}"), HasSubstr("no field 'Nope'; there are Name, Code"));
}

TEST(TextTable, CountsCharactersAndNotBytes) {
    EXPECT_EQ(table_text({{"ä", "x"}, {"bb", "y"}}), "ä   x\nbb  y\n");
    EXPECT_EQ(shortened("äöüß", 3), "äö…");
    EXPECT_EQ(shortened("äöü", 3), "äöü");
}

TEST(Human, AgesAreRoughAndSizesShort) {
    EXPECT_EQ(human_age(0), "Less than a second");
    EXPECT_EQ(human_age(1), "1 second");
    EXPECT_EQ(human_age(59), "59 seconds");
    EXPECT_EQ(human_age(119), "About a minute");
    EXPECT_EQ(human_age(180), "3 minutes");
    EXPECT_EQ(human_age(3'600), "About an hour");
    EXPECT_EQ(human_age(47 * 3'600), "47 hours");
    EXPECT_EQ(human_age(48 * 3'600), "2 days");
    EXPECT_EQ(human_age(15 * 86'400), "2 weeks");
    EXPECT_EQ(human_age(90 * 86'400), "3 months");
    EXPECT_EQ(human_age(800 * 86'400), "2 years");
    EXPECT_EQ(human_size(0), "0B");
    EXPECT_EQ(human_size(5'243'000), "5.24MB");
    EXPECT_EQ(human_memory(2'096'128), "1.999MiB");
    EXPECT_EQ(human_share(0.125), "12.50%");
}

engine_api::published_port port(int inside, int outside = 0, const std::string& ip = "") {
    engine_api::published_port p;
    p.container_port = inside;
    p.host_port = outside;
    p.host_ip = ip;
    p.protocol = "tcp";
    return p;
}

TEST(PortsText, PutsNeighboursTogether) {
    engine_api::container_summary c;
    c.exposed = {port(7'000), port(7'002), port(7'001)};
    c.ports = {port(9'000, 9'000, "0.0.0.0"), port(9'001, 9'001, "0.0.0.0"), port(80, 8'080, "::"),
               port(80, 8'080, "0.0.0.0")};
    EXPECT_EQ(ports_text(c),
              "7000-7002/tcp, 0.0.0.0:9000-9001->9000-9001/tcp, "
              "0.0.0.0:8080->80/tcp, [::]:8080->80/tcp");
    EXPECT_EQ(ports_text({}), "");
}

TEST(ContainerListing, TellsHealthAndExitCodeFromTheStatus) {
    engine_api::container_summary c;
    c.names = {"shop-app-1"};
    c.command = "a command that is long";
    c.status = "Exited (3) 2 minutes ago";
    EXPECT_EQ(text_of(container_listing({c}, 0, true), "{{.ExitCode}}{{.Health}} {{.Command}}"),
              "3 \"a command that is l…\"\n");
    c.status = "Up 2 minutes (unhealthy)";
    EXPECT_EQ(text_of(container_listing({c}, 0, false), "{{.ExitCode}}{{.Health}} {{.Command}}"),
              "0unhealthy \"a command that is long\"\n");
}

TEST(LogPrinter, LinesNamesUpAndColorsServices) {
    std::ostringstream out;
    log_style style;
    style.color = true;
    log_printer to(out, "shop", style);
    to.found("shop-app-1");
    to.found("other");
    to.print({"shop-app-1", "app", "", "one"});
    to.print({"other", "x", "", "two\x1b[2J"});
    to.print({"shop-app-1", "app", "", "three"});
    EXPECT_EQ(out.str(),
              "\x1b[36mapp-1  | \x1b[0mone\n\x1b[33mother  | \x1b[0mtwo\n"
              "\x1b[36mapp-1  | \x1b[0mthree\n");
}

TEST(LogPrinter, PrintsBareLinesOrTheirTimes) {
    std::ostringstream out;
    log_style style;
    style.prefix = false;
    style.times = true;
    log_printer to(out, "shop", style);
    to.print({"shop-app-1", "app", "2026-01-02T03:04:05Z", "one"});
    EXPECT_EQ(out.str(), "2026-01-02T03:04:05Z one\n");
}

}  // namespace
