#include "tests/support/certificate.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <fstream>
#include <memory>

#include "ledger/base/ensure.h"

namespace mingzhang::test {
namespace {

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string as_asn1(std::string day) {
  std::erase(day, '-');
  return day + "000000Z";
}

}  // namespace

Pem make_certificate(long serial, const std::string& last_day) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"),
                                                                &EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), &X509_free);
  X509* x509 = made.get();
  X509_set_version(x509, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), serial);
  ASN1_TIME_set_string_X509(X509_getm_notBefore(x509), "20200101000000Z");
  ASN1_TIME_set_string_X509(X509_getm_notAfter(x509), as_asn1(last_day).c_str());
  X509_set_pubkey(x509, key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(x509, X509_get_subject_name(x509));
  ensure(X509_sign(x509, key.get(), EVP_sha256()) != 0, "a certificate is signed");
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_X509(out.get(), x509);
  Pem pem{text_of(out.get()), {}};
  BIO_reset(out.get());
  PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  pem.key = text_of(out.get());
  return pem;
}

CertificateFiles write_certificate(const Pem& pem, const std::filesystem::path& folder) {
  const CertificateFiles files{folder / "certificate.pem", folder / "key.pem"};
  std::ofstream(files.certificate) << pem.certificate;
  std::ofstream(files.key) << pem.key;
  return files;
}

}  // namespace mingzhang::test
