#include "services/common/api/text.h"

#include <gtest/gtest.h>

#include "services/common/base/error.h"
#include "tests/support/status_matchers.h"
#include "vigil/type/v1/source.pb.h"

namespace vigil::api {
namespace {

using type::v1::Source;

std::string FieldAtFault(const absl::Status& status) {
  const std::vector<FieldViolation> violations = FieldViolationsOf(status);
  return violations.empty() ? "" : violations.front().field;
}

Source GoodSource() {
  Source source;
  source.set_citation("A/RES/60/251");
  source.set_confidence(type::v1::CONFIDENCE_SOURCED);
  return source;
}

TEST(Utf8Test, TakesWellFormedText) {
  for (const char* text :
       {"", "plain", "C\xC3\xB4te", "\xE2\x82\xAC", "\xED\x9F\xBF",
        "\xEE\x80\x80", "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(IsUtf8(text)) << text;
  }
}

TEST(Utf8Test, RefusesOverlongFormsSurrogatesAndCutSequences) {
  for (const char* text :
       {"\x80", "\xC0\x80", "\xC1\xBF", "\xC3", "\xE0\x9F\xBF", "\xE2\x82",
        "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80",
        "\xFF", "a\xC3(", "\xE2\x28\xA1"}) {
    EXPECT_FALSE(IsUtf8(text)) << text;
  }
}

TEST(TextTest, KeepsToItsBoundsInBytes) {
  EXPECT_TRUE(IsOk(CheckText("title", "ab", 2, 4)));
  EXPECT_TRUE(IsOk(CheckText("title", "\xC3\xB4\xC3\xB4", 2, 4)));
  EXPECT_TRUE(IsOk(CheckText("title", "", 0, 4)));
  EXPECT_TRUE(FailsWith(CheckText("title", "a", 2, 4), "INVALID_FIELD"));
  EXPECT_TRUE(FailsWith(CheckText("title", "abcde", 2, 4), "INVALID_FIELD"));
  EXPECT_EQ(CheckText("title", "", 1, 4).message(),
            "title: is required; 1 to 4 bytes");
}

TEST(TextTest, OfAFixedLengthIsToldOneNumber) {
  EXPECT_EQ(CheckText("iso3", "ABCD", 3, 3).message(),
            "iso3: has 4 bytes; 3 are allowed");
  EXPECT_EQ(CheckText("iso3", "", 3, 3).message(),
            "iso3: is required; 3 bytes");
}

TEST(TextTest, RefusesControlCharactersAndBadUtf8) {
  EXPECT_FALSE(IsOk(CheckText("title", "a\nb", 1, 9)));
  EXPECT_FALSE(IsOk(CheckText("title", "a\x7F", 1, 9)));
  EXPECT_FALSE(IsOk(CheckText("title", "a\xC2\x85", 1, 9)));
  EXPECT_FALSE(IsOk(CheckText("title", "a\xC2\x9F", 1, 9)));
  EXPECT_FALSE(IsOk(CheckText("title", std::string("a\0", 2), 1, 9)));
  EXPECT_FALSE(IsOk(CheckText("title", "a\xFF", 1, 9)));
  EXPECT_TRUE(IsOk(CheckText("title", "a\xC2\xA0", 1, 9)));
}

TEST(UriTest, TakesHttpAndHttpsOfAtMost500Bytes) {
  const std::string base = "https://un.org/";
  EXPECT_TRUE(IsOk(CheckUri("uri", "http://un.org")));
  EXPECT_TRUE(IsOk(CheckUri("uri", base + std::string(500 - 15, 'a'))));
  EXPECT_FALSE(IsOk(CheckUri("uri", base + std::string(501 - 15, 'a'))));
  for (const char* uri :
       {"", "un.org", "ftp://un.org", "https://", "https:///x",
        "https://un.org/a b", "https://un.org/\xC3\xB4", "javascript:alert(1)",
        "https://un.org/\"><b>", "HTTPS//un.org"}) {
    EXPECT_FALSE(IsOk(CheckUri("uri", uri))) << uri;
  }
}

TEST(SourceTest, NeedsACitationAndAConfidence) {
  EXPECT_TRUE(IsOk(CheckSource("state.source", GoodSource())));

  Source source = GoodSource();
  source.set_citation(std::string(500, 'a'));
  EXPECT_TRUE(IsOk(CheckSource("state.source", source)));
  source.set_citation(std::string(501, 'a'));
  EXPECT_EQ(FieldAtFault(CheckSource("state.source", source)),
            "state.source.citation");

  source = GoodSource();
  source.clear_citation();
  EXPECT_EQ(FieldAtFault(CheckSource("source", source)), "source.citation");

  source = GoodSource();
  source.clear_confidence();
  EXPECT_EQ(FieldAtFault(CheckSource("source", source)), "source.confidence");

  source.set_confidence(static_cast<type::v1::Confidence>(77));
  EXPECT_EQ(FieldAtFault(CheckSource("source", source)), "source.confidence");
}

TEST(SourceTest, ChecksTheUriIfThereIsOne) {
  Source source = GoodSource();
  source.set_uri("https://docs.un.org/A/RES/60/251");
  EXPECT_TRUE(IsOk(CheckSource("source", source)));
  source.set_uri("docs.un.org");
  EXPECT_EQ(FieldAtFault(CheckSource("source", source)), "source.uri");
}

TEST(RequestIdTest, IsEmptyOrAtMost64PlainCharacters) {
  EXPECT_TRUE(IsOk(CheckRequestId("")));
  EXPECT_TRUE(IsOk(CheckRequestId("6fa459ea-ee8a-3ca4-894e-db77e160355e")));
  EXPECT_TRUE(IsOk(CheckRequestId(std::string(64, 'Z'))));
  EXPECT_TRUE(IsOk(CheckRequestId("a_B-9")));
  EXPECT_FALSE(IsOk(CheckRequestId(std::string(65, 'Z'))));
  EXPECT_FALSE(IsOk(CheckRequestId("a b")));
  EXPECT_FALSE(IsOk(CheckRequestId("a\n")));
  EXPECT_EQ(FieldAtFault(CheckRequestId("{}")), "request_id");
}

TEST(ShownTest, EscapesAndShortens) {
  EXPECT_EQ(Shown("a\n\"\xFF"), "\"a\\n\\\"\\xff\"");
  EXPECT_EQ(Shown(std::string(80, 'a')), "\"" + std::string(80, 'a') + "\"");
  EXPECT_EQ(Shown(std::string(81, 'a')),
            "\"" + std::string(80, 'a') + "\"\xE2\x80\xA6");
}

}  // namespace
}  // namespace vigil::api
