// Where distributions keep the authorities that a machine trusts.
#include "http/system_trust.hpp"

#include <support/temp_dir.hpp>

#include <gtest/gtest.h>

#include <string>

namespace engine_api::http {
namespace {

TEST(SystemTrust, FindsTheBundleOfEachDistribution) {
    for (const char* place :
         {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"}) {
        const support::temp_dir root;
        root.write(std::string(place).substr(1), "");
        EXPECT_EQ(system_bundle(root.path().string()), root.path().string() + place);
    }
}

TEST(SystemTrust, AMachineMayHaveNone) {
    const support::temp_dir root;
    EXPECT_EQ(system_bundle(root.path().string()), "");
}

}  // namespace
}  // namespace engine_api::http
