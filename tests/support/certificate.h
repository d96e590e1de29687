#pragma once

// A self-signed certificate, made anew for each test.

#include <filesystem>
#include <string>

#include "api/server/tls.h"

namespace mingzhang::test {

struct Pem {
  std::string certificate;
  std::string key;
};

/// "2040-01-01" and the like; `serial` tells two of them apart.
Pem make_certificate(long serial, const std::string& last_day = "2040-01-01");

/// Writes both into `folder`, over what is there.
CertificateFiles write_certificate(const Pem& pem, const std::filesystem::path& folder);

}  // namespace mingzhang::test
