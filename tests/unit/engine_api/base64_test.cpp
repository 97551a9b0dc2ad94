#include "wire/base64.hpp"

#include "wire/auth_header.hpp"

#include <gtest/gtest.h>

namespace engine_api::wire {
namespace {

// The vectors of RFC 4648, section 10.
TEST(Base64, AgreesWithTheRfc) {
    const char* const pairs[][2] = {{"", ""},
                                    {"f", "Zg=="},
                                    {"fo", "Zm8="},
                                    {"foo", "Zm9v"},
                                    {"foob", "Zm9vYg=="},
                                    {"fooba", "Zm9vYmE="},
                                    {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, coded] : pairs) {
        EXPECT_EQ(base64url(plain), coded);
        EXPECT_EQ(from_base64(coded), plain);
    }
}

TEST(Base64, WritesTheUrlSafeAlphabetAndReadsBoth) {
    EXPECT_EQ(base64url("\xfb\xff\xfe"), "-__-");
    EXPECT_EQ(base64("\xfb\xff\xfe"), "+//+");
    EXPECT_EQ(from_base64("-__-"), "\xfb\xff\xfe");
    EXPECT_EQ(from_base64("+//+"), "\xfb\xff\xfe");
}

TEST(Base64, RefusesWhatIsNone) {
    EXPECT_EQ(from_base64("Zg="), "f");
    for (const char* text : {"Z", "Zm9v!", "Zg==x", "Zm 9v"})
        EXPECT_FALSE(from_base64(text)) << text;
}

TEST(AuthHeader, IsJsonInUrlSafeBase64WithoutEmptyMembers) {
    registry_credentials c;
    c.username = "me";
    c.password = "p?>~";
    c.server = "registry.example";
    const auto header = auth_header(c);
    EXPECT_EQ(header.find_first_of("+/"), std::string::npos);
    EXPECT_EQ(from_base64(header),
              R"({"password":"p?>~","serveraddress":"registry.example","username":"me"})");
}

TEST(AuthHeader, CarriesAnIdentityTokenInsteadOfAPassword) {
    registry_credentials c;
    c.identity_token = "tok";
    c.server = "registry.example";
    EXPECT_EQ(from_base64(auth_header(c)),
              R"({"identitytoken":"tok","serveraddress":"registry.example"})");
}

TEST(AuthHeader, OfABuildHoldsAllServers) {
    registry_credentials a;
    a.username = "u";
    a.password = "p";
    a.server = "a.example";
    auto b = a;
    b.server = "b.example:5000";
    EXPECT_EQ(
        from_base64(auth_header({a, b})),
        R"({"a.example":{"password":"p","serveraddress":"a.example","username":"u"},)"
        R"("b.example:5000":{"password":"p","serveraddress":"b.example:5000","username":"u"}})");
}

}  // namespace
}  // namespace engine_api::wire
